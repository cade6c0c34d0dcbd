# To be sourced: the virtual sound server of the room with its devices and the sound of a quiet room. The number of each
# of its processes goes into $XDG_RUNTIME_DIR/server.pids, that of the sound card itself comes first.
quiet() { "$@" >>"$XDG_RUNTIME_DIR/$1.log" 2>&1 & echo $! >>"$XDG_RUNTIME_DIR/server.pids"; }
wait_for() { for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done; echo "no answer: $*" >&2; return 1; }
linked() { pw-link -l | grep -q -- "|.* $1:"; }
start_server() {
  rm -f "$XDG_RUNTIME_DIR/server.pids" "$XDG_RUNTIME_DIR"/pipewire-0*
  mkdir -p -m 700 "$XDG_RUNTIME_DIR/pulse" # or pactl and pipewire-pulse make it at the same time, and one of them fails
  quiet pipewire
  wait_for test -S "$XDG_RUNTIME_DIR/pipewire-0"
  quiet wireplumber
  quiet pipewire-pulse
  wait_for pactl info
  # A whole number of the echo's blocks (echo.py). With another one its filter drops a block every few seconds, and the
  # echo comes earlier each time.
  wait_for pw-metadata -n settings 0 clock.force-quantum 512
  for device in speaker mouth microphone; do "$here/plug.sh" "$device"; done
  # A room is never quite silent.
  "${PYTHON:-python3}" "$here/quiet.py" 2>/dev/null |
    pacat -d mouth --rate=8000 --channels=1 --format=s16le --latency-msec=500 >>"$XDG_RUNTIME_DIR/quiet.log" 2>&1 &
  wait_for linked pacat
}

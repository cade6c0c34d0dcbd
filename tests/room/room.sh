#!/usr/bin/env bash
# A sound card without hardware: what is played into the sink `mouth` is what the source `microphone` hears, what the
# program plays is heard at `speaker.monitor`, and what `speaker` plays comes back into `mouth` through a made-up room
# when ECHO is more than 0. Runs the given command inside; to be started under dbus-run-session with XDG_RUNTIME_DIR
# set to an empty folder.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
quiet() { "$@" >>"$XDG_RUNTIME_DIR/$1.log" 2>&1 & }
wait_for() { for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done; echo "no answer: $*" >&2; return 1; }
export XDG_STATE_HOME="$XDG_RUNTIME_DIR/state"
mkdir -p -m 700 "$XDG_RUNTIME_DIR/pulse" # or pactl and pipewire-pulse make it at the same time, and one of them fails
quiet pipewire
export SOUND_CARD=$!
wait_for test -S "$XDG_RUNTIME_DIR/pipewire-0"
quiet wireplumber
quiet pipewire-pulse
wait_for pactl info
wait_for pw-metadata -n settings 0 clock.force-quantum 480
for device in speaker mouth microphone; do "$here/plug.sh" "$device"; done
# A room is never quite silent.
"${PYTHON:-python3}" "$here/quiet.py" 2>/dev/null |
  pacat -d mouth --rate=8000 --channels=1 --format=s16le --latency-msec=500 >>"$XDG_RUNTIME_DIR/quiet.log" 2>&1 &
if [ "${ECHO:-0.0}" != 0.0 ]; then
  "${PYTHON:-python3}" "$here/echo.py" "$ECHO" "$XDG_RUNTIME_DIR"
  quiet pipewire -c "$XDG_RUNTIME_DIR/echo.conf"
fi
# The program's own devices: these two and, while they are away, nothing in their stead. Nothing else of ALSA's is
# loaded: what the machine's own files call the default would win.
printf 'pcm.default {\n  type pipewire\n  playback_node speaker\n  capture_node microphone\n}\n' >"$XDG_RUNTIME_DIR/alsa.conf"
export ALSA_CONFIG_PATH="$XDG_RUNTIME_DIR/alsa.conf" PIPEWIRE_ALSA="{ node.dont-reconnect=true }"
sleep 1
status=0
"$@" || status=$?
kill $(jobs -p) 2>/dev/null || true
exit $status

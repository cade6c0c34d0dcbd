#!/usr/bin/env bash
# A sound card without hardware: what is played into the sink `mouth` is what the source `microphone` hears, what the
# program plays is heard at `speaker.monitor`, and what `speaker` plays comes back into `mouth` through a made-up room
# when ECHO is more than 0. Runs the given command inside; to be started under dbus-run-session with XDG_RUNTIME_DIR
# set to an empty folder. `room.sh --again` begins the sound server anew in a room whose server has died.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/server.sh"
export XDG_STATE_HOME="$XDG_RUNTIME_DIR/state"
start_server
if [ "${1:-}" = --again ]; then exit; fi
export SOUND_CARD=$(head -1 "$XDG_RUNTIME_DIR/server.pids")
if [ "${ECHO:-0.0}" != 0.0 ]; then
  "${PYTHON:-python3}" "$here/echo.py" "$ECHO" "$XDG_RUNTIME_DIR"
  quiet pipewire -c "$XDG_RUNTIME_DIR/echo.conf"
  wait_for linked echo_in
  wait_for linked echo_out
fi
# The program's own devices: these two and, while they are away, nothing in their stead. With RECONNECTS=true it is as on
# a machine that was not set up otherwise: another device may stand in, and a microphone that is away gives silence.
# Nothing else of ALSA's is loaded: what the machine's own files call the default would win.
[ "${RECONNECTS:-false}" = true ] && dont_reconnect=false || dont_reconnect=true
printf 'pcm.default {\n  type pipewire\n  playback_node speaker\n  capture_node microphone\n}\n' >"$XDG_RUNTIME_DIR/alsa.conf"
export ALSA_CONFIG_PATH="$XDG_RUNTIME_DIR/alsa.conf" PIPEWIRE_ALSA="{ node.dont-reconnect=$dont_reconnect }"
status=0
"$@" || status=$?
kill $(jobs -p) $(cat "$XDG_RUNTIME_DIR/server.pids") 2>/dev/null || true
exit $status

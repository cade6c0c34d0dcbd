#!/usr/bin/env bash
# A sound card without hardware: PipeWire with two null sinks. What is played into `mouth` is what the microphone hears;
# what the program plays is heard at `speaker.monitor`. Runs the given command inside; to be started under
# dbus-run-session with XDG_RUNTIME_DIR set to an empty folder.
set -euo pipefail
quiet() { "$@" >>"$XDG_RUNTIME_DIR/$1.log" 2>&1 & }
wait_for() { for _ in $(seq 100); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done; echo "no answer: $*" >&2; return 1; }
quiet pipewire
wait_for test -S "$XDG_RUNTIME_DIR/pipewire-0"
quiet wireplumber
quiet pipewire-pulse
wait_for pactl info
for sink in speaker mouth; do pactl load-module module-null-sink "sink_name=$sink" rate=48000 >/dev/null; done
wait_for pactl set-default-sink speaker
wait_for pactl set-default-source mouth.monitor
sleep 1
status=0
"$@" || status=$?
kill $(jobs -p) 2>/dev/null || true
exit $status

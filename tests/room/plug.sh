#!/usr/bin/env bash
# Plugs one of the room's devices in; `plug.sh DEVICE out` pulls it out.
set -euo pipefail
if [ "${2:-}" = out ]; then
  pactl unload-module "$(pactl list short modules | grep -E "(sink|source)_name=$1( |\$)" | cut -f1)"
elif [ "$1" = microphone ]; then
  pactl load-module module-remap-source source_name=microphone master=mouth.monitor channels=1 channel_map=mono >/dev/null
else
  pactl load-module module-null-sink "sink_name=$1" rate=48000 channels=1 channel_map=mono >/dev/null
fi

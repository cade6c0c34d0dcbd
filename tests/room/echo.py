"""Writes what PipeWire needs to play a room's echo: an impulse response, and a filter between two sinks.

Run with the echo's gain and the folder to write `echo.wav` and `echo.conf` into.
"""

import sys
from pathlib import Path

import numpy as np
import soundfile

RATE = 48000
DECAY_S = 0.25
CONF = """
context.spa-libs = {{ audio.convert.* = audioconvert/libspa-audioconvert support.* = support/libspa-support }}
context.modules = [
  {{ name = libpipewire-module-protocol-native }}
  {{ name = libpipewire-module-client-node }}
  {{ name = libpipewire-module-adapter }}
  {{ name = libpipewire-module-filter-chain
    args = {{
      node.description = "room"
      audio.rate = {rate}
      audio.channels = 1
      audio.position = [ MONO ]
      filter.graph = {{
        nodes = [ {{ type = builtin name = room label = convolver config = {{ filename = "{path}" gain = 1.0 blocksize = 256 }} }} ]
      }}
      capture.props = {{ node.name = "echo_in" stream.capture.sink = true target.object = "speaker" node.passive = true }}
      playback.props = {{ node.name = "echo_out" target.object = "mouth" }}
    }}
  }}
]
"""


def response(gain: float) -> np.ndarray:
    """The direct sound, 2 ms late, and a tail."""
    chance = np.random.default_rng(2)
    length = int(DECAY_S * RATE)
    tail = chance.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * 0.03
    tail[:96] = 0
    tail[96] = 1
    return (gain * tail).astype(np.float32)


def main() -> None:
    gain, folder = float(sys.argv[1]), Path(sys.argv[2])
    path = folder / "echo.wav"
    soundfile.write(path, response(gain), RATE, subtype="FLOAT")
    (folder / "echo.conf").write_text(CONF.format(rate=RATE, path=path), encoding="utf-8")


if __name__ == "__main__":
    main()

"""The room's echo: what the loudspeaker plays comes back into the microphone, late, through a made-up reverberation.

Run inside the room with one argument: the echo's gain.
"""

import subprocess
import sys

import numpy as np

RATE = 48000
BLOCK = 480
DECAY_S = 0.25


def response(gain: float) -> np.ndarray:
    """The direct sound, 2 ms late, and a tail."""
    chance = np.random.default_rng(2)
    length = int(DECAY_S * RATE)
    tail = chance.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length) * 0.03
    tail[:96] = 0
    tail[96] = 1
    return (gain * tail).astype(np.float32)


def main() -> None:
    """Convolve block by block until the pipes close."""
    shape = ["--rate=48000", "--channels=1", "--format=float32le", "--latency-msec=10"]
    heard = subprocess.Popen(["parec", "-d", "speaker.monitor", *shape], stdout=subprocess.PIPE)
    said = subprocess.Popen(["pacat", "-d", "mouth", *shape], stdin=subprocess.PIPE)
    path = response(float(sys.argv[1]))
    size = 1 << int(np.ceil(np.log2(len(path) + BLOCK)))
    spectrum = np.fft.rfft(path, size)
    rest = np.zeros(size, np.float32)
    while data := heard.stdout.read(4 * BLOCK):
        block = np.frombuffer(data[: len(data) // 4 * 4], np.float32)
        rest += np.fft.irfft(np.fft.rfft(block, size) * spectrum, size).astype(np.float32)
        said.stdin.write(rest[: len(block)].tobytes())
        said.stdin.flush()
        rest = np.concatenate([rest[len(block) :], np.zeros(len(block), np.float32)])


if __name__ == "__main__":
    main()

"""Writes without end what a microphone makes of a quiet room: noise at -84 dB, 16 bits, 8 kHz, mono."""

import random
import sys
from array import array

RATE = 8000
LOUDEST = 3
"""Of 32767."""


def main() -> None:
    noise = array("h", [random.randint(-LOUDEST, LOUDEST) for _ in range(10 * RATE)]).tobytes()
    while True:
        sys.stdout.buffer.write(noise)


if __name__ == "__main__":
    main()

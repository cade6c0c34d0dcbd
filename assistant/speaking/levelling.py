"""How loud a sound is to people, as ITU-R BS.1770-4 and EBU R 128 reckon it, for mono.

The two filters of BS.1770 weigh the sound as ears do. The mean power of blocks that are not quiet is its loudness. The
filters are applied to the spectrum of short frames: their phase does not matter for power.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.words.samples import Samples

Spectrum = NDArray[np.complex128]
Numbers = NDArray[np.float64]

FRAME_S = 0.1
"""A block begins every so many seconds; the sound is weighted in frames of this length."""
BLOCK_FRAMES = 4
"""The frames of a block; a sound that is shorter is one block."""
QUIET = -70.0
"""LUFS; a block that is softer is not part of the sound."""
SOFTER = -10.0
"""LU; a block that is so much softer than the mean is a pause, and does not count."""
OFFSET = -0.691
"""Of BS.1770, so that 997 hertz at full scale come out at -3.01 LUFS."""
SHELF_HZ, SHELF_DB, SHELF_Q, SHELF_SLOPE = 1681.974450955533, 3.999843853973347, 0.7071752369554196, 0.4996667741545416
"""The first filter, which stands for a head; the constants of BS.1770 for 48 kHz, written so that they fit any rate."""
LOW_HZ, LOW_Q = 38.13547087602444, 0.5003270373238773
"""The second filter, which takes away what is too low to be heard well."""


def loudness(sound: Samples, rate: int) -> float:
    """LUFS of a mono sound of shape (n,); minus infinity for silence."""
    powers = _powers(sound, rate)
    heard = powers[powers > _power(QUIET)]
    if not len(heard):
        return -np.inf
    kept = heard[heard > heard.mean() * 10 ** (SOFTER / 10)]
    return float(OFFSET + 10 * np.log10(kept.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


def _powers(sound: Samples, rate: int) -> Numbers:
    """The mean power of each block of the weighted sound."""
    size = round(FRAME_S * rate)
    whole = -(-len(sound) // size)
    frames = np.zeros(whole * size)
    frames[: len(sound)] = sound
    spectrum = np.abs(np.fft.rfft(frames.reshape(whole, size), axis=1)) ** 2
    energies: Numbers = spectrum @ _weights(size, rate)
    if whole <= BLOCK_FRAMES:
        return np.array([energies.sum() / max(1, len(sound))])
    sums = np.concatenate([[0.0], np.cumsum(energies[: len(sound) // size])])
    powers: Numbers = (sums[BLOCK_FRAMES:] - sums[:-BLOCK_FRAMES]) / (BLOCK_FRAMES * size)
    return powers


@lru_cache(maxsize=8)
def _weights(size: int, rate: int) -> Numbers:
    """What the squared spectrum of a frame is weighted with, so that the sum is the energy of the weighted frame."""
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    passed: Numbers = np.abs(_response(*_shelf(rate), delay) * _response(*_low(rate), delay)) ** 2
    both_sides = np.where((np.arange(len(passed)) == 0) | (2 * np.arange(len(passed)) == size), 1.0, 2.0)
    return passed * both_sides / size


def _response(over: Numbers, under: Numbers, delay: Spectrum) -> Spectrum:
    return np.polyval(over[::-1], delay) / np.polyval(under[::-1], delay)


def _shelf(rate: int) -> tuple[Numbers, Numbers]:
    k, high = np.tan(np.pi * SHELF_HZ / rate), 10 ** (SHELF_DB / 20)
    middle, whole = high**SHELF_SLOPE * k / SHELF_Q, 1 + k / SHELF_Q + k * k
    over = np.array([high + middle + k * k, 2 * (k * k - high), high - middle + k * k]) / whole
    return over, np.array([whole, 2 * (k * k - 1), 1 - k / SHELF_Q + k * k]) / whole


def _low(rate: int) -> tuple[Numbers, Numbers]:
    k = np.tan(np.pi * LOW_HZ / rate)
    whole = 1 + k / LOW_Q + k * k
    return np.array([1.0, -2.0, 1.0]), np.array([whole, 2 * (k * k - 1), 1 - k / LOW_Q + k * k]) / whole

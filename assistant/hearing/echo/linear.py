"""Our own voice, subtracted as far as it can be predicted from what was played: a linear adaptive filter."""

import numpy as np

from assistant.hearing.echo.near_end import HOP
from assistant.words.samples import Samples

PARTITIONS = 32
"""The length of the echo's path, in hops of 10 ms.

It covers the delay to the air and back and the room's first reverberation. Raised, a later echo is predicted too, for
more computing; lowered, echoes in large rooms are left in.
"""
FORGET = 0.998
"""The share of the path that is kept from one hop to the next, 0 to 1.

It lets the filter follow a person who moves about. Raised, it follows more slowly; lowered, it predicts less exactly.
"""
SMOOTHING = 0.05
"""The share by which the averages of power follow each hop, 0 to 1: they cover about 20 hops.

Raised, single loud hops count as a change of the path; lowered, a change is noticed later.
"""
DOUBT_ANEW = 0.3
"""The doubt, as a variance, of each number of the path once it has changed.

Raised, the new path is learnt faster and less exactly.
"""
AUDIBLE = 1e-7
"""The power (mean square of samples within -1 to 1) below which nothing is worth cancelling.

Raised, a change of the path is not noticed in soft echoes; lowered, the filter starts anew because of faint noise.
"""


class LinearCanceller:
    """Subtracts what it can predict of the echo: a partitioned Kalman filter in frequency (Enzner and Vary 2006).

    The echo's path is what happens to a sound between the loudspeaker and the microphone. The filter keeps an estimate
    of it, cut into partitions of one hop each, and for each number in it a doubt (the variance of its error).
    """

    def __init__(self) -> None:
        bins = HOP + 1
        self._played = np.zeros((PARTITIONS, bins), np.complex64)
        self._path = np.zeros((PARTITIONS, bins), np.complex64)
        self._doubt = np.full((PARTITIONS, bins), 1.0, np.float32)
        self._rest = np.full(bins, 1e-3, np.float32)
        self._last = np.zeros(HOP, np.float32)
        self._turn = 0
        self._left = self._heard = 0.0

    def process(self, heard: Samples, played: Samples) -> tuple[Samples, Samples]:
        """(what is left, the predicted echo) of the next hop; (HOP,) samples each, within -1 to 1."""
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._last, played]))
        self._last = played
        echo = np.fft.irfft((self._played * self._path).sum(0))[HOP:].astype(np.float32)
        left = heard - echo
        error = np.fft.rfft(np.concatenate([np.zeros(HOP, np.float32), left])).astype(np.complex64)
        power = np.abs(self._played) ** 2
        unknown = (power * self._doubt).sum(0)
        energy = np.abs(error) ** 2
        self._rest += 0.1 * (np.maximum(energy - 0.5 * unknown, 0.05 * energy) - self._rest)
        expected = unknown + 2 * self._rest + 1e-6
        gain = self._doubt * np.conj(self._played) / expected
        self._path += gain * error
        self._constrain()
        self._notice(left, heard)
        kept = 1 - 0.5 * (gain * self._played).real
        self._doubt = FORGET**2 * np.maximum(kept, 0) * self._doubt + (1 - FORGET**2) * np.abs(self._path) ** 2
        return left, echo

    def _notice(self, left: Samples, heard: Samples) -> None:
        """Doubt the whole path when what is left is louder than what was heard: then the path has changed."""
        self._left += SMOOTHING * (float(np.mean(left**2)) - self._left)
        self._heard += SMOOTHING * (float(np.mean(heard**2)) - self._heard)
        if self._left > self._heard > AUDIBLE:
            self._doubt = np.maximum(self._doubt, DOUBT_ANEW)
            self._path *= 0.9

    def _constrain(self) -> None:
        """Keep each partition of the path one hop long, a quarter of the partitions at a time to save computing."""
        rows = slice(self._turn, None, 4)
        self._turn = (self._turn + 1) % 4
        path = np.fft.irfft(self._path[rows], axis=1)
        path[:, HOP:] = 0
        self._path[rows] = np.fft.rfft(path, axis=1)

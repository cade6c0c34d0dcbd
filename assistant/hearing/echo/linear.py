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
REST_AT_FIRST = 1e-3
"""The power, in each frequency, that is taken to be no echo before anything was heard.

Raised, the filter begins to learn more slowly; lowered, it takes the first sound of a person for an echo.
"""
REST_FOLLOWS = 0.1
"""The share by which the power that is no echo follows each hop, 0 to 1: it covers about 10 hops.

Raised, the filter stops sooner when a person begins to speak, and estimates the power less exactly.
"""
UNKNOWN_SHARE = 0.5
"""The share of the doubtful echo's power that is taken off what is left, to estimate what is no echo.

It is a half because the transform is two hops long and what is left fills one of them. Raised, the filter goes on
adapting while a person speaks; lowered, it adapts more slowly.
"""
REST_LEAST = 0.05
"""The share of what is left that is no echo at the least.

Raised, the filter learns more slowly; lowered, it adapts to whatever is left, also to a person.
"""
OVERLAP = 2.0
"""How many times the power that is no echo counts in the filter's step.

It is two because that power is measured in one of the transform's two hops. Raised, the filter takes smaller steps.
"""
POWER_LEAST = 1e-6
"""A power that is added so that silence is not divided by zero. It is far below anything audible."""
STEP_KNOWN = 0.5
"""The share of a step by which the doubt falls.

It is a half because only one of the transform's two hops tells something new. Raised, the filter becomes sure too early
and stops learning.
"""
KEPT_OF_WRONG_PATH = 0.9
"""The share of the path that is kept, hop by hop, while it makes the sound louder.

Raised, a wrong path goes on adding an echo for longer; lowered, one loud hop loses a path that was right.
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
        self._rest = np.full(bins, REST_AT_FIRST, np.float32)
        self._last = np.zeros(HOP, np.float32)
        self._turn = 0
        self._left = self._heard = 0.0

    def process(self, heard: Samples, played: Samples) -> tuple[Samples, Samples]:
        """(what is left, the predicted echo) of the next hop; (HOP,) samples each, within -1 to 1."""
        self.pass_over(played)
        echo = np.fft.irfft((self._played * self._path).sum(0))[HOP:].astype(np.float32)
        left = heard - echo
        error = np.fft.rfft(np.concatenate([np.zeros(HOP, np.float32), left])).astype(np.complex64)
        power = np.abs(self._played) ** 2
        unknown = (power * self._doubt).sum(0)
        energy = np.abs(error) ** 2
        rest = np.maximum(energy - UNKNOWN_SHARE * unknown, REST_LEAST * energy)
        self._rest += REST_FOLLOWS * (rest - self._rest)
        expected = unknown + OVERLAP * self._rest + POWER_LEAST
        gain = self._doubt * np.conj(self._played) / expected
        self._path += gain * error
        self._constrain()
        self._notice(left, heard)
        kept = 1 - STEP_KNOWN * (gain * self._played).real
        self._doubt = FORGET**2 * np.maximum(kept, 0) * self._doubt + (1 - FORGET**2) * np.abs(self._path) ** 2
        return left, echo

    def pass_over(self, played: Samples) -> None:
        """The next hop of what was played; what was heard meanwhile is not looked at."""
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(np.concatenate([self._last, played]))
        self._last = played

    def _notice(self, left: Samples, heard: Samples) -> None:
        """Doubt the whole path when what is left is louder than what was heard: then the path has changed."""
        self._left += SMOOTHING * (float(np.mean(left**2)) - self._left)
        self._heard += SMOOTHING * (float(np.mean(heard**2)) - self._heard)
        if self._left > self._heard > AUDIBLE:
            self._doubt = np.maximum(self._doubt, DOUBT_ANEW)
            self._path *= KEPT_OF_WRONG_PATH

    def _constrain(self) -> None:
        """Keep each partition of the path one hop long, a quarter of the partitions at a time to save computing."""
        rows = slice(self._turn, None, 4)
        self._turn = (self._turn + 1) % 4
        path = np.fft.irfft(self._path[rows], axis=1)
        path[:, HOP:] = 0
        self._path[rows] = np.fft.rfft(path, axis=1)

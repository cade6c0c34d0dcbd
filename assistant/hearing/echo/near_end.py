"""Our own voice in the microphone: subtracted, and told from somebody else's.

Two signals come of it. What AEC3 leaves shows whether anybody but us speaks; what the gentler linear filter leaves
keeps more of their words. Everything here is pure: samples and levels in, samples and decisions out.
"""

import itertools
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

HOP = INPUT_RATE // 100
"""Samples worked on at a time: 10 ms."""
HOP_S = HOP / INPUT_RATE
PARTITIONS = 32
"""Of the echo's path, a hop each: the delay to the air and back, and the room's first reverberation."""
OPEN_HOPS, OPEN_ABOVE = 8, 0.8
"""The gate opens when the probability over so many hops is this on average."""
STAYS_HOPS = 30
HINT, LIKELY = 0.25, 0.55
"""In nearly every word said over us is a moment in which somebody else is so probable, though the gate stays shut; in
most words there is one of the second kind."""
AUDIBLE = 1e-7
"""Power of what is worth cancelling."""
FORGET = 0.998
"""How much of the path stays as it is from hop to hop."""


class LinearCanceller:
    """Subtracts what it can predict of the echo: a partitioned Kalman filter in frequency (Enzner and Vary 2006)."""

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
        """(what is left, the predicted echo) of a hop, within -1 to 1."""
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
        """Doubt the whole path when what is left is louder than what was heard: then it is another one."""
        self._left += 0.05 * (float(np.mean(left**2)) - self._left)
        self._heard += 0.05 * (float(np.mean(heard**2)) - self._heard)
        if self._left > self._heard > AUDIBLE:
            self._doubt = np.maximum(self._doubt, 0.3)
            self._path *= 0.9

    def _constrain(self) -> None:
        """Keep the path causal, a quarter of its partitions at a time."""
        rows = slice(self._turn, None, 4)
        self._turn = (self._turn + 1) % 4
        path = np.fft.irfft(self._path[rows], axis=1)
        path[:, HOP:] = 0
        self._path[rows] = np.fft.rfft(path, axis=1)


EDGES_HZ = (200, 400, 600, 800, 1000, 1250, 1500, 1800, 2200, 2700, 3300, 4000, 5000, 6500)
_WIDTH_HZ = INPUT_RATE / (2 * HOP)
_BANDS = [slice(int(low / _WIDTH_HZ), int(high / _WIDTH_HZ)) for low, high in itertools.pairwise(EDGES_HZ)]
_WINDOW = np.hanning(2 * HOP + 1)[:-1].astype(np.float32)


class Spectrum:
    """The powers of a signal in bands, hop by hop, scaled for a small network: (dB of full scale + 60) / 20."""

    def __init__(self) -> None:
        self._last = np.zeros(HOP, np.float32)

    def take(self, hop: Samples) -> NDArray[np.float32]:
        """The bands of the last two hops."""
        power = np.abs(np.fft.rfft(np.concatenate([self._last, hop]) * _WINDOW)) ** 2
        self._last = hop
        bands = np.array([power[one].mean() for one in _BANDS])
        return (np.log10(bands / HOP + 1e-10) / 2 + 3).astype(np.float32)


class NearEnd:
    """Whether somebody but us speaks, hop by hop: one recurrent layer over bands of the four signals.

    The weights are made by `models/training/near_end.py` on simulated rooms.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self._state = np.zeros(weights["hidden"].shape[1], np.float32)

    def take(self, features: NDArray[np.float32]) -> float:
        """The probability after a hop with these features."""
        one, size = self._weights, len(self._state)
        into = one["input"] @ features + one["input_bias"]
        back = one["hidden"] @ self._state + one["hidden_bias"]
        reset, update = _sigmoid(into[:size] + back[:size]), _sigmoid(into[size : 2 * size] + back[size : 2 * size])
        fresh = np.tanh(into[2 * size :] + reset * back[2 * size :])
        self._state = (1 - update) * fresh + update * self._state
        return float(_sigmoid(one["out"] @ self._state + one["out_bias"])[0])


def _sigmoid(value: NDArray[np.float32]) -> NDArray[np.float32]:
    return (1 / (1 + np.exp(-value))).astype(np.float32)


@dataclass
class Gate:
    """Open while somebody speaks over us. Fed with the near-end probability of each hop."""

    above: float = OPEN_ABOVE
    _recent: deque[float] = field(default_factory=lambda: deque([0.0] * OPEN_HOPS, OPEN_HOPS))
    _left: int = 0

    def take(self, probability: float) -> bool:
        """Whether it is open after a hop."""
        self._recent.append(probability)
        if sum(self._recent) / OPEN_HOPS >= self.above:
            self._left = STAYS_HOPS
        else:
            self._left = max(0, self._left - 1)
        return self._left > 0


@dataclass(frozen=True, slots=True)
class Air:
    """What was in the air while something was said."""

    over_us: bool
    """Whether our own voice was."""
    gate: bool
    """Whether the gate was open."""
    near: float | None
    """How probable it was of late, at the most, that somebody else sounded; None while that cannot be told."""
    long: bool
    """Whether somebody else seemed to speak for as long as a word takes."""
    saying: str
    """Our own words."""


def believable(heard: Heard, air: Air, *, safety: bool) -> bool:
    """Whether something heard was said by somebody else than us.

    While we speak it needs the gate to have been open, and for words that we say ourselves, for the length of a word.
    Other words, if they report nothing that fills a slot, do without where somebody else is likely, and a bare safety
    command ("stop", "that hurts") where anything hints at one.
    """
    if not air.over_us:
        return True
    ours = {word.strip(".,;:?!").lower() for word in air.saying.split()}
    words = heard.words.split()
    if air.gate:
        return air.long or ours.isdisjoint(words)
    if heard.slots or not ours.isdisjoint(words):
        return False
    bare = safety and (len(words) == 1 or heard.words == "that hurts")
    return bare if air.near is None else air.near >= (HINT if bare else LIKELY)


def level(sound: NDArray[np.floating]) -> float:
    """RMS in dB of full scale; -120 for silence."""
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12))

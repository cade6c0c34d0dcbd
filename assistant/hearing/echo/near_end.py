"""Whether somebody but us speaks: a small network's probability for each hop of 10 ms, and the detector made of it.

Everything here is pure: samples and numbers in, numbers out.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

HOP = INPUT_RATE // 100
"""Samples that are worked on at a time: 10 ms, as WebRTC's echo canceller wants them."""
HOP_S = HOP / INPUT_RATE
"""The same in seconds."""
DETECT_HOPS = 8
"""The number of hops over which the probability is averaged for the detector.

It is 80 ms, shorter than any word. Raised, somebody is detected later; lowered, a click counts as somebody.
"""
DETECT_ABOVE = 0.8
"""The average probability, 0 to 1, from which on somebody is detected.

Raised, fewer of those who speak over us are detected; lowered, our own voice is taken for somebody more often.
"""
STAYS_HOPS = 30
"""The number of hops for which somebody stays detected after the probability has fallen.

It is 0.3 s, as long as a gap within a phrase. Raised, somebody counts as speaking for longer after they have spoken.
"""
DETECTED_LATELY_S = 2.5
"""Seconds after somebody was last detected in which what is heard counts as somebody else's.

The longest commands take about two seconds to say and to recognise. Raised, more of our own words may follow a noise
that was taken for somebody; lowered, long commands spoken over us are lost.
"""
LIKELY = 0.55
"""The probability from which on it is likely that somebody else sounds.

A command needs it while we speak and nobody is detected; a short safety command needs less (`HINT` in
`deciding/speaker.py`). Most words said over us have a moment that is so probable. Raised, more commands spoken over us
have to be repeated; lowered, more of what is left of our own voice is obeyed.
"""
REVERBERATION_S = 0.4
"""Seconds for which the room goes on sounding after us.

It covers the reverberation of a living room. Raised, more of what is said just after us is judged by the
stricter rules for speech over our own voice.
"""
EDGES_HZ = (200, 400, 600, 800, 1000, 1250, 1500, 1800, 2200, 2700, 3300, 4000, 5000, 6500)
"""The edges, in Hz, of the frequency bands that the network was trained on. Changed, it has to be trained anew."""
_WIDTH_HZ = INPUT_RATE / (2 * HOP)
*_BEGINS, _END = (int(edge / _WIDTH_HZ) for edge in EDGES_HZ)
_WIDTHS = np.diff([*_BEGINS, _END]).astype(np.float32)
_WINDOW = np.hanning(2 * HOP + 1)[:-1].astype(np.float32)


class Spectrum:
    """The powers of a signal in bands, hop by hop, scaled for a small network: (dB of full scale + 60) / 20."""

    def __init__(self) -> None:
        self._last = np.zeros(HOP, np.float32)

    def bands(self, hop: Samples) -> NDArray[np.float32]:
        """(bands,) powers of this hop and the one before it together."""
        power = np.abs(np.fft.rfft(np.concatenate([self._last, hop]) * _WINDOW)) ** 2
        self._last = hop
        bands = np.add.reduceat(power[:_END], _BEGINS) / _WIDTHS
        return (np.log10(bands / HOP + 1e-10) / 2 + 3).astype(np.float32)


class NearEnd:
    """The probability that somebody but us speaks, hop by hop: one recurrent layer over bands of four signals.

    The weights are made by `models/training/near_end.py` on simulated rooms.
    """

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._weights = weights
        self._state = np.zeros(weights["hidden"].shape[1], np.float32)

    def probability(self, features: NDArray[np.float32]) -> float:
        """The probability, 0 to 1, after a hop with these features (the bands of the four signals, in a row)."""
        weights, size = self._weights, len(self._state)
        into = weights["input"] @ features + weights["input_bias"]
        back = weights["hidden"] @ self._state + weights["hidden_bias"]
        reset, update = _sigmoid(into[:size] + back[:size]), _sigmoid(into[size : 2 * size] + back[size : 2 * size])
        fresh = np.tanh(into[2 * size :] + reset * back[2 * size :])
        self._state = (1 - update) * fresh + update * self._state
        return float(_sigmoid(weights["out"] @ self._state + weights["out_bias"])[0])


def _sigmoid(value: NDArray[np.float32]) -> NDArray[np.float32]:
    return (1 / (1 + np.exp(-value))).astype(np.float32)


@dataclass
class Detector:
    """Detects somebody who speaks over us. Fed with the near-end probability of each hop."""

    above: float = DETECT_ABOVE
    _recent: deque[float] = field(default_factory=lambda: deque([0.0] * DETECT_HOPS, DETECT_HOPS))
    _hops_left: int = 0

    def detects(self, probability: float) -> bool:
        """Whether somebody is detected after a hop with this probability."""
        self._recent.append(probability)
        if sum(self._recent) / DETECT_HOPS >= self.above:
            self._hops_left = STAYS_HOPS
        else:
            self._hops_left = max(0, self._hops_left - 1)
        return self._hops_left > 0


def level(sound: NDArray[np.floating]) -> float:
    """RMS in dB of full scale; -120 for silence."""
    exact = sound.astype(np.float64)
    return 10 * math.log10(float(exact @ exact) / max(1, len(exact)) + 1e-12)

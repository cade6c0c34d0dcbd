"""How long somebody has spoken, and whether they have just stopped: from levels alone, within one utterance."""

import numpy as np
from numpy.typing import NDArray

from assistant.audio.clips import Samples
from assistant.units import INPUT_RATE

SLICE = INPUT_RATE // 50
"""Samples in a level: 20 ms."""
BELOW = 0.25
"""Of the loudest level: 12 dB below it nobody speaks."""
RECENT = 3
"""Levels that must be low for the voice to have fallen silent: 60 ms."""


class Loudness:
    """The levels of one utterance, in the order they came."""

    def __init__(self) -> None:
        self._levels: list[float] = []
        self._rest = np.zeros(0, np.float32)

    def take(self, block: Samples) -> None:
        """Add what was heard, in blocks of any length."""
        sound = np.concatenate([self._rest, block])
        whole = len(sound) // SLICE * SLICE
        slices = sound[:whole].reshape(-1, SLICE)
        self._levels += np.sqrt(np.mean(np.square(slices), axis=1)).tolist()
        self._rest = sound[whole:]

    @property
    def fallen(self) -> bool:
        """Whether the last of it is far below the loudest."""
        return max(self._levels[-RECENT:], default=0.0) < BELOW * max(self._levels, default=0.0)

    @property
    def voiced_s(self) -> float:
        """Seconds in which it was near the loudest."""
        return len(self._voiced()) * SLICE / INPUT_RATE

    @property
    def span_s(self) -> float:
        """Seconds from the first time it was near the loudest to the last."""
        voiced = self._voiced()
        return (int(voiced[-1] - voiced[0]) + 1) * SLICE / INPUT_RATE if len(voiced) else 0.0

    def _voiced(self) -> NDArray[np.intp]:
        levels = np.array(self._levels)
        return (
            np.flatnonzero(levels >= BELOW * levels.max()) if len(levels) and levels.max() > 0 else np.empty(0, np.intp)
        )

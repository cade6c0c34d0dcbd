"""How long a voice has sounded in one utterance, and whether it has just fallen silent.

Only levels are looked at, one for every 20 ms. Nothing here knows whose voice it is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

SLICE = INPUT_RATE // 50
"""Samples that one level is measured over: 20 ms, a few periods of a deep voice."""
BELOW = 0.25
"""The share of the loudest level (12 dB below it) under which nobody speaks.

Raised, soft syllables count as silence, so that "stop" may be obeyed within a sentence; lowered, a voice has not fallen
silent in a noisy room.
"""
RECENT = 8
"""The number of levels that must be low for the voice to have fallen silent: 160 ms.

Most gaps in talk are shorter. Raised, "stop" is obeyed later; lowered, it is obeyed in a gap within a sentence.
"""
AUDIBLE = 0.01
"""The share of the loudest level (40 dB below it) under which there is no background but silence.

Raised, a soft background is overlooked; lowered, the silence of a recording counts as its background.
"""
BACKGROUND = 0.25
"""The quantile, 0 to 1, of the audible levels that is taken for the background.

Raised, more of a voice beside the words is taken for background; lowered, a fluctuating noise is taken for a voice.
"""
ABOVE = 2.5
"""How many times as loud as the background a voice beside the words must be.

Raised, soft talk beside a command is overlooked; lowered, a fluctuating noise is taken for a voice.
"""
UNDER = 0.1
"""The quantile, 0 to 1, of the levels of an utterance that is taken for what sounds under it all the time.

Raised, the words themselves count as background in a long phrase; lowered, single moments decide.
"""
FAINT = 1e-5
"""The level, as a share of full scale, under which there is no sound at all: every microphone gives more.

Raised, a soft background is overlooked; lowered, the silence that is added to a recording counts as its background.
"""
AROUND_S = 0.1
"""Seconds by which a word may begin earlier, and end later, than the recogniser says.

Raised, short sounds beside a word are overlooked; lowered, the ends of words count as a voice beside them.
"""


def levels(sound: Samples) -> NDArray[np.floating]:
    """The RMS of each whole slice of a sound; samples that are left over at its end are not counted."""
    slices = sound[: len(sound) // SLICE * SLICE].reshape(-1, SLICE)
    return np.asarray(np.sqrt(np.mean(np.square(slices), axis=1)))


class Loudness:
    """The levels of one utterance, in the order in which they came."""

    def __init__(self) -> None:
        self._levels: list[float] = []
        self._rest = np.zeros(0, np.float32)

    def add(self, block: Samples) -> None:
        """The next samples of the utterance, in blocks of any length."""
        sound = np.concatenate([self._rest, block])
        whole = len(sound) // SLICE * SLICE
        self._levels += levels(sound).tolist()
        self._rest = sound[whole:]

    @property
    def fallen(self) -> bool:
        """Whether the voice has just fallen silent: the last levels are far below the loudest."""
        return max(self._levels[-RECENT:], default=0.0) < BELOW * max(self._levels, default=0.0)

    @property
    def heard_s(self) -> float:
        """Seconds taken in."""
        return (len(self._levels) * SLICE + len(self._rest)) / INPUT_RATE

    @property
    def contrast_db(self) -> float:
        """How much louder, in dB, the loudest moment is than what sounds under it; 0 before anything was heard."""
        every = np.array([level for level in self._levels if level > FAINT] or [FAINT])
        return float(20 * np.log10(every.max() / np.quantile(every, UNDER)))

    def outside_s(self, words: Sequence[tuple[float, float]]) -> float:
        """Seconds in which a voice sounded outside of `words`; each is (start, end) in seconds of the utterance.

        In a noisy room something always sounds. So a level counts as voice only if it is near the loudest and well
        above the background, which is estimated from the levels outside of the words.
        """
        every = np.array(self._levels)
        voiced = self._voiced()
        middle = (np.arange(len(every)) + 0.5) * SLICE / INPUT_RATE
        outside = np.ones(len(every), np.bool_)
        for start, end in words:
            outside &= (middle < start - AROUND_S) | (middle > end + AROUND_S)
        audible = every[outside & (every > AUDIBLE * every.max(initial=0.0))]
        least = ABOVE * float(np.quantile(audible, BACKGROUND)) if len(audible) else 0.0
        loud = voiced[outside[voiced] & (every[voiced] > least)]
        beyond = len(voiced) * SLICE / INPUT_RATE - sum(end - start for start, end in words)
        return min(len(loud) * SLICE / INPUT_RATE, max(0.0, beyond))

    @property
    def first_s(self) -> float:
        """Seconds before the first level near the loudest."""
        voiced = self._voiced()
        return int(voiced[0]) * SLICE / INPUT_RATE if len(voiced) else 0.0

    @property
    def span_s(self) -> float:
        """Seconds from the first level near the loudest to the last one."""
        voiced = self._voiced()
        return (int(voiced[-1] - voiced[0]) + 1) * SLICE / INPUT_RATE if len(voiced) else 0.0

    def _voiced(self) -> NDArray[np.intp]:
        every = np.array(self._levels)
        return np.flatnonzero(every >= BELOW * every.max()) if len(every) and every.max() > 0 else np.empty(0, np.intp)

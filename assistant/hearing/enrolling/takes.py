"""Takes: recordings of one person, each of one phrase."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.hearing.decoding.loudness import SLICE, levels
from assistant.words.events import Heard
from assistant.words.samples import Samples

Takes = Mapping[str, Sequence[Samples]]
"""phrase -> takes of it by one person, mono at 16 kHz"""

LOUD = 0.1
"""The share of the loudest level (20 dB below it) above which somebody speaks.

Raised, soft first and last sounds are cut off; lowered, breathing is kept.
"""
MARGIN_LEVELS = 8
"""The number of levels (20 ms each) that are kept before and after the loud part, for sounds that begin softly.

Raised, more of what is not the phrase is kept.
"""


@dataclass(frozen=True, slots=True)
class Take:
    """What came after a tone: the sound of it, and the commands recognised in it."""

    sound: Samples
    heard: tuple[Heard, ...] = ()


def trimmed(sound: Samples) -> Samples:
    """A recording from just before its first loud moment to just after its last."""
    every = levels(sound)
    loud = np.flatnonzero(every > LOUD * every.max()) if len(every) else np.empty(0, np.intp)
    if not len(loud):
        return sound
    return sound[max(0, int(loud[0]) - MARGIN_LEVELS) * SLICE : (int(loud[-1]) + 1 + MARGIN_LEVELS) * SLICE]

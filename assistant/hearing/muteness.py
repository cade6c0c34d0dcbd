"""A microphone that gives nothing, not even the sound of the room: it is muted, or nothing stands behind it.

A room is never quite silent, so a microphone in it does not give the same number for seconds. Some microphones do so
while nobody speaks, because they cut off what is soft. Such a one shows itself: sound comes again without anybody
having touched it. After each time it is trusted for twice as long.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

MUTED_S = 5.0
"""Seconds without any sound after which a microphone is taken to be muted.

Raised, the person is left unheard for longer; lowered, microphones that cut off what is soft are taken to be muted.
"""
MUTED_MOST_S = 60.0
"""The same for a microphone that was taken to be muted before, at the most."""


def is_nothing(sound: Samples) -> bool:
    """Whether there is no sound at all in it: every sample is the same."""
    return not len(sound) or float(np.ptp(sound)) == 0


@dataclass
class Muteness:
    """Notices that a microphone at 16 kHz gives nothing, and that it gives sound again."""

    muted: bool = False
    _nothing: int = 0
    """Samples without any sound."""
    _patience_s: float = MUTED_S

    def accept(self, block: Samples) -> Literal["began", "ended"] | None:
        """What the next block shows. It began is said again every `MUTED_MOST_S`, for as long as it lasts."""
        if not is_nothing(block):
            self._nothing = 0
            if not self.muted:
                return None
            self.muted = False
            self._patience_s = min(2 * self._patience_s, MUTED_MOST_S)
            return "ended"
        self._nothing += len(block)
        if self._nothing < INPUT_RATE * (MUTED_MOST_S if self.muted else self._patience_s):
            return None
        self.muted, self._nothing = True, 0
        return "began"

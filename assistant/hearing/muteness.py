"""A microphone that gives nothing, not even the sound of the room: it is muted, or nothing stands behind it.

A room is never quite silent, so a microphone in it does not give the same number for seconds. Some microphones do so
while nobody speaks, because they cut off what is soft. Such a one shows itself: sound comes again without anybody
having touched it. After each time it is trusted for twice as long.

Where a microphone is unplugged, a sound server may give what the loudspeaker plays in its stead. So only what comes
while we are silent shows that there is a room.
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
OWN_S = 0.5
"""Seconds for which what comes may still be what we played.

Raised, a microphone that gives sound again is found later where we speak; lowered, our own voice is taken for a room.
"""


def is_nothing(sound: Samples) -> bool:
    """Whether there is no sound at all in it: every sample is the same."""
    return not len(sound) or float(np.ptp(sound)) == 0


@dataclass
class Muteness:
    """Notices that a microphone at 16 kHz gives nothing, and that it gives sound again."""

    muted: bool = False
    _nothing: int = 0
    """Samples without any sound."""
    _silent: int = round(OWN_S * INPUT_RATE)
    """Samples since we last played anything."""
    _patience_s: float = MUTED_S

    def opened_anew(self) -> None:
        """The microphone was lost and opened again: it is taken to be muted until it gives the sound of a room."""
        self.muted, self._nothing = True, 0

    def heard_somebody(self) -> None:
        """Somebody else than us was noticed in what came, so it was no silence."""
        self._nothing = 0

    def accept(self, block: Samples, played: Samples) -> Literal["began", "ended"] | None:
        """What the next block shows, and as many samples that we `played` meanwhile.

        That it began is said again every `MUTED_MOST_S`, for as long as it lasts.
        """
        self._silent = 0 if np.any(played) else self._silent + len(played)
        if is_nothing(block):
            return self._gave_nothing(len(block))
        if self._silent < OWN_S * INPUT_RATE:
            return None
        self._nothing = 0
        if not self.muted:
            return None
        self.muted = False
        return "ended"

    def _gave_nothing(self, samples: int) -> Literal["began"] | None:
        self._nothing += samples
        if self._nothing < INPUT_RATE * (MUTED_MOST_S if self.muted else self._patience_s):
            return None
        if not self.muted:
            self._patience_s = min(2 * self._patience_s, MUTED_MOST_S)
        self.muted, self._nothing = True, 0
        return "began"

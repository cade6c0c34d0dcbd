"""An echo that comes too late for the canceller, as from a Bluetooth loudspeaker: how late it is, and made up for.

The canceller finds an echo within a third of a second of its cause. A later one is measured here, and what was played
is kept back for as long, so that the canceller finds it where it looks. Where a late echo cannot be measured, but is
there, nothing can be subtracted.
"""

from collections import deque

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.echo.following import BEHIND_S, behind
from assistant.hearing.echo.near_end import HOP, HOP_S, Spectrum, level
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

LATEST_S = 2.0
"""The latest echo that is looked for, in seconds. Raised, looking takes more memory and computing."""
NEAR_S = 0.1
"""An echo that comes within so many seconds is left to the canceller as it is.

Raised, less of the room's reverberation after a late echo fits into the filter; lowered, near echoes are moved about.
"""
EARLY_S = 0.03
"""Seconds by which what was played then comes before its echo, as no filter finds an echo that comes first."""
LOOK_S = 1.0
"""Seconds of our own sound between two looks. Raised, a late echo is found later; lowered, it costs more computing."""
CLEAR = 30.0
"""How many times the usual height the peak of the correlation must have: an echo has 140, somebody else 15 at the most.

Raised, a late echo is found only in a quiet room; lowered, chance is taken for an echo.
"""
WEAK = 1e-3
"""The share of the strongest frequency that is added to each. Raised, faint frequencies, mostly noise, count less."""
SOUNDS_DB = -60.0
"""The level of what is played, in dB of full scale, below which we are silent.

Nothing softer is audible. Raised, the soft ends of our words count as silence.
"""
SAME_S = 0.01
"""Two measurements that differ by less, in seconds, agree; only what was measured twice is believed."""
FAR_S = 0.3
"""An echo that is not measured and comes within so many seconds is left to the canceller, which looks there."""
SEEN = 3
"""Looks in a row that show an echo which cannot be measured, until that is believed.

Raised, our own voice is heard as somebody's for longer; lowered, chance makes us deaf while we speak.
"""
FOLLOWED_S = 12.0
"""Seconds in which it is looked whether what is heard follows what was played. Raised, it is noticed later."""
_HEARD = round(2 / HOP_S)
"""Hops of the microphone that are compared."""
_PLAYED = _HEARD + round(LATEST_S / HOP_S)
"""Hops of what was played that they are compared with."""
_KEPT = max(_PLAYED, round(BEHIND_S / HOP_S) + 1)
"""Hops of what was played that are remembered."""


def lateness(heard: Samples, played: Samples) -> float | None:
    """Seconds by which what was played is found again in what was heard; None where it is not.

    Both end at the same moment, and `played` is longer by as much as is looked back. It is the peak of their phase
    correlation.
    """
    size = 1 << (len(heard) + len(played) - 1).bit_length()
    cross = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    weight = np.abs(cross)
    peaks = np.abs(np.fft.irfft(cross / (weight + WEAK * weight.max() + 1e-20)))
    back = peaks[size - (len(played) - len(heard)) :]
    best = int(np.argmax(back))
    clear = float(back[best]) > CLEAR * float(np.sqrt(np.mean(peaks**2)))
    return best / INPUT_RATE if clear else None


def kept_back(late_s: float) -> int:
    """Hops by which what was played is to be kept back for an echo that is so late, in seconds."""
    return round((late_s - EARLY_S) / HOP_S) if late_s > NEAR_S else 0


class Lateness:
    """Keeps back what was played by as much as its echo is late. Fed hop by hop, also while nothing is played."""

    def __init__(self) -> None:
        silence = np.zeros(HOP, np.float32)
        self._heard = deque([silence] * _HEARD, _HEARD)
        self._played = deque([silence] * _KEPT, _KEPT)
        self._bands = (Spectrum(), Spectrum())
        self._followed: deque[tuple[NDArray[np.float32], NDArray[np.float32]]] = deque(maxlen=round(FOLLOWED_S / HOP_S))
        """The bands of what was heard and of what was played."""
        self._seen = 0
        """Looks in a row that showed an echo which cannot be measured."""
        self._sounded = 0
        """Hops in which something was played since it was last looked."""
        self._measured: float | None = None
        self.unmeasured = False
        """Whether there is a late echo that cannot be measured."""
        self.hops = 0
        """By how many hops what was played is kept back."""

    def process(self, heard: Samples, played: Samples) -> tuple[Samples, bool]:
        """(what was played, kept back; whether by more or less than before) for the next hop of each."""
        self._heard.append(heard)
        self._played.append(played)
        ours, theirs = self._bands
        self._followed.append((theirs.bands(heard), ours.bands(played)))
        self._sounded += level(played) > SOUNDS_DB
        moved = False
        if self._sounded >= LOOK_S / HOP_S:
            self._sounded = 0
            moved = self._look()
        return self._played[-1 - self.hops], moved

    def _look(self) -> bool:
        """Measure, and believe what was measured twice; returns whether anything changes by it."""
        before = self._measured
        self._measured = late = lateness(np.concatenate(self._heard), np.concatenate([*self._played][-_PLAYED:]))
        if late is None or before is None or abs(late - before) > SAME_S:
            return self._look_for_unmeasured()
        self._seen, anew = 0, self.unmeasured
        self.unmeasured = False
        if abs(late - self.hops * HOP_S - EARLY_S) <= SAME_S:
            return anew
        return self._keep_back(kept_back(late)) or anew

    def _look_for_unmeasured(self) -> bool:
        """Look for an echo that nothing was measured of; returns whether anything changes by it."""
        if len(self._followed) < (self._followed.maxlen or 0):
            return False
        heard, played = zip(*self._followed, strict=True)
        late = behind(np.array(heard), np.array(played))
        far = late is not None and late * HOP_S > FAR_S
        self._seen = self._seen + 1 if far else 0
        if late is None or self._seen < SEEN:
            return False
        self.unmeasured = True
        return self._keep_back(kept_back(late * HOP_S))

    def _keep_back(self, hops: int) -> bool:
        moved, self.hops = hops != self.hops, hops
        return moved

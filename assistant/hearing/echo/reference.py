"""What the loudspeaker was given, lined up in time with what the microphone gives.

A block that is given to the loudspeaker sounds only after it has waited in the loudspeaker's buffer. Both streams run
in real time, so the block is kept here for as long as that, less `LEAD_S`; the rest of the delay, through the air, the
canceller finds by itself.

When a device loses sound without saying so, the two streams slip against each other. Then more or less sound waits
here than usual. That is noticed (`slips` counts it) and put right.
"""

import threading
from collections import deque

import numpy as np
import soxr

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

WAITS_MOST_S = 30.0
"""Seconds of sound that wait here at the most; what is older is dropped, because the microphone has stood still.

Raised, it takes more memory.
"""
LATE_S = 0.1
"""Seconds by which the speaker's thread may be late with a block; what is missing for longer was never played.

Raised, after a pause of the loudspeaker its next sound is lined up wrongly; lowered, a busy machine causes slips.
"""
LEAD_S = 0.025
"""Seconds by which what was played comes here before it sounds.

No filter finds an echo that comes before its cause, and a small slip may not bring that about. Raised, less of the
room's reverberation fits into the filter.
"""
SPARE_S = 0.01
"""Seconds of what was played that wait here at the least, where the loudspeaker's buffer holds so much.

What waits goes up and down, because both devices take and give sound in pieces. Where nothing waits, the canceller is
given silence in the place of what sounds. Raised, what was played comes here less early; lowered, there are such holes.
"""
SLIP_S = 0.02
"""The change, in seconds, of what waits here that counts as a slip.

While we speak on a busy machine, up to 15 ms more are measured for seconds, though nothing slipped: the microphone is
read later. The canceller follows a smaller slip by itself, where what was played comes as early as `LEAD_S` says.
Raised, a slip is overlooked; lowered, there are false ones, and each spoils what the canceller has learnt.
"""
WATCHED = 50
"""The number of the microphone's blocks over which what waits is averaged.

Raised, a slip is noticed later; lowered, there are false ones.
"""
_OUTLIERS = WATCHED // 5
"""The number of blocks left out at either end, sorted by what waited: now and then a thread is late."""


class Reference:
    """Filled by the speaker's thread, emptied by the microphone's."""

    def __init__(self, rate: int = OUTPUT_RATE) -> None:
        self._resampler = soxr.ResampleStream(rate, INPUT_RATE, 1, dtype="float32", quality="LQ")
        self._blocks: deque[Samples] = deque()
        self._waiting = 0
        self._missing = 0
        self._levels: deque[int] = deque(maxlen=WATCHED)
        self._usual: int | None = None
        self._slipping = False
        self._lock = threading.Lock()
        self.slips = 0
        """How often the streams have moved against each other."""

    @property
    def waits_s(self) -> float:
        """How long, in seconds, what is played usually waits here."""
        return (self._usual or 0) / INPUT_RATE

    def played(self, block: Samples, *, after_gap: bool = False) -> None:
        """A block that is given to the loudspeaker; `after_gap` when it had run dry before."""
        sound = self._resampler.resample_chunk(block)
        with self._lock:
            if after_gap:
                self._missing = 0
            late = min(self._missing, len(sound))  # its time has passed already, while the threads were busy
            self._missing -= late
            self._blocks.append(sound[late:])
            self._waiting += len(sound) - late
            self._drop(self._waiting - round(WAITS_MOST_S * INPUT_RATE))

    def forget(self) -> None:
        """Leave out what was played while the microphone was away: only as much waits as usual."""
        with self._lock:
            self._drop(self._waiting - (self._usual or 0))
            self._missing = 0
            self._levels.clear()

    def beside(self, count: int, *, behind: bool = False) -> Samples:
        """What was played during the next `count` samples of the microphone, as many; silence where nothing was.

        `behind`: the microphone has more samples to give already.
        """
        with self._lock:
            parts = self._remove(count)
            got = sum(map(len, parts))
            if got < count:
                self._missing = min(self._missing + count - got, round(LATE_S * INPUT_RATE))
                self._levels.clear()
            elif not behind:  # else what waits says nothing of now
                self._watch(self._waiting)
        return np.concatenate([*parts, np.zeros(count - got, np.float32)])

    def _remove(self, count: int) -> list[Samples]:
        parts: list[Samples] = []
        while self._blocks and count > 0:
            block = self._blocks.popleft()
            parts.append(block[:count])
            if len(block) > count:
                self._blocks.appendleft(block[count:])
            self._waiting -= len(parts[-1])
            count -= len(parts[-1])
        return parts

    def _drop(self, count: int) -> None:
        self._remove(count)

    def _watch(self, level: int) -> None:
        """Notice when more or less waits than usual; when that has lasted, put it right."""
        self._levels.append(level)
        if len(self._levels) < WATCHED:
            return
        middle = round(float(np.mean(sorted(self._levels)[_OUTLIERS:-_OUTLIERS])))
        if self._usual is None:
            lead = min(round(LEAD_S * INPUT_RATE), min(self._levels) - round(SPARE_S * INPUT_RATE))
            self._usual = middle - max(0, lead)
            self._shift(middle - self._usual)
        elif self._slipping:
            self._slipping = False
            if abs(middle - self._usual) >= SLIP_S / 2 * INPUT_RATE:
                self.slips += 1
                self._shift(middle - self._usual)
        elif abs(middle - self._usual) >= SLIP_S * INPUT_RATE:
            self.slips += 1
            self._slipping = True
            self._levels.clear()

    def _shift(self, count: int) -> None:
        self._levels.clear()
        if count > 0:
            self._drop(count)
        else:
            self._blocks.appendleft(np.zeros(-count, np.float32))
            self._waiting -= count

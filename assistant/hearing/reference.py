"""What the loudspeaker was given, lined up with what the microphone gives.

Both streams run in real time, so what was played waits here exactly as long as it waits in the loudspeaker's buffer;
the rest of the way, through the air, the canceller finds by itself.
"""

import threading
from collections import deque

import numpy as np
import soxr

from assistant.audio.clips import Samples
from assistant.units import INPUT_RATE, OUTPUT_RATE

LONGEST_S = 30.0
"""What waits longer is given up; the microphone stood still."""
LATE_S = 0.1
"""By how much the speaker's thread may be late; what is missing for longer was never played."""


class Reference:
    """Filled by the speaker's thread, emptied by the ear's."""

    def __init__(self, rate: int = OUTPUT_RATE) -> None:
        self._resampler = soxr.ResampleStream(rate, INPUT_RATE, 1, dtype="float32", quality="LQ")
        self._blocks: deque[Samples] = deque()
        self._waiting = 0
        self._missing = 0
        self._usual = 0.0
        self._lock = threading.Lock()

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
            while self._waiting > LONGEST_S * INPUT_RATE:
                self._waiting -= len(self._blocks.popleft())

    def forget(self) -> None:
        """Leave out what was played while the microphone was away: only as much waits as usual."""
        with self._lock:
            while self._blocks and self._waiting - len(self._blocks[0]) >= self._usual:
                self._waiting -= len(self._blocks.popleft())
            self._missing = 0

    def take(self, count: int) -> Samples:
        """What belongs beside the next `count` samples of the microphone."""
        parts: list[Samples] = []
        with self._lock:
            got = 0
            while self._blocks and got < count:
                block = self._blocks.popleft()
                part = block[: count - got]
                if len(part) < len(block):
                    self._blocks.appendleft(block[len(part) :])
                parts.append(part)
                got += len(part)
            self._waiting -= got
            self._usual += 0.02 * (self._waiting - self._usual)
            if got < count:
                self._missing = min(self._missing + count - got, round(LATE_S * INPUT_RATE))
        return np.concatenate([*parts, np.zeros(count - got, np.float32)])

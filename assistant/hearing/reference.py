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

LONGEST_S = 0.5
"""What waits longer has been forgotten by the microphone, which stood still."""


class Reference:
    """Filled by the speaker's thread, emptied by the ear's."""

    def __init__(self, rate: int = OUTPUT_RATE) -> None:
        self._resampler = soxr.ResampleStream(rate, INPUT_RATE, 1, dtype="float32", quality="LQ")
        self._blocks: deque[Samples] = deque()
        self._waiting = 0
        self._missing = 0
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
            if got < count:
                self._missing += count - got
        return np.concatenate([*parts, np.zeros(count - got, np.float32)])

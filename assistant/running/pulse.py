"""Whether the thread that decides goes on. Sound may flow in and out while it hangs, and then nobody is answered.

That thread says each time how long its next step may take at the most. Whoever watches it looks whether it is late.
"""

import time
from collections.abc import Callable

from assistant.words.units import Seconds

STEP_S = Seconds(20.0)
"""Seconds that a step may take which has not asked for more: a sentence that is made and said, or one event.

Raised, a program that hangs is begun anew later; lowered, a slow machine is begun anew in the middle of its work.
"""
PREPARES_S = Seconds(90.0)
"""Seconds in which a session, or standby after it, is made ready or closed; nobody need listen meanwhile.

Raised and lowered as `STEP_S`.
"""
CALLS_S = Seconds(300.0)
"""Seconds that it may take to call somebody twice, and to hear what they say. Raised and lowered as `STEP_S`."""
ELSEWHERE_S = Seconds(3600.0)
"""Seconds that somebody may take for what they left a session for, such as to enrol. Raised and lowered as `STEP_S`."""


class Pulse:
    """Beaten by one thread; any thread may look."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` is monotonic, in seconds."""
        self._clock = clock
        self._due = clock() + PREPARES_S

    def beat(self, within_s: Seconds = STEP_S) -> None:
        """The thread goes on, and will beat again within so many seconds."""
        self._due = self._clock() + within_s

    @property
    def late(self) -> bool:
        """Whether it should have beaten again by now."""
        return self._clock() > self._due

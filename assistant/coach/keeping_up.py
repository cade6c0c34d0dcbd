"""Whether hearing falls behind so often that the person is to be told."""

from collections import deque

from assistant.words.units import Seconds

OFTEN = 3
"""How often hearing falls behind within `WITHIN_S`, for the person to be told.

Once or twice happens on any machine, and repeating a word makes up for it. Raised, somebody speaks in vain for longer.
"""
WITHIN_S = 60.0
"""Seconds within which that happens. Raised, the person is told of single moments far apart."""


class KeepingUp:
    """Counts how often hearing fell behind. That it does is said once in a session."""

    def __init__(self) -> None:
        self._lately: deque[Seconds] = deque(maxlen=OFTEN)
        self._said = False

    def persists(self, now: Seconds) -> bool:
        """Hearing fell behind now; returns whether this is to be said."""
        self._lately.append(now)
        if self._said or len(self._lately) < OFTEN or now - self._lately[0] > WITHIN_S:
            return False
        self._said = True
        return True

"""How often somebody may ask: a few times at once, and then at a steady pace. Time is given."""

from collections.abc import Callable
from dataclasses import dataclass, field

AT_ONCE = 60
"""Requests that somebody may send at once. A page needs five to load, and a form that is filled in two a second."""
A_SECOND = 20.0
"""Requests a second that they may send after that. Raised, a page that was broken takes more of the machine."""
KNOWN_MOST = 1000
"""Addresses that are remembered. One that is forgotten begins anew."""


@dataclass
class Pace:
    """Of everybody who asks, by their address."""

    clock: Callable[[], float]
    """Seconds, monotonic."""
    at_once: int = AT_ONCE
    a_second: float = A_SECOND
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    """address -> how many requests were left, and when"""

    def allows(self, address: str) -> bool:
        """Whether somebody may ask now; it counts as asked."""
        now = self.clock()
        left, at = self._left.pop(address, (float(self.at_once), now))
        left = min(float(self.at_once), left + (now - at) * self.a_second)
        allowed = left >= 1
        if len(self._left) >= KNOWN_MOST:
            del self._left[next(iter(self._left))]
        self._left[address] = (left - 1 if allowed else left, now)
        return allowed

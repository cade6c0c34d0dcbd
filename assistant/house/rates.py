"""How many orders of the house are taken, however many come. Pure: time is an argument."""

from assistant.house.orders import Order
from assistant.words.events import Heard

BURST = 10
"""Orders that may come at once. Raised, a house that goes wild holds up a session for longer."""
A_SECOND = 2.0
"""Orders that may come in a second after that. Nobody presses faster for long."""
SAFE = ("stop", "pause")
"""Intents that are taken however much came before."""
SAME_S = 0.25
"""Seconds within which "stop" after "stop" means nothing new. Raised, a second press is lost."""


class Rate:
    """Lets orders through, or not."""

    def __init__(self) -> None:
        self._left, self._looked_at = float(BURST), float("-inf")
        self._last: tuple[Order, float] | None = None

    def lets(self, order: Order, now: float) -> bool:
        """Whether this order is taken; `now` in seconds."""
        last, self._last = self._last, (order, now)
        if isinstance(order, Heard) and order.intent in SAFE:
            return last is None or last[0] != order or now - last[1] >= SAME_S
        self._left = min(float(BURST), self._left + (now - self._looked_at) * A_SECOND)
        self._looked_at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True

"""A button that goes down and up -> presses: short, double, long and very long. Pure: time is an argument.

Hands tremble and switches chatter. So a gap shorter than `bounce_s` is no release, and a touch shorter than `accept_s`
is no press. Nobody has to hold a button: the third quick press counts as a long one, and the fifth as a very long one.
What stops is told at once, while the button is still down. As in the coach, a deadline is applied at the time it was
due, so waking late changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.words.events import PressKind

LIKE_LONG, LIKE_VERY_LONG = 3, 5
"""How many quick presses do what a long one does, and what a very long one does."""


@dataclass(frozen=True, slots=True)
class PressTimes:
    """How long is what, in seconds; content/buttons.yaml has the usual ones and where they are from."""

    bounce_s: float
    accept_s: float
    double_s: float
    """From a release to the next press of a double one; 0: there are no double presses."""
    long_s: float
    very_long_s: float


Told = list[tuple[float, PressKind]]
"""(when, what) of every press that was told, in order"""


class Presses:
    """One button. `next_deadline` says when `advance` wants to be called."""

    def __init__(self, times: PressTimes) -> None:
        self._times = times
        self._now = float("-inf")
        self._down = False
        """Whether it is down just now, as the device tells it."""
        self._since: float | None = None
        """When the press under way began; None: none is."""
        self._up_at: float | None = None
        """When it was let go last, while that may still be chatter, or another press may follow."""
        self._count = 0
        """How many presses there were in quick succession, the one under way among them; 0: it was no press yet."""
        self._accepted = self._long = self._over = False
        """Of the press under way: whether it is one, and has become long; and whether nothing more comes of these."""
        self._held = False
        """Whether it was told that they count as a long one."""

    @property
    def idle(self) -> bool:
        """Whether no press is under way and none may follow."""
        return self._since is None and self._up_at is None

    def down(self, now: float) -> Told:
        """It went down; told twice, that means nothing."""
        told = self.advance(now)
        if self._down:
            return told
        self._down = True
        if self._since is None:
            self._since, self._accepted, self._long = now, False, False
        self._up_at = None
        return told + self.advance(now)

    def up(self, now: float) -> Told:
        """It went up; told twice, that means nothing."""
        told = self.advance(now)
        if not self._down:
            return told
        self._down, self._up_at = False, now
        return told + self.advance(now)

    def lose(self, now: float) -> Told:
        """The device is gone: what was under way is forgotten, and nothing is taken for a press that was none."""
        told = self.advance(now)
        self._down = False
        self._forget()
        return told

    def next_deadline(self) -> float | None:
        """When something happens by itself; None: never."""
        due = self._due()
        return None if due is None else due[0]

    def advance(self, now: float) -> Told:
        """Apply every deadline up to `now`, each at the time it was due. Raises `ValueError` where time runs back."""
        if now < self._now:
            raise ValueError(f"time runs backwards: {now:.6f} after {self._now:.6f}")
        told: Told = []
        while (due := self._due()) is not None and due[0] <= now:
            told += [(due[0], kind) for kind in due[1]()]
        self._now = now
        return told

    def _due(self) -> tuple[float, Callable[[], tuple[PressKind, ...]]] | None:
        """What comes next by itself, and when."""
        times = self._times
        if self._since is None:
            return None if self._up_at is None else (self._up_at + max(times.double_s, times.bounce_s), self._end)
        if self._up_at is not None:
            return self._up_at + times.bounce_s, self._let_go
        if not self._accepted:
            return self._since + times.accept_s, self._accept
        if not self._long:
            return self._since + times.long_s, self._lengthen
        return None if self._over else (self._since + times.very_long_s, self._stop)

    def _accept(self) -> tuple[PressKind, ...]:
        """It is a press."""
        self._accepted = True
        self._count += 1
        if self._count == 1:
            return ("down",)
        if self._count == LIKE_VERY_LONG:
            return self._stop()
        return self._hold() if self._count == LIKE_LONG else ()

    def _lengthen(self) -> tuple[PressKind, ...]:
        """It has become a long one."""
        self._long = True
        return self._hold()

    def _hold(self) -> tuple[PressKind, ...]:
        told, self._held = self._held or self._over, True
        return () if told else ("held",)

    def _stop(self) -> tuple[PressKind, ...]:
        """It has become a very long one."""
        told, self._over = self._over, True
        return () if told else ("very_long",)

    def _let_go(self) -> tuple[PressKind, ...]:
        """It was really let go; whether that was all is known later, unless it was a long one."""
        long, self._since = self._long, None
        if self._count == 0 or (long and not self._over):
            return self._end()
        return ()

    def _end(self) -> tuple[PressKind, ...]:
        """No other press has followed."""
        count, held, over = self._count, self._held, self._over
        self._forget()
        if over or count == 0:
            return ()
        return ("long" if held else "short" if count == 1 else "double",)

    def _forget(self) -> None:
        self._since = self._up_at = None
        self._count = 0
        self._accepted = self._long = self._over = self._held = False

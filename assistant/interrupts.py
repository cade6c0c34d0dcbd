"""Ctrl-C: the first asks, the second insists, and none of them breaks what is being closed.

A terminal sends it to every process of the program, and a person in a hurry presses it again and again. Python's own
handler raises `KeyboardInterrupt` wherever the main thread is: in the middle of a decision, or in the middle of keeping
what was done. Here each Ctrl-C is counted, and it raises only where nothing can be lost by it.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

CLOSING_S = 3.0
"""Seconds after a Ctrl-C in which further ones change nothing, because what was begun is being closed.

Raised, a program that hangs in its end takes longer to stop by hand; lowered, haste cuts off what is kept.
"""

log = logging.getLogger(__name__)


class Interrupts:
    """Counts Ctrl-C while it is entered. In `gently` it raises nothing; somebody looks at `asked` and `insisted`."""

    _closing_until = float("-inf")
    """Of all of them, as there is one keyboard: until when, in monotonic time, further ones change nothing."""
    _entered = 0
    """How many of them are entered: one may be entered within another."""

    def __init__(self) -> None:
        self.asked = False
        """Whether Ctrl-C was pressed in `gently`."""
        self.insisted = False
        """Whether it was pressed there once more."""
        self._gently = False

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._pressed)
            if not Interrupts._entered:
                Interrupts._closing_until = float("-inf")
            Interrupts._entered += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if threading.current_thread() is threading.main_thread():
            Interrupts._entered -= 1
            signal.signal(signal.SIGINT, self._before)

    @contextmanager
    def gently(self) -> Iterator[None]:
        """While the block runs, Ctrl-C is only noted. Once it was insisted on, a later one is obeyed at once."""
        self._gently = True
        try:
            yield
        finally:
            self._gently = False
            if self.asked:
                Interrupts._closing_until = time.monotonic() + CLOSING_S

    def _pressed(self, _signal: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._gently and not self.asked:
            self.asked = True
        elif now >= Interrupts._closing_until:
            Interrupts._closing_until = now + CLOSING_S
            if not self._gently or self.insisted:
                sys.unraisablehook = _let_go  # what is only half made may break when it is thrown away
                raise KeyboardInterrupt
            self.insisted = True


def _let_go(broken: "sys.UnraisableHookArgs") -> None:
    """Keep quiet about what breaks while the program is ending anyway."""
    log.debug("broke at the end: %r", broken.exc_value)

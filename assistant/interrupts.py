"""Ctrl-C: the first asks, the second insists, and none of them breaks what is being closed.

A terminal sends it to every process of the program, and a person in a hurry presses it again and again. Python's own
handler raises `KeyboardInterrupt` wherever the main thread is: in the middle of a decision, or in the middle of keeping
what was done. Here each Ctrl-C is counted, and it raises only where nothing can be lost by it.

A manager of services asks with SIGTERM, and a terminal that is closed with SIGHUP. Both ask as Ctrl-C does, and the
program is gone `GONE_S` later, whatever holds it up. What is kept is written down as it happens, so that costs nothing
but the last words. A program that was begun with `nohup` goes on when its terminal is closed.
"""

import _thread
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

CLOSING_S = 3.0
"""Seconds after a Ctrl-C in which further ones change nothing, because what was begun is being closed.

Raised, a program that hangs in its end takes longer to stop by hand; lowered, haste cuts off what is kept.
"""

GONE_S = 2.8
"""Seconds after SIGTERM or SIGHUP in which the program ends. A manager of services kills it after five.

Raised, a machine that is switched off waits for longer; lowered, the goodbye is cut off on a slow one.
"""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)
LEND = signal.SIGUSR1
"""Another Limber asks with it for the microphone. A session ends as with Ctrl-C; one that stays only steps aside."""
BY_SIGNAL = 128
"""A program that ends by a signal has this exit code and the signal's number, as shells have it."""

log = logging.getLogger(__name__)


class StoppedError(KeyboardInterrupt):
    """Raised where a signal ends what is under way."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__()
        self.code = BY_SIGNAL + number


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
        self.number: int = signal.SIGINT
        """The signal that asked."""
        self._gently = False
        self._then: Callable[[], None] = lambda: None
        self._lend: Callable[[], None] | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.getsignal(number) for number in SIGNALS}
            for number, before in self._before.items():
                if number == signal.SIGINT or before != signal.SIG_IGN:
                    signal.signal(number, self._pressed)
            if not Interrupts._entered:
                Interrupts._closing_until = float("-inf")
            Interrupts._entered += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if threading.current_thread() is threading.main_thread():
            Interrupts._entered -= 1
            for number, before in self._before.items():
                signal.signal(number, before)

    @contextmanager
    def gently(self, then: Callable[[], None] = lambda: None, lend: Callable[[], None] | None = None) -> Iterator[None]:
        """While the block runs, Ctrl-C is only noted. Once it was insisted on, a later one is obeyed at once.

        `then` is called when it is noted, and `lend` whenever another Limber asks for the microphone; None: that is as
        Ctrl-C. Both are called in the middle of anything: they may only put something into a queue.
        """
        self._gently, self._then, self._lend = True, then, lend
        try:
            yield
        finally:
            self._gently = False
            if self.asked:
                Interrupts._closing_until = time.monotonic() + CLOSING_S

    def _pressed(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if number in (signal.SIGTERM, signal.SIGHUP):
            _be_gone(number)
        if number == LEND and self._gently and self._lend:
            self._lend()
        elif self._gently and not self.asked:
            self.asked, self.number = True, number
            self._then()
        elif now >= Interrupts._closing_until:
            Interrupts._closing_until = now + CLOSING_S
            if not self._gently or self.insisted:
                sys.unraisablehook = _let_go  # what is only half made may break when it is thrown away
                raise StoppedError(number)
            self.insisted = True


def _be_gone(number: int) -> None:
    """End the program a little later, wherever it is then."""

    def end() -> None:
        time.sleep(GONE_S)
        os._exit(BY_SIGNAL + number)

    _thread.start_new_thread(end, ())  # `threading` has locks that the main thread may hold at this very moment


def _let_go(broken: "sys.UnraisableHookArgs") -> None:
    """Keep quiet about what breaks while the program is ending anyway."""
    log.debug("broke at the end: %r", broken.exc_value)

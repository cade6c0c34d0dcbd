"""What libraries written in C print onto the standard error goes into the log, where it frightens nobody.

They print their own source lines. What we print there ourselves has a way of its own, see `showing.prepare_streams`.
"""

import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from assistant.files import scratch

STDERR = 2
"""The number of the standard error, for whatever is written in C."""

log = logging.getLogger(__name__)


class _Aside:
    """Turns the standard error aside when the first thread goes into a library, and back when the last one leaves."""

    def __init__(self) -> None:
        self._lock, self._within, self._before = threading.Lock(), 0, -1
        self._printed: BinaryIO | None = None

    def enter(self) -> None:
        with self._lock:
            self._within += 1
            if self._within > 1:
                return
            try:
                self._before = os.dup(STDERR)
            except OSError:  # it was closed from the start
                return
            self._printed = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 (closed by the last to leave)
            os.dup2(self._printed.fileno(), STDERR)

    def leave(self) -> list[str]:
        """The lines that were printed, for the last one who leaves."""
        with self._lock:
            self._within -= 1
            if self._within or self._printed is None:
                return []
            os.dup2(self._before, STDERR)
            os.close(self._before)
            with self._printed as printed:
                self._printed = None
                printed.seek(0)
                return printed.read().decode(errors="replace").splitlines()


_aside = _Aside()


@contextmanager
def printed_into_log(level: int) -> Iterator[None]:
    """While the block runs, what any library prints goes into the log, at this level."""
    _aside.enter()
    try:
        yield
    finally:
        for line in _aside.leave():
            log.log(level, "a library says: %s", line)

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
        self._lock, self._before = threading.Lock(), -1
        self._levels: list[int] = []
        """How much what is printed matters to each of those who are in it, as a level of the log."""
        self._printed: BinaryIO | None = None

    def enter(self, level: int) -> None:
        """`level` is how much what is printed matters, as a level of the log."""
        with self._lock:
            if not self._levels:
                self._begin()
            self._levels.append(level)

    def _begin(self) -> None:
        """Turn it aside, unless it was closed from the start or there is no place for a file."""
        try:
            printed = tempfile.TemporaryFile(dir=scratch())  # noqa: SIM115 (closed by the last to leave)
        except OSError:
            return
        try:
            self._before = os.dup(STDERR)
        except OSError:
            printed.close()
            return
        os.dup2(printed.fileno(), STDERR)
        self._printed = printed

    def leave(self, level: int) -> tuple[int, list[str]]:
        """The highest level of those who are in it, and the lines that were printed until now."""
        with self._lock:
            highest = max(self._levels)
            self._levels.remove(level)
            if self._printed is None:
                return highest, []
            if not self._levels:
                os.dup2(self._before, STDERR)
                os.close(self._before)
            self._printed.seek(0)
            lines = self._printed.read().decode(errors="replace").splitlines()
            self._printed.seek(0)
            self._printed.truncate()
            if not self._levels:
                self._printed.close()
                self._printed = None
            return highest, lines


_aside = _Aside()


@contextmanager
def printed_into_log(level: int) -> Iterator[None]:
    """While the block runs, what any library prints goes into the log, at this level at least."""
    _aside.enter(level)
    try:
        yield
    finally:
        highest, lines = _aside.leave(level)
        for line in lines:
            log.log(highest, "a library says: %s", line)

"""A spoken session goes on when nobody can see it any more: its terminal was closed, or what read it has ended."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from assistant.commands.showing import give_up

log = logging.getLogger(__name__)


class _Lasting:
    """An output that swallows what it cannot show."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except (OSError, ValueError) as error:
            self._let_go(error)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._let_go(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _let_go(self, error: Exception) -> None:
        """Show nothing from now on; what is buffered goes nowhere."""
        log.warning("nobody can see what is shown any more: %s", error)
        with suppress(OSError, ValueError):
            give_up(self._stream.fileno())


@contextmanager
def unseen() -> Iterator[None]:
    """While the block runs, an output that breaks ends nothing."""
    before = sys.stdout, sys.stderr
    if sys.stdout:
        sys.stdout = cast("TextIO", _Lasting(sys.stdout))
    if sys.stderr:
        sys.stderr = cast("TextIO", _Lasting(sys.stderr))
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
        sys.stdout, sys.stderr = before

"""What commands print."""

import errno
import io
import logging
import os
import stat
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.content.spoken import TURNING
from assistant.files import reason
from assistant.words.errors import LimberError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

log = logging.getLogger(__name__)

STEERING = frozenset({"Cc", "Cs"})
"""Unicode's categories of control characters, and of halves of characters, which no terminal can show."""


def _steers(sign: str) -> bool:
    return sign in TURNING or (unicodedata.category(sign) in STEERING and sign != "\n")


def visible(text: str) -> str:
    """A text from a file, as it may go to a terminal: signs that would steer the terminal are written out."""
    return "".join(sign.encode("unicode_escape").decode() if _steers(sign) else sign for sign in text)


def counted(number: int, thing: str) -> str:
    """So many things, in the English of messages about files: "1 exercise", "2 exercises"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def sentence(trouble: LimberError | str) -> str:
    """A message as the beginning of a sentence."""
    words = str(trouble)
    return words[0].upper() + words[1:]


def warn(words: str) -> None:
    """Show that something is wrong while a session goes on."""
    print(f"    ! {visible(words)}", file=sys.stderr, flush=True)


class Shown(io.FileIO):
    """A standard stream, which remembers why it could not be written."""

    trouble: OSError | None = None
    lasts = False
    """Whether what cannot be shown is let go, so that it ends nothing."""

    def write(self, data: "Buffer", /) -> int:
        """Write as a file does. Raises OSError, which is remembered: not everybody who prints cares for it."""
        try:
            return super().write(data)
        except OSError as error:
            self.trouble = self.trouble or error
            if not self.lasts:
                raise
            log.warning("nobody can see what is shown any more: %s", error)
            give_up(self.fileno())
            return memoryview(data).nbytes


_shown: dict[str, Shown] = {}
"""Where the standard streams go, by their names in `sys`, once they are ours."""


def prepare_streams() -> None:
    """Let what is shown end nothing: a character that a terminal does not know becomes "?", and trouble is remembered.

    What we print onto the standard error has a number of its own from then on, so that libraries can be silenced.
    Does nothing to a stream that somebody has put in the place of a standard one, or that was closed from the start.
    """
    for name, stream, standard in (
        ("stdout", sys.stdout, sys.__stdout__),
        ("stderr", sys.stderr, sys.__stderr__),
    ):
        if standard and stream is standard:
            number = standard.fileno() if name == "stdout" else os.dup(standard.fileno())
            _shown[name] = Shown(number, "w", closefd=False)
            ours = io.TextIOWrapper(io.BufferedWriter(_shown[name]), standard.encoding, "replace", line_buffering=True)
            setattr(sys, name, ours)


@contextmanager
def lasting() -> Iterator[None]:
    """While the block runs, an output that breaks ends nothing: its terminal was closed, or what read it has ended."""
    for stream in _shown.values():
        stream.lasts = True
    try:
        yield
    finally:
        for shown in (sys.stdout, sys.stderr):
            if shown:
                shown.flush()
        for stream in _shown.values():
            stream.lasts = False


def give_up(number: int) -> None:
    """From now on, what is written to the file of this number goes nowhere. Raises OSError."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def unwritten() -> str:
    """Why what was shown cannot be written, as on a full disk; empty where it can, or where nobody reads it any more.

    What cannot be written is given up, so that it is told of once.
    """
    out = _shown.get("stdout")
    if not out or not sys.stdout:
        return ""
    with suppress(OSError):
        sys.stdout.flush()
    error, out.trouble = out.trouble, None
    if not error:
        return ""
    closed = error.errno == errno.EIO and stat.S_ISCHR(os.fstat(out.fileno()).st_mode)  # a terminal's window is
    give_up(out.fileno())
    return "" if closed or isinstance(error, BrokenPipeError) else reason(error, Path("/dev/stdout"))

"""What commands print."""

import io
import os
import sys
import unicodedata
from pathlib import Path

from assistant.files import reason
from assistant.words.errors import LimberError

STEERING = frozenset({"Cc", "Cs"})
"""Unicode's categories of control characters, and of halves of characters, which no terminal can show."""


def visible(text: str) -> str:
    """A text from a file, as it may go to a terminal: signs that would steer the terminal are written out."""
    return "".join(
        sign.encode("unicode_escape").decode() if unicodedata.category(sign) in STEERING and sign != "\n" else sign
        for sign in text
    )


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


def show_something_of_everything() -> None:
    """Characters that the terminal does not know are shown as "?", and end nothing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def unwritten() -> str:
    """Why what was shown cannot be written, as on a full disk; empty where it can, or where nobody reads it any more.

    What cannot be written is given up, so that it is told of once.
    """
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return "" if isinstance(error, BrokenPipeError) else reason(error, Path("/dev/stdout"))
    return ""

"""What commands print."""

import sys
import unicodedata

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

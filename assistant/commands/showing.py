"""What commands print."""

import os
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


def unshown() -> OSError | None:
    """Why what was printed cannot get out, such as on a full disk; None where all of it is out.

    What is left of it is then thrown away, so that Python does not try once more at the end, and complain.
    """
    if sys.stdout is None:
        return None
    try:
        sys.stdout.flush()
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        return error
    return None


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

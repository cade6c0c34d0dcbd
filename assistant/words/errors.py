"""What can go wrong, in words a tired person can act on.

`LimberError` carries one clear sentence for the terminal; the command line prints it and exits with code 2.
A child exists only where a caller does something different with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Path = tuple[str | int, ...]
"""Keys, and numbers of items from 0, from the top of a file to a field; empty: the file as a whole."""


QUOTED_MOST = 100
"""Characters of what is quoted from a file. Raising it lets a slip of the keyboard fill the terminal."""
_QUOTED = re.compile(r"(?<!\w)'[^'\n]*'")
"""What is quoted, each with the two marks around it. An apostrophe in a word is none."""


class LimberError(Exception):
    """Something the user can put right; the message says what and where."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a content file."""

    file: str
    line: int
    """Counted from 1, as an editor does."""
    message: str
    path: Path = field(default=(), compare=False)
    """Which field of a form it is about."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {_QUOTED.sub(_cut, self.message)}"


def _cut(found: re.Match[str]) -> str:
    return found[0] if len(found[0]) <= QUOTED_MOST else f"{found[0][:QUOTED_MOST]}...'"


class ContentError(LimberError):
    """A content file is wrong; every mistake found is listed, in file order."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


class DeviceError(LimberError):
    """A microphone or loudspeaker is missing or does not work; a session can still be rehearsed."""

    def __init__(
        self, message: str, device: Literal["microphone", "speaker", ""] = "", wanted: str = "", *, busy: bool = False
    ) -> None:
        """`wanted`: the name in the settings that no such device has. `busy`: another program has it."""
        super().__init__(message)
        self.device, self.wanted, self.busy = device, wanted, busy


class VoiceError(LimberError):
    """The speech synthesiser gave no sound; earcons still work."""


class UnknownVoiceError(VoiceError):
    """The speech synthesiser works, and has no voice of the name that a profile gives."""

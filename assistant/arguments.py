"""What is wrong with the words typed after `limber`, in plain words.

`argparse` finds out what is wrong, and says it in the words of programmers. Here each of its messages is said anew, in
one sentence. A message that is not known here is shown as it is.
"""

import argparse
import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from assistant.content.fields import suggestion
from assistant.words.errors import LimberError

KINDS: Mapping[str, str] = {"int": "a whole number", "float": "a number"}
"""argparse's name of a type -> what is to be typed."""


class UsageError(LimberError):
    """Something that was typed makes no sense; the message says what, and where it is explained."""


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` that raises `UsageError`."""

    def error(self, message: str) -> NoReturn:
        """Raises `UsageError`."""
        known = [name for action in self._actions for name in action.option_strings]
        raise UsageError(f"{plainly(message, known)}; '{self.prog} --help' says what can be typed")


def plainly(message: str, known: list[str] | None = None) -> str:
    """A message of argparse in plain words. `known`: options that could have been meant."""
    for pattern, say in _SAYINGS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(found, known or [])
    return message


def _must_be(found: re.Match[str], _known: list[str]) -> str:
    return f"{_name(found[1])} must be {KINDS.get(found[2], found[2])}, not {found[3]}"


def _one_of(found: re.Match[str], _known: list[str]) -> str:
    given = found[2].strip("'\"")
    choices = [choice.strip(" '\"") for choice in found[3].split(",") if choice.strip(" '\"")]
    what = f"{_name(found[1])} cannot be '{given}'" if found[1].strip() else f"there is no command '{given}'"
    return f"{what}{suggestion(given, choices)}; it can be {', '.join(choices)}"


def _unknown(found: re.Match[str], known: list[str]) -> str:
    words = found[1].split()
    option = next((word for word in words if word.startswith("-")), words[0])
    return f"I do not know what '{option}' means here{suggestion(option, known)}"


_Say = Callable[[re.Match[str], list[str]], str]
_SAYINGS: tuple[tuple[str, _Say], ...] = (
    (r"argument (.+?): invalid (\w+) value: (.+)", _must_be),
    (r"argument (.*?): ?invalid choice: (.+?) \(choose from (.+)\)", _one_of),
    (r"argument (.+?): expected one argument", lambda found, _: f"{_name(found[1])} needs a word after it"),
    (r"argument (.+?): expected at least one argument", lambda found, _: f"{_name(found[1])} needs a word after it"),
    (r"argument (.+?): ignored explicit argument (.+)", lambda found, _: f"{_name(found[1])} takes nothing after it"),
    (r"ambiguous option: (\S+) could match (.+)", lambda found, _: f"{found[1]} can mean {found[2]}; write it in full"),
    (r"the following arguments are required: (.+)", lambda found, _: f"{found[1]} is missing"),
    (r"unrecognized arguments: (.+)", _unknown),
)  # fmt: skip
"""(a message of argparse, what is said instead)"""


def _name(of: str) -> str:
    """How an argument is called: the long form of an option, or what its help calls it."""
    return of.rsplit("/", maxsplit=1)[-1].strip()

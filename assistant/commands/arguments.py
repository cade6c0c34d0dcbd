"""How the command line is read: options, a command, and the command's own options.

Options of a session may stand before the command or after it. Nothing that was typed is passed over: what cannot be
used is refused in one sentence, with the nearest word that is known.
"""

import argparse
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from assistant.content.fields import suggestion
from assistant.paths import is_file
from assistant.words.errors import LimberError


class Arguments(argparse.ArgumentParser):
    """A parser whose mistakes are sentences. Its `parse_args` raises `LimberError`."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where to read on. Raises `LimberError`."""
        raise LimberError(f"{self._sentence(message)}; '{self.prog} --help' shows what can be given")

    def _sentence(self, message: str) -> str:
        for pattern, say in (
            (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", self._no_choice),
            (r"argument (.+?): expected (\d+) arguments", lambda name, count: f"{name} needs {count} values after it"),
            (r"argument (.+?): expected .*argument.*", lambda name: f"{name} needs a value after it"),
            (r"argument (.+?): ignored explicit argument '(.*)'", self._unwanted),
            (r"argument (.+?): not allowed with argument (.+)", self._not_both),
            (r"argument (?:.+?): (.+)", str),
            (r"ambiguous option: (\S+) could match (.+)", lambda name, known: f"{name} can mean {known}; write it out"),
            (r"unrecognized arguments: (\S+).*", self._too_much),
            (r"the following arguments are required: (.+)", lambda names: f"'{self.prog}' needs {names}"),
        ):
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return say(*found.groups())
        return message

    def _no_choice(self, name: str, word: str, listed: str) -> str:
        known = [each.strip("' ") for each in listed.split(",")]
        return f"{name} cannot be '{word}'{suggestion(word, known)}, only one of {', '.join(known)}"

    def _not_both(self, name: str, other: str) -> str:
        return f"{other} and {name} exclude each other; leave one of them out"

    def _unwanted(self, name: str, word: str) -> str:
        return f"{name} takes no value, so that '{word}' can mean nothing"

    def _too_much(self, word: str) -> str:
        if not word.startswith("-"):
            return f"'{self.prog}' can do nothing with '{word}'"
        option = word.partition("=")[0]
        return f"'{self.prog}' has no option '{option}'{suggestion(option, options_in(self.format_help()))}"


def options_in(text: str) -> list[str]:
    """The options that a help text names."""
    return re.findall(r"(?<![\w-])--[\w-]+", text)


def read(
    front: Arguments,
    commands: Collection[str],
    parser_of: Callable[[str], Arguments],
    words: Sequence[str] | None,
    routines: Callable[[], Collection[str]] = tuple,
) -> argparse.Namespace:
    """What was asked for, with `command` as its name, or empty for none. Raises `LimberError`.

    `front` reads the options before the command, and leaves everything from the command on in `words`. `parser_of`
    gives what reads the rest, and `routines` is asked for names that are no commands.
    """
    unset = {name: None for name in vars(front.parse_args([])) if name != "verbose"}
    given = vars(front.parse_args(words, argparse.Namespace(**unset)))
    command, *rest = given.pop("words") or ("",)
    if command == "help":
        command, rest = next((word for word in rest if not word.startswith("-")), ""), ["--help"]
        if command in ("", "help"):
            front.parse_args(rest)
    if command not in commands:
        raise LimberError(_no_command(command, commands, routines))
    parser = parser_of(command)
    asked = parser.parse_args(rest)
    for name, value in given.items():
        if value is not None:
            setattr(asked, name, _joined(parser, name, value, vars(asked)))
    asked.command = command
    return asked


def _no_command(word: str, commands: Iterable[str], routines: Callable[[], Collection[str]]) -> str:
    if word.lower().endswith((".yaml", ".yml")) or word in routines():
        return f"'{word}' is no command; for a session of that routine, type 'limber --routine {word}'"
    return f"there is no command '{word}'{suggestion(word, commands)}; 'limber help' lists them"


def _joined(part: Arguments, name: str, before: object, asked: Mapping[str, object]) -> object:
    """The value of an option that was given before the command. Raises `LimberError` where it would be lost."""
    if name == "verbose" and isinstance(before, int):
        return before + int(str(asked[name]))
    option = f"--{name.replace('_', '-')}"
    if name not in asked:
        raise LimberError(f"'{part.prog}' has no option '{option}'; leave it out")
    after = asked[name]
    if after not in (before, part.get_default(name)):
        raise LimberError(f"{option} cannot be '{before}' and '{after}' at once; leave one of them out")
    return before


def listed(helps: Iterable[tuple[str, str]]) -> str:
    """The commands with what each does, as a part of a help text."""
    rows = [f"    {name:<14}  {text}" for name, text in helps]
    return "\n".join(["commands:", *rows])


def spare_others(path: Path, is_report: Callable[[Path], bool], option: str) -> None:
    """Raise `LimberError` where a report would be written over something else than an earlier one.

    An empty file may be written over, and so may a device such as /dev/stdout. `option` names the file.
    """
    if is_file(path) and path.stat().st_size and not is_report(path):
        raise LimberError(f"{path}: this file is there already and is no report; name another one with {option}")

"""Which keys of which devices are buttons: `limber buttons learn` writes it down, in buttons.yaml beside the settings.

The file is small and can be read and mended by hand. A device is known by its name and its numbers, not by where it is
plugged in.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml

from assistant.content.fields import read_table
from assistant.files import absent, make_folder, read_text, told, write_whole
from assistant.places import settings_file
from assistant.words.errors import ContentError, Mistake
from assistant.words.events import PressKind

Does = Literal["everything", "next", "repeat", "pause", "stop"]
"""What a key does: all presses of a single button, or always the same."""
DOES: tuple[Does, ...] = ("everything", "next", "repeat", "pause", "stop")
PRESSES: dict[Does, tuple[PressKind, ...]] = {
    "next": ("down", "short"),
    "repeat": ("down", "double"),
    "pause": ("down", "held", "long"),
    "stop": ("down", "very_long"),
}
"""What a key that always does the same says, as a single button would."""
CODE_MOST = 0x2FF
"""The highest number of a key in the kernel's input-event-codes.h."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a device."""

    device: str
    """Its name."""
    numbers: str
    """Bus, vendor and product, as "0003:05ac:022c"."""
    code: int
    """Of the key, as the kernel has it."""

    @property
    def of(self) -> tuple[str, str]:
        """The device."""
        return self.device, self.numbers


@dataclass(frozen=True, slots=True)
class LearntKey:
    """A key, and what it does."""

    key: Key
    called: str
    """How the key is called, for whoever reads the file."""
    does: Does


def learnt_file() -> Path:
    """Where they are kept."""
    return settings_file().with_name("buttons.yaml")


def learnt(path: Path | None = None) -> tuple[LearntKey, ...]:
    """All of them; none where there is no file. Raises `LimberError`."""
    path = path or learnt_file()
    if absent(path):
        return ()
    text = read_text(path)
    if not text.strip():
        return ()
    mistakes: list[Mistake] = []
    table = read_table(text, str(path), mistakes)
    found = []
    for row in table.tables("buttons"):
        key = Key(row.text("device"), row.text("numbers"), row.whole("code", least=1, most=CODE_MOST))
        found.append(LearntKey(key, row.text("called", str(key.code)), row.choice("does", DOES)))
        row.close()
        if [each.key for each in found].count(key) > 1:
            row.mistake("code", f"key {key.code} of '{key.device}' stands here twice")
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return tuple(found)


def keep(keys: tuple[LearntKey, ...], path: Path | None = None) -> None:
    """Write them down in the place of all earlier ones; without any, the file is deleted. Raises `FileError`."""
    path = path or learnt_file()
    if not keys:
        with told(path, "the buttons cannot be forgotten"):
            path.unlink(missing_ok=True)
        return
    make_folder(path.parent)
    rows = [
        {
            "device": each.key.device,
            "numbers": each.key.numbers,
            "code": each.key.code,
            "called": each.called,
            "does": each.does,
        }
        for each in keys
    ]
    text = yaml.safe_dump({"buttons": rows}, allow_unicode=True, sort_keys=False)
    write_whole(path, f"# Written by 'limber buttons learn'; docs/buttons.md explains it.\n{text}")


def with_key(keys: tuple[LearntKey, ...], new: LearntKey) -> tuple[LearntKey, ...]:
    """The keys with another one; a key that was learnt before does something else from now on."""
    return (*(each for each in keys if each.key != new.key), new)

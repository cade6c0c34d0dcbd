"""What is known of the person, kept in one small file in their data folder."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import platformdirs

from assistant.coach.person import Person
from assistant.errors import LimberError


def person_file() -> Path:
    """Where the person is kept."""
    return Path(platformdirs.user_data_dir("limber")) / "person.json"


class Keeper:
    """Reads the person once and writes them whenever they change."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or person_file()
        self.trouble = ""
        """What went wrong, in a sentence; a session goes on without being remembered."""

    def read(self) -> Person:
        """The person; a new one where there is none, or where the file is broken, which is then set aside."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Person()
        except (OSError, UnicodeDecodeError) as error:
            raise LimberError(f"{self.path}: what I know of you cannot be read: {error}") from error
        try:
            return _person(json.loads(text))
        except (ValueError, TypeError, KeyError, AttributeError):
            aside = self.path.with_suffix(".broken.json")
            self.path.replace(aside)
            self.trouble = f"what I knew of you was damaged and is set aside as {aside}; I ask again"
            return Person()

    def write(self, person: Person) -> None:
        """Keep the person, whole or not at all."""
        data = {**asdict(person), "taught": sorted(person.taught)}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.path.parent, suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(data, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(self.path)
        except OSError as error:
            self.trouble = f"{self.path}: what I know of you cannot be kept: {error.strerror}"


def _person(data: Mapping[str, object]) -> Person:
    known = {**asdict(Person()), **{key: value for key, value in data.items() if key in asdict(Person())}}
    answers, practised, taught = known["answers"], known["practised"], known["taught"]
    if not isinstance(answers, dict) or not isinstance(practised, dict) or not isinstance(taught, list | frozenset):
        raise TypeError
    return Person(
        introduced=bool(known["introduced"]),
        answers={str(key): str(value) for key, value in answers.items()},
        lock=str(known["lock"]),
        practised={str(key): int(value) for key, value in practised.items()},
        taught=frozenset(str(one) for one in taught),
        tips=int(str(known["tips"])),
    )

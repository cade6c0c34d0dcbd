"""What is kept of a person on this machine: every file the program has written, by what it is for.

Each folder of the person's is walked, so a file that no kind here knows of is told of as well.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from assistant.coach.person import Person
from assistant.files import absent
from assistant.history.store import history_file
from assistant.history.unkept import Unkept
from assistant.places import (
    INSTALLED,
    cache_folder,
    data_folder,
    fetched_models,
    own_voices_folder,
    plans_folder,
    prepared_folder,
    settings_file,
    state_folder,
)
from assistant.running.programs import programs_folder
from assistant.running.unit import UNIT
from assistant.words.errors import LimberError

OTHERS = 0o044
"""The bits of a file by which users other than its own may read it."""
THROUGH = 0o011
"""The bits of a folder by which they get through it."""
OTHER = "other"
SOUND = ("recordings", "activities", "own_voices")
"""Kinds of files that hold a person's voice."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that are kept for one purpose."""

    key: str
    """Its words are `privacy.KEY` in the language's terminal.yaml."""
    folder: Callable[[], Path]
    patterns: tuple[str, ...]


KINDS = (
    Kind("history", data_folder, ("history.db", "history.db-wal", "history.db-shm", "person.json")),
    Kind("damaged", data_folder, ("history-damaged-*", "voice-damaged-*")),
    Kind("hub", data_folder, ("hub.json",)),
    Kind("clinic", data_folder, ("clinic.db", "clinic.db-wal", "clinic.db-shm")),
    Kind("activities", data_folder, ("activities/*",)),
    Kind("plans", plans_folder, ("*",)),
    Kind("voice", data_folder, ("voice.json",)),
    Kind("own_voices", own_voices_folder, ("**/*",)),
    Kind("voices", prepared_folder, ("**/*",)),
    Kind("recordings", state_folder, ("journals/*.wav",)),
    Kind("journals", state_folder, ("journals/*.jsonl",)),
    Kind("log", state_folder, ("limber.log", "limber.log.*", "*.lock", "microphone.lock")),
    Kind("settings", lambda: settings_file().parent, ("*",)),
    Kind("cache", cache_folder, ("**/*",)),
    Kind("service", lambda: settings_file().parent.with_name("systemd") / "user", (UNIT, f"*/{UNIT}")),
    Kind("programs", programs_folder, ("**/*",)),
    *((Kind("models", fetched_models, ("**/*",)),) if INSTALLED else ()),
)
"""In the order in which they are told of: what says most of a person first. Of two that fit, the first counts."""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is of one kind."""

    kind: str
    where: Path
    """The file, or the folder of several."""
    files: int
    size: int
    """In bytes."""
    since: date
    others: bool
    """Whether others who use this machine can read any of it."""
    empty: bool = False
    """Whether it is a history in which nothing stands yet."""


def inventory() -> Sequence[Held]:
    """All that is kept; what cannot be looked into is left out."""
    began, empty = _remembered()  # before the files are looked for: to read a history makes some beside it
    found: dict[str, list[Path]] = {}
    seen = set[Path]()
    for kind in KINDS:
        for path in _files(kind.folder(), kind.patterns):
            if path not in seen:
                seen.add(path)
                found.setdefault(kind.key, []).append(path)
    for folder in (data_folder(), state_folder()):
        found.setdefault(OTHER, []).extend(path for path in _files(folder, ("**/*",)) if path not in seen)
    held = (_held(key, paths, began if key == "history" else None) for key, paths in found.items())
    return [replace(each, empty=empty and each.kind == "history") for each in held if each]


def _files(folder: Path, patterns: Sequence[str]) -> Iterator[Path]:
    for pattern in patterns:
        with suppress(OSError):
            yield from (path for path in folder.glob(pattern) if path.is_symlink() or path.is_file())


def _held(key: str, paths: Sequence[Path], began: date | None) -> Held | None:
    """`began`: a day that is known otherwise."""
    stats = []
    for path in paths:
        with suppress(OSError):
            stats.append(path.lstat())
    if not stats:
        return None
    where = paths[0] if len(paths) == 1 else _above(paths)
    day = datetime.fromtimestamp(min(stat.st_mtime for stat in stats)).astimezone().date()
    own = (path for path in paths if key != "cache" or not path.is_symlink())  # there, links lead to the speech model
    others = any(map(_read_by_others, own))
    since = min(day, began or day)
    return Held(key, where, len(stats), sum(stat.st_size for stat in stats), since, others)


def _above(paths: Sequence[Path]) -> Path:
    """The folder that holds them all."""
    return next(folder for folder in paths[0].parents if all(folder in path.parents for path in paths))


def _remembered() -> tuple[date | None, bool]:
    """(the day of the first session, whether nothing is remembered); a file's own day says when it was written last."""
    if absent(history_file()):
        return None, False
    with suppress(LimberError, sqlite3.Error, OSError), Unkept() as store:
        sessions = store.past().sessions
        nothing = not (store.unread or store.mended or sessions) and store.person() == Person()
        return next((session.day for session in sessions), None), nothing
    return None, False


def _read_by_others(path: Path) -> bool:
    """Whether somebody else who uses this machine can read a file, by its permissions and those of its folders."""
    with suppress(OSError):
        return bool(path.stat().st_mode & OTHERS) and all(
            folder.stat().st_mode & THROUGH for folder in path.resolve().parents
        )
    return False

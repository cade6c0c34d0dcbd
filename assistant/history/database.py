"""Opening the file that remembers: brought up to date, or set aside where it is damaged."""

import sqlite3
from datetime import date
from functools import partial
from pathlib import Path

from assistant.files import matching, set_aside
from assistant.history.migrations import MIGRATIONS, migrate, version_of
from assistant.history.rows import COLUMNS
from assistant.words.errors import LimberError

BUSY_S = 5.0
"""Seconds to wait for another program that is writing. Longer delays the start where one hangs."""

WAL_PAGES, WAL_BYTES = 128, 1_000_000
"""Pages of changes after which they go into the file itself, and what the log of changes may take then. Raising them
writes the same pages less often, and lets the log grow."""
OF_VALUES = ("CHECK constraint failed in ", "NULL value in ")
"""What SQLite says of a row with a value that makes no sense: the row is damaged, and not the file."""


def open_database(path: Path) -> sqlite3.Connection:
    """The file, made or brought up to date where that is needed.

    Raises `LimberError` when a newer Limber wrote it, sqlite3.OperationalError when it cannot be opened, and
    sqlite3.DatabaseError when it is damaged.
    """
    return _made_ready(sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False), path)


def in_memory(source: sqlite3.Connection | None, path: Path) -> sqlite3.Connection:
    """A file in memory, with all that is in another one. `path` is what it is called. Raises as above."""
    file = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        if source:
            source.backup(file)
    except BaseException:
        file.close()
        raise
    return _made_ready(file, path)


def _made_ready(file: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    try:
        file.row_factory = sqlite3.Row
        file.text_factory = partial(str, encoding="utf-8", errors="replace")  # a text that is damaged is a damaged row
        _examine(file, path)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")  # each record outlives a power cut: it is some 30 of them a session
        file.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
        file.execute(f"PRAGMA journal_size_limit = {WAL_BYTES}")
        file.execute("PRAGMA secure_delete = ON")
        file.execute("PRAGMA foreign_keys = ON")
        migrate(file)
        _compare(file)
    except BaseException:
        file.close()
        raise
    return file


def _examine(file: sqlite3.Connection, path: Path) -> None:
    """Raises `LimberError` when we are too old for a file, and sqlite3.DatabaseError when it is damaged."""
    if version_of(file) > len(MIGRATIONS):
        raise LimberError(
            f"{path}: a newer Limber wrote what is remembered here; please update this one. Nothing was changed."
        )
    found = [row[0] for row in file.execute("PRAGMA quick_check")]
    if not all(words == "ok" or words.startswith(OF_VALUES) for words in found):
        raise sqlite3.DatabaseError("damaged")


def _compare(file: sqlite3.Connection) -> None:
    """Raises sqlite3.DatabaseError when a table or a column is not there."""
    own = {"person": {"data"}, "set_aside": {"whence", "data", "why"}}
    for table, columns in {**COLUMNS, **own}.items():
        found = {row[1] for row in file.execute(f"PRAGMA table_info({table})")}
        if not found.issuperset(columns):
            raise sqlite3.DatabaseError(f"damaged: {table}")


def last_damaged(path: Path) -> Path | None:
    """The damaged file that was set aside last; None where there is none."""
    return max(matching(path.parent, f"{path.stem}-damaged-*.db"), key=lambda aside: aside.stem, default=None)


def set_database_aside(path: Path, day: date) -> Path:
    """Give a damaged file another name, which is returned; the log of its changes is useless. Raises OSError."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return set_aside(path, day)

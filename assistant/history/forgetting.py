"""Deleting so that it is gone: from the rows, from the pages of the file, from its log, and from every file beside it.

Another program, such as `limber stay`, may have the file open all the while. So the file itself is emptied and not
replaced; what was in it is overwritten with zeros.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assistant.files import PRIVATE, matching, there, told
from assistant.history.rows import TABLES
from assistant.history.set_aside import TABLE as SET_ASIDE
from assistant.places import activities_folder, hub_file
from assistant.words.errors import LimberError

OWN = 0o700
"""What this user may do with a file; nobody else may do anything."""


def forget_rows(file: sqlite3.Connection, but: int | None) -> None:
    """Delete all rows but one session, emptied; overwrite what they held. Raises `LimberError` and sqlite3.Error."""
    with file:
        for table in (*TABLES[1:], SET_ASIDE):
            file.execute(f"DELETE FROM {table}")  # noqa: S608
        file.execute("DELETE FROM session WHERE id IS NOT ?", (but,))
        file.execute("UPDATE session SET routine = '', items = '[]', at = 0, effort = '', refused = '[]'")
        file.execute("DELETE FROM person")
    _into_the_file(file)
    file.execute("VACUUM")
    _into_the_file(file)


def _into_the_file(file: sqlite3.Connection) -> None:
    """Write the log of changes into the file, over what was there, and empty it."""
    busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise LimberError("the history is deleted, but another program reads it, so that its old text may remain")


def forget_files(path: Path) -> None:
    """Delete what lies beside a history: earlier ones that were damaged, recorded activities. Raises `LimberError`."""
    for beside in _beside(path):
        with told(beside, "this cannot be deleted"):
            if beside.is_dir() and not beside.is_symlink():
                shutil.rmtree(beside)
            else:
                beside.unlink()


def _beside(path: Path) -> Iterator[Path]:
    yield from matching(path.parent, f"{path.stem}-damaged-*")
    old = path.with_name("person.json"), activities_folder(path.parent), hub_file(path.parent)
    yield from (each for each in old if there(each))


def keep_private(path: Path) -> None:
    """Let only this user read a history and what lies beside it; a disk that knows no permissions is left as it is."""
    with suppress(FileExistsError, OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
    beside = *matching(path.parent, f"{path.name}-*"), *matching(path.parent, f"{path.stem}-damaged-*")
    for file in (path.parent, path, *beside):
        with suppress(OSError):
            file.chmod(file.stat().st_mode & OWN)

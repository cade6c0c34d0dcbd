"""Deleting so that it is gone: from the rows, from the pages of the file, from its log, and from every file beside it.

Another program, such as `limber stay`, may have the file open all the while. So the file itself is emptied and not
replaced; what was in it is overwritten with zeros.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from assistant.deleting import delete_each, found_in
from assistant.files import PRIVATE, FileError, absent, matching, require_ordinary, told
from assistant.history.rows import TABLES
from assistant.history.set_aside import TABLE as SET_ASIDE
from assistant.places import activities_folder, hub_file
from assistant.words.errors import LimberError

OWN = 0o700
"""What this user may do with a file; nobody else may do anything."""


def forget_rows(file: sqlite3.Connection) -> None:
    """Delete all rows, and overwrite what they held. Raises `LimberError` and sqlite3.Error."""
    with file:
        for table in (*reversed(TABLES), SET_ASIDE, "person"):
            file.execute(f"DELETE FROM {table}")  # noqa: S608
    _into_the_file(file)
    file.execute("VACUUM")
    _into_the_file(file)


def _into_the_file(file: sqlite3.Connection) -> None:
    """Write the log of changes into the file, over what was there, and empty it."""
    busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise LimberError("the history is deleted, but another program reads it, so that its old text may remain")


def forget_files(path: Path) -> None:
    """Delete what lies beside a history: earlier ones that were damaged, recorded activities.

    Raises `LimberError` where something cannot be deleted; all else is.
    """
    activities, hidden = activities_folder(path.parent), None
    found = [each for each in (path.with_name("person.json"), hub_file(path.parent)) if not absent(each)]
    for folder, pattern in ((path.parent, f"{path.stem}-damaged-*"), (activities, "*")):
        try:
            found += found_in(folder, pattern)
        except FileError as error:
            hidden = hidden or error
    delete_each(found)
    if hidden:
        raise hidden
    if not absent(activities):
        with told(activities, "this cannot be deleted"):
            activities.unlink() if activities.is_symlink() else activities.rmdir()


def keep_private(path: Path) -> None:
    """Let only this user read a history and what lies beside it; a disk that knows no permissions is left as it is.

    Raises `FileError` where a pipe, a device or a socket is in the place of the history.
    """
    with told(path, "what I remember cannot be read"):
        require_ordinary(path)
    with suppress(FileExistsError, OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE))
    beside = *matching(path.parent, f"{path.name}-*"), *matching(path.parent, f"{path.stem}-damaged-*")
    for file in (path.parent, path, *beside):
        with suppress(OSError):
            file.chmod(file.stat().st_mode & OWN)

"""What is remembered, in memory: for a session that cannot be written down, and for commands that only look.

A card that is full or can only be read still tells who the person is. So their answers about health and a lock hold,
and what is new is kept nowhere.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.files import absent, database_reason, passing_folder, reason, require_ordinary, scratch, there
from assistant.history.database import BUSY_S, in_memory
from assistant.history.reading import rescued_person
from assistant.history.store import Clock, Now, Store, at_present, believed
from assistant.words.errors import LimberError


class Unkept(Store):
    """A store in memory, with what can be read of the file. What is written into it is gone at the end."""

    kept = False

    def __init__(self, path: Path | None = None, now: Now = at_present, clock: Clock = believed) -> None:
        """Whatever is wrong with the file raises nothing; see `unread`."""
        self.unread, self.why = False, ""
        """`why`: why it cannot be read, in a sentence."""
        super().__init__(path, now, clock)
        if self.unread and (rescued := rescued_person(self.path)):
            self.keep_person(rescued)

    def forget(self) -> None:
        """Raises `LimberError`: the file stays as it is, and nobody may believe that it was deleted."""
        super().forget()
        if not absent(self.path):
            raise LimberError(f"{self.path}: what I remember could not be deleted; it is still there")

    def _open(self) -> sqlite3.Connection:
        try:
            if not absent(self.path):
                return _copied(self.path)
        except sqlite3.Error as error:
            self.unread, why = True, database_reason(error, self.path)
            self.why = f"{self.path}: what I remember cannot be read: {why}"
        except OSError as error:
            self.unread, self.why = True, f"{self.path}: what I remember cannot be read: {reason(error, self.path)}"
        except LimberError as error:
            self.unread, self.why = True, str(error)
        return in_memory(None, self.path)


def _copied(path: Path) -> sqlite3.Connection:
    """What is in a file, in memory. Raises sqlite3.Error, OSError and `LimberError`."""
    require_ordinary(path)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)) as file:
            return in_memory(file, path)
    except sqlite3.OperationalError:  # SQLite can write nothing beside the file, which it wants to even to read it
        folder = passing_folder(scratch())
        try:
            copy = folder / path.name
            for name in (path.name, f"{path.name}-wal"):
                if name == path.name or there(path.with_name(name)):
                    shutil.copyfile(path.with_name(name), copy.with_name(name))
            with closing(sqlite3.connect(copy)) as file:
                return in_memory(file, path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

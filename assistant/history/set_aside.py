"""Rows that cannot be read go into a table of their own, as they were written: said once, and not lost."""

import json
import sqlite3
from collections.abc import Iterable

from assistant.history.reading import Damaged

TABLE = "set_aside"


def set_rows_aside(file: sqlite3.Connection, damaged: Iterable[Damaged]) -> None:
    """Move them there, all or none, with a reason each. Raises sqlite3.Error.

    What belongs to a session that cannot be read is among the damaged rows, so nothing is deleted with the session.
    """
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute("PRAGMA defer_foreign_keys = ON")
        for row in sorted(damaged, key=lambda row: row.table == "session"):
            found = file.execute(f"SELECT * FROM {row.table} WHERE id IS ?", (row.id,)).fetchone()  # noqa: S608
            if found is not None:  # another program may have been faster
                data = json.dumps({name: _plain(found[name]) for name in found.keys()})  # noqa: SIM118
                file.execute(
                    f"INSERT INTO {TABLE} (whence, data, why) VALUES (?, ?, ?)",  # noqa: S608
                    (row.table, data, row.why),
                )
                file.execute(f"DELETE FROM {row.table} WHERE id IS ?", (row.id,))  # noqa: S608


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else repr(value)

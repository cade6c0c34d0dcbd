"""What brings a history file from one version to the next: plain functions, in order.

Each runs in one transaction together with the new number of the file's version, so that a file is always wholly of one
version, whatever happens meanwhile. What was written is never lost: a value that makes no sense stays as it is.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import cache

Rows = tuple[list[str], list[tuple[object, ...]]]
"""(columns, rows) of a table"""


def make_tables(file: sqlite3.Connection) -> None:
    """The person, sessions, sets, pain and notes."""
    file.execute("CREATE TABLE person (id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL)")
    file.execute(
        """CREATE TABLE session (
        id INTEGER PRIMARY KEY, begun TEXT NOT NULL, routine TEXT NOT NULL DEFAULT '',
        items TEXT NOT NULL DEFAULT '[]', at INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0,
        ended TEXT NOT NULL DEFAULT '', effort TEXT NOT NULL DEFAULT '', refused TEXT NOT NULL DEFAULT '')"""
    )
    file.execute(
        """CREATE TABLE practice (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
        exercise TEXT NOT NULL, rung TEXT NOT NULL, side TEXT NOT NULL, set_no INTEGER NOT NULL,
        planned_s REAL NOT NULL CHECK (planned_s >= 0), done_s REAL NOT NULL CHECK (done_s >= 0),
        how TEXT NOT NULL)"""
    )
    file.execute(
        """CREATE TABLE pain (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
        moment TEXT NOT NULL, score INTEGER CHECK (score BETWEEN 0 AND 10), zone TEXT NOT NULL, area TEXT NOT NULL,
        word TEXT NOT NULL, exercise TEXT NOT NULL)"""
    )
    file.execute(
        """CREATE TABLE note (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
        kind TEXT NOT NULL, data TEXT NOT NULL)"""
    )


def add_findings(file: sqlite3.Connection) -> None:
    """The answers of self-checks."""
    file.execute(
        """CREATE TABLE finding (
        id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
        name TEXT NOT NULL, key TEXT NOT NULL, side TEXT NOT NULL, value TEXT NOT NULL)"""
    )


def type_values(file: sqlite3.Connection) -> None:
    """Refused exercises become a list, and the values of notes numbers and truth values; all of them were texts."""
    file.execute("ALTER TABLE session ADD COLUMN refused_list TEXT NOT NULL DEFAULT '[]'")
    for session, refused in file.execute("SELECT id, refused FROM session").fetchall():
        names = json.dumps([name for name in refused.split(",") if name])
        file.execute("UPDATE session SET refused_list = ? WHERE id = ?", (names, session))
    file.execute("ALTER TABLE session DROP COLUMN refused")
    file.execute("ALTER TABLE session RENAME COLUMN refused_list TO refused")
    for note, kind, data in file.execute("SELECT id, kind, data FROM note").fetchall():
        file.execute("UPDATE note SET data = ? WHERE id = ?", (_typed(kind, data), note))


def _typed(kind: str, text: str) -> str:
    try:
        data = json.loads(text)
        match kind:
            case "preference":
                data["value"] = float(data["value"])
            case "breaks":
                data["wanted"] = data["wanted"] in ("yes", True)
            case _:
                return text
        return json.dumps(data, sort_keys=True)
    except (ValueError, TypeError, KeyError):
        return text


def add_set_aside(file: sqlite3.Connection) -> None:
    """Rows that could not be read, as they were written; and how far the clock of a session could be believed."""
    file.execute(
        """CREATE TABLE set_aside (
        id INTEGER PRIMARY KEY, whence TEXT NOT NULL, data TEXT NOT NULL, why TEXT NOT NULL)"""
    )
    file.execute("ALTER TABLE session ADD COLUMN clock TEXT NOT NULL DEFAULT ''")
    file.execute("ALTER TABLE session ADD COLUMN boot TEXT NOT NULL DEFAULT ''")
    file.execute("ALTER TABLE session ADD COLUMN up_s REAL NOT NULL DEFAULT 0")


def add_side_of_pain(file: sqlite3.Connection) -> None:
    """The side that was said with a pain; earlier versions did not keep it."""
    file.execute("ALTER TABLE pain ADD COLUMN side TEXT NOT NULL DEFAULT ''")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    make_tables,
    add_findings,
    type_values,
    add_set_aside,
    add_side_of_pain,
)
"""`user_version` of a file counts how many of them it has had."""


def version_of(file: sqlite3.Connection) -> int:
    """How many migrations a file has had."""
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def migrate(file: sqlite3.Connection, to: int = len(MIGRATIONS)) -> None:
    """Bring a file to a version, by default to the newest. Raises sqlite3.Error; then it is of an earlier version."""
    while version_of(file) < to:
        with file:
            file.execute("BEGIN IMMEDIATE")
            number = version_of(file)  # read again: another program may have been faster
            if number < to:
                MIGRATIONS[number](file)
                file.execute(f"PRAGMA user_version = {number + 1}")


@cache
def columns_of(version: int, table: str) -> tuple[str, ...]:
    """The columns of a table in a file of a version; none where it had no such table."""
    file = sqlite3.connect(":memory:")
    try:
        migrate(file, version)
        return tuple(row[1] for row in file.execute(f"PRAGMA table_info({table})"))
    finally:
        file.close()


def rows_of(file: sqlite3.Connection, table: str) -> Rows:
    """The rows of a table, as they are written."""
    found = file.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
    return [column[0] for column in found.description], [tuple(row) for row in found]


def brought_up_to_date(tables: Mapping[str, Rows], version: int) -> dict[str, Rows]:
    """Rows that were written by an earlier version, as the newest writes them. What they say is not looked at.

    The columns must be those of that version, and the numbers of rows whole numbers that are there once.
    """
    file = sqlite3.connect(":memory:")
    try:
        migrate(file, version)
        file.execute("PRAGMA ignore_check_constraints = ON")
        with file:
            for table, (columns, rows) in tables.items():
                marks = ", ".join("?" * len(columns))
                file.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
        migrate(file)
        return {table: rows_of(file, table) for table in tables}
    finally:
        file.close()

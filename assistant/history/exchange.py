"""All that is remembered, as CSV files, one for each table, with recorded activities beside them; and back again."""

import csv
import shutil
import sqlite3
from pathlib import Path

from assistant.history.migrations import MIGRATIONS, Rows, brought_up_to_date
from assistant.history.store import TABLES, Store
from assistant.words.errors import LimberError

VERSION_FILE = "version"
PERSON = "person"
"""What is known of the person; exports of earlier versions lack it."""
RECORDED = "activities"
"""The folder of recorded activities, beside a history and in an export."""
UNSAID_VERSION = 2
"""The version of exports without a file that says it: all that were written before there was one."""


def export(store: Store, folder: Path) -> None:
    """Write everything into a new or empty folder. Raises `LimberError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as error:
        raise LimberError(f"{folder}: the files cannot be written: {error.strerror}") from error
    if full:
        raise LimberError(f"{folder}: this folder is not empty; name a new one")
    for table, (columns, rows) in {
        **{table: store.rows(table) for table in (*TABLES, PERSON)},
        VERSION_FILE: _VERSION,
    }.items():
        path = folder / f"{table}.csv"
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([columns, *rows])
        except OSError as error:
            raise LimberError(f"{path}: this cannot be written: {error.strerror}") from error
    _copy_recordings(store, store.path.with_name(RECORDED), folder / RECORDED)


def import_from(store: Store, folder: Path) -> None:
    """Read an export back into an empty history. Raises `LimberError`; then nothing was imported."""
    store.add_rows(read_export(folder))
    _copy_recordings(store, folder / RECORDED, store.path.with_name(RECORDED))


def _copy_recordings(store: Store, start: Path, end: Path) -> None:
    """Copy the recordings of the person's activities that are there; of one that is not, the words are left."""
    for activity in store.person().activities:
        path = start / Path(activity.recording).name
        if activity.recording and path.is_file():
            try:
                end.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.copy(path, end / path.name)
            except OSError as error:
                raise LimberError(f"{end / path.name}: this cannot be written: {error.strerror}") from error


def read_export(folder: Path) -> dict[str, Rows]:
    """The tables of an export, of this version of Limber or an earlier one. Raises `LimberError`, which says where."""
    known = (*TABLES, *([PERSON] if (folder / f"{PERSON}.csv").exists() else []))
    tables = {table: _read(folder / f"{table}.csv") for table in known}
    try:
        return brought_up_to_date(tables, _version(folder / f"{VERSION_FILE}.csv"))
    except sqlite3.Error as error:
        raise LimberError(f"{folder}: the export cannot be read back: {error}; nothing was imported") from error


_VERSION: Rows = (["version"], [(len(MIGRATIONS),)])


def _version(path: Path) -> int:
    if not path.exists():
        return UNSAID_VERSION
    _columns, rows = _read(path)
    if not rows or not str(rows[0][0]).isdecimal():
        raise LimberError(f"{path}: this file must say the number of a version")
    return int(str(rows[0][0]))


def _read(path: Path) -> Rows:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = [*csv.reader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LimberError(f"{path}: this file of an export cannot be read: {error}") from error
    if not lines:
        raise LimberError(f"{path}: this file is empty")
    columns, *rows = lines
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise LimberError(f"{path}:{number}: {len(row)} values, but there are {len(columns)} columns")
    unsaid = columns.index("score") if "score" in columns else None
    return columns, [
        tuple(None if at == unsaid and not value else value for at, value in enumerate(row)) for row in rows
    ]

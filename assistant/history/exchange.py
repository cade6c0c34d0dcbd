"""All that is remembered, as CSV files, one for each table; and back again."""

import csv
from pathlib import Path

from assistant.history.store import TABLES, Store
from assistant.words.errors import LimberError

Rows = dict[str, tuple[list[str], list[tuple[object, ...]]]]


def export(store: Store, folder: Path) -> None:
    """Write everything into a new or empty folder. Raises `LimberError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as error:
        raise LimberError(f"{folder}: the files cannot be written: {error.strerror}") from error
    if full:
        raise LimberError(f"{folder}: this folder is not empty; name a new one")
    for table in TABLES:
        columns, rows = store.rows(table)
        path = folder / f"{table}.csv"
        try:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([columns, *rows])
        except OSError as error:
            raise LimberError(f"{path}: this cannot be written: {error.strerror}") from error


def read_export(folder: Path) -> Rows:
    """The tables of an export. Raises `LimberError`, which says where."""
    return {table: _read(folder / f"{table}.csv") for table in TABLES}


def _read(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
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
    return columns, [tuple(None if at == unsaid and not one else one for at, one in enumerate(row)) for row in rows]

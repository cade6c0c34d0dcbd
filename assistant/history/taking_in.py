"""An export that was read is written into the database: merged with what is there, in one transaction."""

import json
import sqlite3
from collections.abc import Iterable

from assistant.coach.person import Person, to_data
from assistant.history.importing import Export
from assistant.history.merging import Kept, Merged, Row, merged, merged_person, numbered, without_numbers
from assistant.history.migrations import rows_of
from assistant.history.reading import read_person
from assistant.history.rows import TABLES, moment
from assistant.history.set_aside import TABLE as SET_ASIDE

AWAY = 1 << 40
"""Added to numbers of sessions while these change, so that no two are the same in between."""


def take_in(file: sqlite3.Connection, export: Export) -> Merged:
    """Merge an export into the database. Raises sqlite3.Error; then nothing has changed."""
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute("PRAGMA defer_foreign_keys = ON")
        ours, person = _sessions(file), read_person(file)[0]
        anew = not ours and person == Person()
        result = merged(ours, export.sessions)
        _write_sessions(file, result)
        if anew:
            person = export.person
        elif result.added or result.grown or not export.sessions:
            person = merged_person(person, export.person)
        if person != Person():
            _keep(file, person)
        known = [*_rows(file, SET_ASIDE)]
        for row in export.aside:
            if row not in known:
                _insert(file, SET_ASIDE, row)
    return result


def _sessions(file: sqlite3.Connection) -> list[Kept]:
    heads = {row["id"]: row for row in _rows(file, TABLES[0], numbers=True)}
    details: dict[object, dict[str, list[Row]]] = {number: {} for number in heads}
    for name in TABLES[1:]:
        for row in _rows(file, name, numbers=True):
            details[row["session"]].setdefault(name, []).append(without_numbers(row))
    return [
        Kept(moment(head["begun"]), without_numbers(head), details[number], int(str(number)))
        for number, head in heads.items()
    ]


def _write_sessions(file: sqlite3.Connection, result: Merged) -> None:
    numbers = numbered(result.sessions)
    moved = [
        (number, session.id)
        for number, session in zip(numbers, result.sessions, strict=True)
        if session.id not in (None, number)
    ]
    for name, column in ((TABLES[0], "id"), *((name, "session") for name in TABLES[1:])):
        for add, pairs in ((AWAY, [(old, old) for _, old in moved]), (0, [(new, old + AWAY) for new, old in moved])):
            file.executemany(f"UPDATE {name} SET {column} = ? + {add} WHERE {column} = ?", pairs)  # noqa: S608
    grown = {session.id for session in result.grown}
    for number, session in zip(numbers, result.sessions, strict=True):
        if session.id in grown:
            file.execute(f"DELETE FROM {TABLES[0]} WHERE id = ?", (number,))  # noqa: S608 (with all that belongs to it)
        if session.id is None or session.id in grown:
            _insert(file, TABLES[0], {"id": number, **session.head})
            for name, rows in session.details.items():
                for row in rows:
                    _insert(file, name, {"session": number, **row})


def _keep(file: sqlite3.Connection, person: Person) -> None:
    file.execute("INSERT OR REPLACE INTO person VALUES (1, ?)", (json.dumps(to_data(person)),))


def _rows(file: sqlite3.Connection, name: str, *, numbers: bool = False) -> Iterable[Row]:
    columns, rows = rows_of(file, name)
    for values in rows:
        row = dict(zip(columns, values, strict=True))
        yield row if numbers else without_numbers(row)


def _insert(file: sqlite3.Connection, name: str, row: Row) -> None:
    marks = ", ".join("?" * len(row))
    file.execute(f"INSERT INTO {name} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608

"""What the database holds, read into typed records. Rows that cannot be read are told apart, and the rest is used."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.coach.person import Person, from_data, remember
from assistant.files import require_ordinary
from assistant.history.past import Past, PastNote, PastSession
from assistant.history.rows import DETAILS, TABLES, RowError, Wrong, read_row, record_of, table
from assistant.words.errors import LimberError
from assistant.words.records import CheckOffered, Record


@dataclass(frozen=True, slots=True)
class Damaged:
    """A row that cannot be read."""

    table: str
    id: object
    why: str


def read_past(file: sqlite3.Connection) -> tuple[Past, list[Damaged]]:
    """All that was recorded, and the rows that cannot be read. What belongs to no session counts among those."""
    damaged: list[Damaged] = []
    sessions: dict[object, dict[str, Any]] = {}
    notes: list[PastNote] = []
    for name in TABLES:
        order = "id" if name == "session" else "session, id"
        for row in file.execute(f"SELECT * FROM {name} ORDER BY {order}").fetchall():  # noqa: S608
            try:
                held = read_row(name, row)
                if name == "session":
                    lists = {field: () for field, _ in DETAILS.values()}
                    sessions[row["id"]] = {"id": row["id"], **held, **lists, "refused": frozenset(held["refused"])}
                else:
                    notes.extend(_put(_session(sessions, row["session"]), name, held))
            except RowError as error:
                damaged.append(Damaged(name, row["id"], str(error)))
    return Past(tuple(PastSession(**session) for session in sessions.values()), tuple(notes)), damaged


def _session(sessions: Mapping[object, dict[str, Any]], number: object) -> dict[str, Any]:
    if number not in sessions:
        raise RowError([Wrong("session", f"there is no session {number} that can be read")])
    return sessions[number]


def _put(session: dict[str, Any], name: str, held: Mapping[str, Any]) -> Iterable[PastNote]:
    """Give a session what belongs to it; a note is returned."""
    if name == "note":
        return _note(session, held)
    field, made = DETAILS[name]
    session[field] += (made(**held),)
    return ()


def _note(session: dict[str, Any], held: Mapping[str, Any]) -> Iterable[PastNote]:
    record = record_of(held["kind"], held["data"])
    if isinstance(record, CheckOffered):
        session["check_offered"] = True
    return [PastNote(session["id"], session["begun"].date(), record)] if record else []


def read_person(file: sqlite3.Connection) -> tuple[Person, str]:
    """The person, a new one where nothing is known; and what is wrong with what was written, if anything is.

    What cannot be read of a person is made anew from the records of their sessions, which hold each answer and each
    lock. So whoever was locked stays locked.
    """
    row = file.execute("SELECT data FROM person").fetchone()
    if row is None:
        return Person(), ""
    try:
        return from_data(table(row[0])), ""
    except (LimberError, ValueError) as error:
        return mended(row[0], records(file)), str(error)


def rescued_person(aside: Path) -> Person | None:
    """What can still be read of the person in a damaged file, so that whoever was locked stays so; None: nothing."""
    try:
        require_ordinary(aside)
        with closing(sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            file.row_factory = sqlite3.Row
            person, _ = read_person(file)
    except (sqlite3.Error, OSError):
        return None
    return person if person != Person() else None


def mended(text: object, told: Iterable[Record]) -> Person:
    """A person of what can still be read of them, and of the records of their sessions."""
    try:
        data = table(text)
    except ValueError:
        data = {}
    person = from_records(told)
    for known in fields(Person):
        try:
            whole = from_data({known.name: data[known.name]})
        except (LimberError, KeyError):
            continue
        person = replace(person, **{known.name: getattr(whole, known.name)})
    return person


def from_records(told: Iterable[Record]) -> Person:
    """The person that the records of sessions tell of."""
    person = Person()
    for record in told:
        person = remember(person, record)
    return person


def records(file: sqlite3.Connection) -> Iterable[Record]:
    """Every record in a note that can be read, also of sessions that cannot."""
    for row in file.execute("SELECT * FROM note ORDER BY session, id").fetchall():
        try:
            held = read_row("note", row)
        except RowError:
            continue
        if record := record_of(held["kind"], held["data"]):
            yield record

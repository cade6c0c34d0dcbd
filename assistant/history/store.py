"""The one file that remembers: SQLite in the person's data folder. Nothing of it leaves the machine.

Every record is written as it happens, each in a transaction of its own, so that a power cut loses at most the set
under way.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.clock import ClockState
from assistant.coach.person import Person, from_data, to_data
from assistant.files import FileError, absent, database_reason, make_folder, read_text, told
from assistant.history.database import last_damaged, open_database, set_database_aside
from assistant.history.days import counted
from assistant.history.forgetting import forget_files, forget_rows, keep_private
from assistant.history.importing import Export
from assistant.history.merging import Merged
from assistant.history.migrations import Rows, rows_of
from assistant.history.past import Past
from assistant.history.reading import Damaged, read_past, read_person, rescued_person
from assistant.history.set_aside import set_rows_aside
from assistant.history.taking_in import take_in
from assistant.places import data_folder
from assistant.words.clinical_records import TakenBack
from assistant.words.errors import LimberError
from assistant.words.records import (
    ChangesRefused,
    CheckAnswered,
    EffortTold,
    ExerciseBegun,
    HelpWanted,
    MorningPain,
    PainAfter,
    PainBefore,
    PainReported,
    Record,
    SessionEnded,
    SetEnded,
    StateEntered,
)

MOMENTS = {"pain_before": "before", "pain": "report", "pain_after": "after", "pain_morning": "morning"}
UNKEPT = (StateEntered, HelpWanted)
"""Records that only the transcript, the journal and who looks on want."""

Now = Callable[[], datetime]
Clock = Callable[[], ClockState]
_LOG = logging.getLogger(__name__)


def history_file() -> Path:
    """Where it is kept."""
    return data_folder() / "history.db"


def at_present() -> datetime:
    """The time by the machine's clock."""
    return datetime.now().astimezone()


def believed() -> ClockState:
    """A clock that nothing is known against."""
    return ClockState()


class Store:
    """Everything that is remembered. One thread at a time uses it."""

    kept = True
    """Whether what is written into it is kept."""
    unread = False
    """Whether there is something that cannot be read."""

    def __init__(
        self, path: Path | None = None, now: Now = at_present, clock: Clock = believed, *, begins_anew: bool = True
    ) -> None:
        """Opens the file, made or brought up to date where that is needed; one that is damaged is set aside.

        Raises `LimberError` when it cannot be opened, or was written by a newer Limber, or is damaged and it does not
        begin anew; then nothing is changed.
        """
        self.path, self._now, self._clock = path or history_file(), now, clock
        self._begins_anew = begins_anew
        self._read: tuple[int, Past] | None = None
        """(which state of the file it was read in, all that was recorded), for as long as nothing more is."""
        self.trouble = self.mended = ""
        """What was lost, and what was only set aside, in a sentence each."""
        self._aside: Path | None = None
        """The damaged file that was set aside."""
        self._file = self._open()
        try:
            self._tell_what_was_set_aside()
            if self._aside and (rescued := rescued_person(self._aside)):
                self.keep_person(rescued)
            self._adopt(self.path.with_name("person.json"))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def person(self) -> Person:
        """The person; a new one where nothing is known. What cannot be read of them is made anew and said."""
        person, wrong = read_person(self._file)
        if wrong:
            self._mend([Damaged("person", 1, wrong)], person)
        return person

    def _open(self) -> sqlite3.Connection:
        make_folder(self.path.parent)
        keep_private(self.path)
        try:
            return open_database(self.path)
        except sqlite3.OperationalError as error:
            raise FileError(
                f"{self.path}: what I remember cannot be opened: {database_reason(error, self.path)}"
            ) from error
        except sqlite3.DatabaseError as error:
            if not self._begins_anew:
                raise FileError(
                    f"{self.path}: what I remember is damaged; the next session sets it aside, and says so aloud"
                ) from error
            with told(self.path, "what I remember is damaged, and cannot be set aside"):
                aside = set_database_aside(self.path, self._now().date())
            keep_private(self.path)
            self._aside = aside
            return open_database(self.path)

    def _tell_what_was_set_aside(self) -> None:
        """Until a session has begun, in which it is said aloud: a command or a call may have set it aside."""
        if self._file.execute("SELECT 1 FROM session").fetchone():
            return
        if aside := self._aside or last_damaged(self.path):
            self.trouble = f"{self.path}: what I remembered was damaged and is set aside as {aside.name}; I begin anew"

    def keep_person(self, person: Person) -> None:
        """Keep what is known of the person. Raises `LimberError`."""
        self._write("INSERT OR REPLACE INTO person VALUES (1, ?)", json.dumps(to_data(person)))

    def begin(self) -> int:
        """A new session; returns its number. Raises `LimberError`."""
        clock, begun = self._clock(), self._now().isoformat(timespec="seconds")
        row = (begun, "set" if clock.believed else "unset", clock.boot, clock.up_s)
        return self._write("INSERT INTO session (begun, clock, boot, up_s) VALUES (?, ?, ?, ?)", *row)

    def repair(self) -> None:
        """Give sessions of this start of the machine their true time, once the clock is set. Raises `LimberError`.

        Answers about health that were given on such a day count from the true one.
        """
        clock, now = self._clock(), self._now()
        if not (clock.believed and clock.boot):
            return
        asked, true_days = "SELECT id, begun, up_s FROM session WHERE clock = 'unset' AND boot = ?", {}
        for number, by_clock, up_s in self._file.execute(asked, (clock.boot,)).fetchall():
            begun = now - timedelta(seconds=clock.up_s - up_s)
            self._write(
                "UPDATE session SET begun = ?, clock = 'set' WHERE id = ?", begun.isoformat(timespec="seconds"), number
            )
            with suppress(ValueError, TypeError):  # a damaged row is set aside by whoever reads it
                true_days[datetime.fromisoformat(by_clock).toordinal()] = begun.toordinal()
        person = self.person() if true_days else Person()
        answered = {question: true_days.get(day, day) for question, day in person.answered.items()}
        if answered != person.answered:
            self.keep_person(replace(person, answered=answered))

    def record(self, session: int, at_s: float, record: Record) -> None:
        """Keep one record of the coach, at a time of the session in seconds. Raises `LimberError`."""
        match record:
            case ExerciseBegun(routine, items, at):
                change = "UPDATE session SET routine = ?, items = ?, at = ?, seconds = ? WHERE id = ?"
                self._write(change, routine, json.dumps(items), at, at_s, session)
            case SessionEnded(how):
                self._write("UPDATE session SET ended = ?, seconds = ? WHERE id = ?", how, at_s, session)
            case EffortTold(effort):
                self._write("UPDATE session SET effort = ?, seconds = ? WHERE id = ?", effort, at_s, session)
            case ChangesRefused(exercises):
                names = json.dumps(exercises)
                self._write("UPDATE session SET refused = ?, seconds = ? WHERE id = ?", names, at_s, session)
            case SetEnded():
                self._insert("practice", session, at_s, asdict(record))
            case CheckAnswered():
                self._insert("finding", session, at_s, asdict(record))
            case TakenBack(what):
                self._take_back(session, what)
            case PainBefore() | PainAfter() | MorningPain() | PainReported():
                self._insert("pain", session, at_s, _pain_row(record))
            case _:
                data = json.dumps(asdict(record), sort_keys=True)
                self._insert("note", session, at_s, {"kind": record.kind, "data": data})

    def past(self) -> Past:
        """All that was recorded. Rows that cannot be read are set aside, and it is said."""
        state = int(self._file.execute("PRAGMA data_version").fetchone()[0])  # another store of ours may have written
        if self._read is None or self._read[0] != state:
            read, damaged = read_past(self._file)
            self._read = state, counted(read, self._now(), self._clock())
            if damaged:
                self._mend(damaged)
        return self._read[1]

    def rows(self, table: str) -> Rows:
        """(columns, rows) of one of `TABLES`, as they are written."""
        return rows_of(self._file, table)

    def take_in(self, export: Export) -> Merged:
        """Add an export to what is remembered, all or nothing; returns what came of it. Raises `LimberError`."""
        self.past()
        self.person()  # what is damaged here is set aside first
        self._read = None
        try:
            return take_in(self._file, export)
        except sqlite3.Error as error:
            raise LimberError(f"{self.path}: this cannot be kept: {error}; nothing was imported") from error

    def forget(self) -> None:
        """Delete every session, what is known of the person's health, their recorded activities, and damaged files.

        Raises `LimberError`.
        """
        self._read = None
        try:
            forget_rows(self._file)
        except sqlite3.Error as error:
            why = database_reason(error, self.path)
            raise LimberError(f"{self.path}: the history cannot be deleted: {why}") from error
        finally:
            forget_files(self.path)

    def _mend(self, damaged: Sequence[Damaged], person: Person | None = None) -> None:
        """Set damaged rows aside, and keep the person as they were made anew; a file that takes nothing stays so."""
        told, them = (f"{len(damaged)} rows", "them") if len(damaged) > 1 else ("a row", "it")
        self.mended = self.mended or f"{told} of what I remember cannot be read; I set {them} aside, and keep the rest"
        for row in damaged:
            _LOG.warning("a damaged row of %s, number %s: %s", row.table, row.id, row.why)
        try:
            set_rows_aside(self._file, damaged)
            if person:
                self.keep_person(person)
        except (sqlite3.Error, LimberError) as error:
            _LOG.warning("damaged rows stay where they are: %s", error)

    def _adopt(self, old: Path) -> None:
        """Take over what an earlier Limber knew of the person."""
        if absent(old):
            return
        try:
            data = json.loads(read_text(old))
            if not self._file.execute("SELECT 1 FROM person").fetchone():
                self.keep_person(from_data(data))
            if self.kept:
                with suppress(OSError):
                    old.unlink()
        except (LimberError, ValueError, TypeError, AttributeError):
            self.trouble = self.trouble or f"{old}: what I knew of you cannot be read; I ask again"

    def _insert(self, table: str, session: int, at_s: float, row: Mapping[str, object]) -> None:
        whole = {"session": session, "at_s": max(0.0, at_s), **row}
        marks = ", ".join("?" * len(whole))
        self._write(f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({marks})", *whole.values())  # noqa: S608

    def _take_back(self, session: int, what: str) -> None:
        """Delete the last row of a kind of record in a session: it was made of words that were misheard."""
        table = {"set": "practice", "check": "finding"}.get(what, "pain")
        moment = MOMENTS.get(what)
        only = " AND moment = ?" if moment else ""
        values = (session, *([moment] if moment else []))
        chosen = f"SELECT max(id) FROM {table} WHERE session = ?{only}"  # noqa: S608
        self._write(f"DELETE FROM {table} WHERE id = ({chosen})", *values)  # noqa: S608

    def _write(self, text: str, *values: object) -> int:
        self._read = None
        try:
            with self._file:
                return self._file.execute(text, values).lastrowid or 0
        except sqlite3.Error as error:
            raise LimberError(f"{self.path}: this cannot be kept: {database_reason(error, self.path)}") from error


def _pain_row(record: PainBefore | PainAfter | MorningPain | PainReported) -> dict[str, object]:
    missing = {"area": "", "side": "", "word": "", "exercise": ""}
    return {"moment": MOMENTS[record.kind], **missing, **asdict(record)}

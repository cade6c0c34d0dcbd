"""The one file that remembers: SQLite in the person's data folder. Nothing of it leaves the machine.

Every record is written as it happens, each in a transaction of its own, so that a power cut loses at most the set
under way.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.coach.person import Person, from_data, to_data
from assistant.history.past import Finding, Pain, Past, PastSession, Practice
from assistant.places import data_folder
from assistant.words.errors import LimberError
from assistant.words.records import (
    ChangesRefused,
    CheckAnswered,
    EffortTold,
    ExerciseBegun,
    Forgotten,
    MorningPain,
    PainAfter,
    PainBefore,
    PainReported,
    Record,
    SessionEnded,
    SetEnded,
    StateEntered,
)

MIGRATIONS = (
    """
    CREATE TABLE person (id INTEGER PRIMARY KEY CHECK (id = 1), data TEXT NOT NULL);
    CREATE TABLE session (
      id INTEGER PRIMARY KEY, begun TEXT NOT NULL, routine TEXT NOT NULL DEFAULT '', items TEXT NOT NULL DEFAULT '[]',
      at INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0, ended TEXT NOT NULL DEFAULT '',
      effort TEXT NOT NULL DEFAULT '', refused TEXT NOT NULL DEFAULT '');
    CREATE TABLE practice (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
      exercise TEXT NOT NULL, rung TEXT NOT NULL, side TEXT NOT NULL, set_no INTEGER NOT NULL,
      planned_s REAL NOT NULL CHECK (planned_s >= 0), done_s REAL NOT NULL CHECK (done_s >= 0), how TEXT NOT NULL);
    CREATE TABLE pain (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
      moment TEXT NOT NULL, score INTEGER CHECK (score BETWEEN 0 AND 10), zone TEXT NOT NULL, area TEXT NOT NULL,
      word TEXT NOT NULL, exercise TEXT NOT NULL);
    CREATE TABLE note (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
      kind TEXT NOT NULL, data TEXT NOT NULL);
    """,
    """
    CREATE TABLE finding (
      id INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session ON DELETE CASCADE, at_s REAL NOT NULL,
      name TEXT NOT NULL, key TEXT NOT NULL, side TEXT NOT NULL, value TEXT NOT NULL);
    """,
)
"""What brings a file from one version to the next; `user_version` counts how many it has had."""
DETAILS: Mapping[str, tuple[str, type[Practice | Pain | Finding]]] = {
    "practice": ("practices", Practice), "pain": ("pains", Pain), "finding": ("findings", Finding),
}  # fmt: skip
"""table -> what `PastSession` calls its rows, and what each becomes"""
TABLES = ("session", *DETAILS, "note")
MOMENTS = {"pain_before": "before", "pain": "report", "pain_after": "after", "pain_morning": "morning"}
UNKEPT = (StateEntered,)
"""Records that only the transcript wants."""

Now = Callable[[], datetime]


def history_file() -> Path:
    """Where it is kept."""
    return data_folder() / "history.db"


def _now() -> datetime:
    return datetime.now().astimezone()


class Store:
    """Everything that is remembered. One thread at a time uses it."""

    def __init__(self, path: Path | None = None, now: Now = _now) -> None:
        """Opens the file, made or brought up to date where that is needed; one that is damaged is set aside.

        Raises `LimberError` when it cannot be opened, or was written by a newer Limber; then nothing is changed.
        """
        self.path, self._now = path or history_file(), now
        self.trouble = ""
        """What went wrong, in a sentence."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._open()
        except sqlite3.OperationalError as error:
            raise LimberError(f"{self.path}: what I remember cannot be opened: {error}") from error
        except sqlite3.DatabaseError:
            aside = self._set_aside()
            self.trouble = f"what I remembered was damaged and is set aside as {aside}; I begin anew"
            self._file = self._open()
        except OSError as error:
            raise LimberError(f"{self.path}: what I remember cannot be kept: {error.strerror}") from error
        self._adopt(self.path.with_name("person.json"))

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
        """The person; a new one where nothing is known."""
        row = self._file.execute("SELECT data FROM person").fetchone()
        return from_data(json.loads(row[0])) if row else Person()

    def keep_person(self, person: Person) -> None:
        """Keep what is known of the person. Raises `LimberError`."""
        self._write("INSERT OR REPLACE INTO person VALUES (1, ?)", json.dumps(to_data(person)))

    def begin(self) -> int:
        """A new session; returns its number. Raises `LimberError`."""
        return self._write("INSERT INTO session (begun) VALUES (?)", self._now().isoformat(timespec="seconds"))

    def record(self, session: int, at_s: float, record: Record) -> None:
        """Keep one record of the coach, at a time of the session in seconds. Raises `LimberError`."""
        match record:
            case Forgotten():
                self.forget(but=session)
            case ExerciseBegun(routine, items, at):
                change = "UPDATE session SET routine = ?, items = ?, at = ?, seconds = ? WHERE id = ?"
                self._write(change, routine, json.dumps(items), at, at_s, session)
            case SessionEnded(how):
                self._write("UPDATE session SET ended = ?, seconds = ? WHERE id = ?", how, at_s, session)
            case EffortTold(effort):
                self._write("UPDATE session SET effort = ?, seconds = ? WHERE id = ?", effort, at_s, session)
            case ChangesRefused(exercises):
                names = ",".join(exercises)
                self._write("UPDATE session SET refused = ?, seconds = ? WHERE id = ?", names, at_s, session)
            case SetEnded():
                self._insert("practice", session, at_s, asdict(record))
            case CheckAnswered():
                self._insert("finding", session, at_s, asdict(record))
            case PainBefore() | PainAfter() | MorningPain() | PainReported():
                self._insert("pain", session, at_s, _pain_row(record))
            case _:
                data = json.dumps(asdict(record), sort_keys=True)
                self._insert("note", session, at_s, {"kind": record.kind, "data": data})

    def past(self) -> Past:
        """All that was recorded."""
        sessions: dict[int, dict[str, Any]] = {}
        for row in self._file.execute("SELECT * FROM session ORDER BY id"):
            one = sessions[row["id"]] = {**dict(row), **{field: () for field, _ in DETAILS.values()}}
            one["begun"] = datetime.fromisoformat(one["begun"])
            one["items"] = tuple(json.loads(one["items"]))
            one["refused"] = frozenset(filter(None, one["refused"].split(",")))
        for table, (field, made) in DETAILS.items():
            for row in self._file.execute(f"SELECT * FROM {table} ORDER BY session, id"):  # noqa: S608
                sessions[row["session"]][field] += (made(**_without(row)),)
        notes = self._file.execute("SELECT kind, data FROM note ORDER BY id")
        return Past(
            tuple(PastSession(**one) for one in sessions.values()),
            tuple((kind, json.loads(data)) for kind, data in notes),
        )

    def rows(self, table: str) -> tuple[list[str], list[tuple[object, ...]]]:
        """(columns, rows) of one of `TABLES`, as they are written."""
        found = self._file.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
        return [one[0] for one in found.description], [tuple(row) for row in found]

    def add_rows(self, tables: Mapping[str, tuple[list[str], Iterable[tuple[object, ...]]]]) -> None:
        """Put rows of an export in, all or none; only into an empty history. Raises `LimberError`."""
        if self._file.execute("SELECT 1 FROM session").fetchone():
            raise LimberError("there are sessions here already; import into an empty history, or delete this one first")
        try:
            with self._file:
                for table, (columns, rows) in tables.items():
                    known = {one[1] for one in self._file.execute(f"PRAGMA table_info({table})")}
                    if wrong := [one for one in columns if one not in known]:
                        raise LimberError(f"{table}.csv: there is no column '{wrong[0]}'")
                    marks = ", ".join("?" * len(columns))
                    self._file.executemany(
                        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                        rows,
                    )
        except sqlite3.Error as error:
            raise LimberError(f"the export cannot be read back: {error}; nothing was imported") from error

    def forget(self, but: int | None = None) -> None:
        """Delete every session and what is known of the person's health; `but` one session stays, emptied."""
        try:
            with self._file:
                for table in (*DETAILS, "note"):
                    self._file.execute(f"DELETE FROM {table}")  # noqa: S608
                self._file.execute("DELETE FROM session WHERE id IS NOT ?", (but,))
                self._file.execute("DELETE FROM person")
            self._file.execute("VACUUM")
        except sqlite3.Error as error:
            raise LimberError(f"{self.path}: the history cannot be deleted: {error}") from error

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self.path, timeout=5, check_same_thread=False)
        try:
            file.row_factory = sqlite3.Row
            version = self._version(file)
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = FULL")
            file.execute("PRAGMA foreign_keys = ON")
            for number in range(version, len(MIGRATIONS)):
                file.executescript(f"BEGIN; {MIGRATIONS[number]} PRAGMA user_version = {number + 1}; COMMIT;")
        except BaseException:
            file.close()
            raise
        return file

    def _version(self, file: sqlite3.Connection) -> int:
        """The file's version. Raises `LimberError` when we are too old for it, and DatabaseError when it is damaged."""
        version = int(file.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise LimberError(
                f"{self.path}: a newer Limber wrote what is remembered here; please update this one. "
                "Nothing was changed."
            )
        if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("damaged")
        return version

    def _set_aside(self) -> Path:
        day = self._now().date().isoformat()
        number, aside = 1, self.path.with_name(f"{self.path.stem}-damaged-{day}.db")
        while aside.exists():
            number += 1
            aside = self.path.with_name(f"{self.path.stem}-damaged-{day}-{number}.db")
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        return self.path.replace(aside)

    def _adopt(self, old: Path) -> None:
        """Take over what an earlier Limber knew of the person."""
        if not old.exists():
            return
        try:
            data = json.loads(old.read_text(encoding="utf-8"))
            if not self._file.execute("SELECT 1 FROM person").fetchone():
                self.keep_person(from_data(data))
            old.unlink()
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self.trouble = self.trouble or f"{old}: what I knew of you cannot be read; I ask again"

    def _insert(self, table: str, session: int, at_s: float, row: Mapping[str, object]) -> None:
        whole = {"session": session, "at_s": max(0.0, at_s), **row}
        marks = ", ".join("?" * len(whole))
        self._write(f"INSERT INTO {table} ({', '.join(whole)}) VALUES ({marks})", *whole.values())  # noqa: S608

    def _write(self, text: str, *values: object) -> int:
        try:
            with self._file:
                return self._file.execute(text, values).lastrowid or 0
        except sqlite3.Error as error:
            raise LimberError(f"{self.path}: this cannot be kept: {error}") from error


def _without(row: sqlite3.Row) -> dict[str, Any]:
    return {key: row[key] for key in row.keys() if key not in ("id", "session")}  # noqa: SIM118


def _pain_row(record: PainBefore | PainAfter | MorningPain | PainReported) -> dict[str, object]:
    missing = {"area": "", "word": "", "exercise": ""}
    return {"moment": MOMENTS[record.kind], **missing, **asdict(record)}

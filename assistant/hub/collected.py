"""What a hub has collected: one database, SQLite in a file or PostgreSQL by its URL, through SQLAlchemy Core.

A session belongs to whoever its speaker belonged to when it began. So nothing of one patient is put under the name of
the next, however late it comes. Only who has SQLAlchemy may import this.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, delete, event, func, insert, make_url, select, text, update
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, SQLAlchemyError

from assistant.content.fields import suggestion
from assistant.files import FileError, database_reason, make_folder, without_number
from assistant.history.forgetting import keep_private
from assistant.hub.messages import FinishedSession, OfferedPlan, PlanAnswer
from assistant.hub.tables import FLAG, METADATA, NAME_MOST, NAMING, PARTS, PLAN, SCHEMA, SESSION, VERSION
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

DRIVERS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}
"""What a URL begins with -> how SQLAlchemy calls it with the driver that we bring."""
BUSY_S = 10
"""Seconds to wait for another program that is writing."""
PLANS_SHOWN = 5
"""Plans of a speaker that are shown, the newest first."""
OPEN = ("sent", "waits")
"""Answers of a plan that is still to be answered."""
Row = dict[str, Any]


class Collected:
    """The database. Any thread may use it."""

    def __init__(self, url: str | URL, now: Callable[[], datetime]) -> None:
        """Opens it, made where that is needed. `now` has its zone. Raises `LimberError`."""
        self._url, self._now = _read(url), now
        self._path = Path(self._url.database or "") if self._url.get_backend_name() == "sqlite" else None
        if self._path:
            make_folder(self._path.parent, 0o700)
            keep_private(self._path)
        try:
            more = {"timeout": BUSY_S} if self._path else {"connect_timeout": BUSY_S}
            self._engine = create_engine(self._url, connect_args=more, pool_pre_ping=not self._path)
        except ImportError as error:
            how = how_to_add("'psycopg[binary]'", "python3-psycopg")
            raise LimberError(f"PostgreSQL needs the package psycopg; install it with: {how}") from error
        if self._path:
            event.listen(self._engine, "connect", _prepare)
        try:
            self._make_tables()
        except BaseException:
            self.close()
            raise

    @property
    def shown(self) -> str:
        """How it is called in sentences: a file, or a URL without its password."""
        return str(self._path) if self._path else self._url.render_as_string()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _make_tables(self) -> None:
        with self._changing() as there:
            METADATA.create_all(there)
            version = there.execute(select(func.max(SCHEMA.c.version))).scalar()
            if version is None:
                there.execute(insert(SCHEMA).values(version=VERSION))
            elif version > VERSION:
                raise LimberError(f"{self.shown}: a newer hub wrote this; please update this one. Nothing was changed.")

    def check(self) -> None:
        """Whether it can be written. Raises `LimberError`."""
        with self._changing() as there:
            there.execute(update(SCHEMA).values(version=SCHEMA.c.version))

    def belongs(self, device: str, patient: str | None) -> None:
        """Let a speaker belong to somebody from now on; None: to nobody. Raises `LimberError`."""
        if patient is not None and (not patient.strip() or len(patient) > NAME_MOST or not patient.isprintable()):
            raise LimberError(f"a name has up to {NAME_MOST} characters that can be shown")
        since = self._now().astimezone(UTC).isoformat(timespec="seconds")
        with self._changing() as there:
            there.execute(insert(NAMING).values(device=device, since=since, patient=patient))

    def keep(self, sessions: Sequence[FinishedSession]) -> Sequence[str]:
        """Keep sessions; returns the ids of those that need not be sent again. Raises `LimberError`; then none is kept.

        Those of a speaker that never had a name are left where they are. Those from before its first name, or from a
        time when it belonged to nobody, are not kept, and need not be sent again either.
        """
        try:
            return self._keep(sessions)
        except IntegrityError:  # another hub has kept the same at the same moment
            return self._keep(sessions)

    def _keep(self, sessions: Sequence[FinishedSession]) -> Sequence[str]:
        with self._changing(apart=IntegrityError) as there:
            owners = _owners(there, {session.id.partition("-")[0] for session in sessions})
            chosen = select(SESSION.c.id).where(SESSION.c.id.in_([session.id for session in sessions]))
            known = set(there.execute(chosen).scalars())
            done: list[str] = []
            for session in sessions:
                owned = owners.get(session.id.partition("-")[0])
                if owned is None:
                    continue
                done.append(session.id)
                patient = _at(owned, datetime.fromisoformat(session.begun))
                if patient is not None and session.id not in known:
                    known.add(session.id)
                    _insert(there, session, patient)
            return done

    def offer(self, device: str, name: str, plan: str) -> OfferedPlan:
        """A plan is sent to a speaker; returns it as it is sent. Raises `LimberError` where it belongs to nobody."""
        found = OfferedPlan(secrets.token_hex(16), plan)
        with self._changing() as there:
            patient = _at(_owners(there, {device}).get(device, []), self._now())
            if patient is None:
                raise LimberError("this speaker belongs to nobody; write down whose it is first")
            row = {"id": found.id, "device": device, "patient": patient, "name": name, "text": plan, "answer": "sent"}
            there.execute(insert(PLAN).values(**row, sent=self._now().isoformat(timespec="seconds"), why=""))
        return found

    def answered(self, device: str, told: PlanAnswer) -> None:
        """A speaker has told what became of a plan. Raises `LimberError`."""
        chosen = (PLAN.c.id == told.plan) & (PLAN.c.device == device) & PLAN.c.answer.in_(OPEN)
        with self._changing() as there:
            there.execute(update(PLAN).where(chosen).values(answer=told.answer, why=told.why))

    def unanswered(self, device: str) -> Sequence[OfferedPlan]:
        """The plans that a speaker has not answered yet. Raises `LimberError`."""
        chosen = (PLAN.c.device == device) & PLAN.c.answer.in_(OPEN)
        with self._changing() as there:
            rows = there.execute(select(PLAN.c.id, PLAN.c.text).where(chosen).order_by(PLAN.c.sent))
            return [OfferedPlan(row.id, row.text) for row in rows]

    def overview(self) -> Mapping[str, Row]:
        """Device -> whose it is, how many sessions of theirs there are, the last one, and the newest plans.

        Raises `LimberError`.
        """
        found: dict[str, Row] = {}
        counted = select(SESSION.c.patient, func.count(), func.max(SESSION.c.begun)).group_by(SESSION.c.patient)
        columns = (PLAN.c.device, PLAN.c.patient, PLAN.c.name, PLAN.c.answer, PLAN.c.why, PLAN.c.sent)
        with self._changing() as there:
            done = {patient: (number, last) for patient, number, last in there.execute(counted)}
            for device, owned in _owners(there, None).items():
                patient = _at(owned, self._now())
                number, last = done.get(patient, (0, ""))
                found[device] = {"patient": patient or "", "sessions": number, "last": last, "plans": []}
            for device, patient, *plan in there.execute(select(*columns).order_by(PLAN.c.sent.desc())):
                row = found.get(device)
                if row and row["patient"] == patient and len(row["plans"]) < PLANS_SHOWN:
                    row["plans"].append(dict(zip(("name", "answer", "why", "sent"), plan, strict=True)))
        return found

    def export(self, patient: str) -> Row:
        """All that there is of somebody. Raises `LimberError` where there is no such name."""
        with self._changing() as there:
            _require(there, patient)
            rows = there.execute(select(SESSION).where(SESSION.c.patient == patient).order_by(SESSION.c.begun))
            sessions: dict[str, Row] = {row.id: row._asdict() | {key: [] for key in PARTS} for row in rows}
            for key, table in PARTS.items():
                ours = select(SESSION.c.id).where(SESSION.c.patient == patient)
                chosen = select(table).where(table.c.session.in_(ours)).order_by(table.c.session, table.c.number)
                for row in there.execute(chosen):
                    part = {name: value for name, value in row._asdict().items() if name not in ("session", "number")}
                    sessions[row.session][key].append(part["flag"] if table is FLAG else part)
            plans = there.execute(select(PLAN).where(PLAN.c.patient == patient).order_by(PLAN.c.sent))
            return {
                "patient": patient,
                "sessions": list(sessions.values()),
                "plans": [row._asdict() for row in plans],
            }

    def delete(self, patient: str) -> int:
        """Delete all that there is of somebody, so that it is gone from the database; returns how many sessions.

        Their speakers belong to nobody from then on, and so does what still comes of them. Raises `LimberError`.
        """
        with self._changing() as there:
            _require(there, patient)
            ours = select(SESSION.c.id).where(SESSION.c.patient == patient)
            for table in PARTS.values():
                there.execute(delete(table).where(table.c.session.in_(ours)))
            there.execute(delete(PLAN).where(PLAN.c.patient == patient))
            there.execute(update(NAMING).where(NAMING.c.patient == patient).values(patient=None))
            number = there.execute(delete(SESSION).where(SESSION.c.patient == patient)).rowcount
        self._overwrite()
        return number

    def _overwrite(self) -> None:
        """Let nothing stay of what was deleted: not in the file and its log, or in the tables of PostgreSQL."""
        with self._told(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as there:
            if self._path is None:
                for table in (SESSION, NAMING, PLAN, *PARTS.values()):
                    there.execute(text(f"VACUUM FULL {table.name}"))
                return
            there.execute(text("VACUUM"))
            busy, *_ = there.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if busy:
            raise LimberError(f"{self.shown}: it is deleted, but another program reads it; end that, and delete again")

    @contextmanager
    def _changing(self, apart: type[BaseException] | tuple[()] = ()) -> Iterator[Connection]:
        """A connection; what is done with it is kept as a whole, or not at all. Raises `LimberError`, and `apart`."""
        with self._told(apart), self._engine.begin() as there:
            yield there

    @contextmanager
    def _told(self, apart: type[BaseException] | tuple[()] = ()) -> Iterator[None]:
        try:
            yield
        except apart:
            raise
        except SQLAlchemyError as error:
            cause = error.orig if isinstance(error, DatabaseError) and isinstance(error.orig, Exception) else error
            why = database_reason(cause, self._path) if self._path else without_number(cause)
            raise FileError(f"{self.shown}: the hub's database cannot be used: {why}") from error


def _read(url: str | URL) -> URL:
    """A URL. Raises `LimberError` where it is none of ours."""
    told = "'database' is sqlite:///path/of/a/file or postgresql://user@host/database"
    try:
        found = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise LimberError(told) from error
    if found.drivername not in DRIVERS or (found.drivername == "sqlite" and not found.database):
        raise LimberError(told)
    return found.set(drivername=DRIVERS[found.drivername])


def _prepare(file: Any, _record: object) -> None:
    """A new connection to SQLite: what is deleted is overwritten, and what was confirmed outlives a power cut."""
    try:
        for wanted in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
            file.execute(f"PRAGMA {wanted}")
    except BaseException:
        file.close()  # nobody else knows of it yet
        raise


def _owners(there: Connection, devices: Iterable[str] | None) -> Mapping[str, list[tuple[str, str | None]]]:
    """Device -> (since when, whose it is), in order; of all devices, or of these."""
    asked = select(NAMING.c.device, NAMING.c.since, NAMING.c.patient).order_by(NAMING.c.number)
    found: dict[str, list[tuple[str, str | None]]] = {}
    for device, since, patient in there.execute(
        asked if devices is None else asked.where(NAMING.c.device.in_(devices))
    ):
        found.setdefault(device, []).append((since, patient))
    return found


def _at(owned: Sequence[tuple[str, str | None]], moment: datetime) -> str | None:
    """Whose a speaker was at a moment; None: nobody's."""
    before = [patient for since, patient in owned if datetime.fromisoformat(since) <= moment]
    return before[-1] if before else None


def _insert(there: Connection, session: FinishedSession, patient: str) -> None:
    named = {"id": session.id, "device": session.id.partition("-")[0], "patient": patient}
    own = {name: getattr(session, name) for name in ("begun", "seconds", "routine", "ended", "effort")}
    there.execute(insert(SESSION).values(**named, **own))
    for key, table in PARTS.items():
        parts = [{"flag": part} if isinstance(part, str) else asdict(part) for part in getattr(session, key)]
        rows = [{"session": session.id, "number": number, **part} for number, part in enumerate(parts)]
        if rows:
            there.execute(insert(table), rows)


def _require(there: Connection, patient: str) -> None:
    known = {*there.execute(select(NAMING.c.patient)).scalars(), *there.execute(select(SESSION.c.patient)).scalars()}
    known.discard(None)
    if patient not in known:
        raise LimberError(f"there is nobody of the name '{patient}'{suggestion(patient, map(str, known))}")

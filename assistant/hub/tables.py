"""The tables of what a hub has collected: text and numbers alone, so that SQLite and PostgreSQL hold the same."""

from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

from assistant.hub.messages import TEXT_MOST

VERSION = 1
"""Of these tables. A hub that finds a higher one leaves them as they are."""
METADATA = MetaData()
NAME_MOST = 60
"""Characters of the name that a clinic chose for somebody."""


def _text(name: str) -> "Column[str]":
    return Column(name, String(TEXT_MOST), nullable=False, default="")


SCHEMA = Table("schema", METADATA, Column("version", Integer, primary_key=True))
NAMING = Table(
    "naming",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("device", String(16), nullable=False, index=True),
    Column("since", String(40), nullable=False),
    Column("patient", String(NAME_MOST), nullable=True, index=True),
)
"""Who a speaker belongs to from a moment on, in UTC; no patient: nobody."""
SESSION = Table(
    "session",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("patient", String(NAME_MOST), nullable=False, index=True),
    Column("device", String(16), nullable=False, index=True),
    Column("begun", String(40), nullable=False),
    Column("seconds", Float, nullable=False),
    _text("routine"),
    _text("ended"),
    _text("effort"),
)


def _of_session(name: str, *columns: "Column[Any]") -> Table:
    """Rows that belong to a session, in order."""
    session = Column("session", String(32), ForeignKey("session.id"), primary_key=True)
    return Table(name, METADATA, session, Column("number", Integer, primary_key=True), *columns)


PRACTICE = _of_session(
    "practice",
    _text("exercise"),
    _text("rung"),
    _text("side"),
    Column("set_no", Integer, nullable=False),
    Column("planned_s", Float, nullable=False),
    Column("done_s", Float, nullable=False),
    _text("how"),
    Column("at_s", Float, nullable=False),
)
PAIN = _of_session(
    "pain",
    _text("moment"),
    Column("score", Integer, nullable=True),
    _text("zone"),
    _text("area"),
    _text("side"),
    _text("word"),
    _text("exercise"),
    Column("at_s", Float, nullable=False),
)
FLAG = _of_session("flag", _text("flag"))
PARTS = {"sets": PRACTICE, "pains": PAIN, "flags": FLAG}
"""field of a FinishedSession -> where its rows are"""
PLAN = Table(
    "plan",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("device", String(16), nullable=False, index=True),
    Column("patient", String(NAME_MOST), nullable=False, index=True),
    _text("name"),
    Column("text", Text, nullable=False),
    Column("sent", String(40), nullable=False),
    Column("answer", String(12), nullable=False),
    _text("why"),
)
"""Plans that were sent; the answer is "sent" until the speaker has told one."""

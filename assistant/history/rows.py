"""Rows of the history as typed records: what each column holds, and what makes a row one that cannot be read.

Whatever comes from a file, an export or the database itself, passes through here before anything goes by it. So a date
that is none, or a text where a number belongs, is named by its column and never met later in the middle of a session.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any, get_args

from assistant.history.past import CheckAnswer, PainReport, Practice
from assistant.words.errors import LimberError
from assistant.words.records import Record, SessionEnd, SetEnd, Zone
from assistant.words.wire import kind_of, record_from

Read = Callable[[object], Any]
"""Gives what a column holds as the type it is used as. Raises ValueError, in words."""
YEARS = range(1970, 2200)
"""In which a session may have been begun: a machine without a clock begins in 1970."""
LONGEST_S = 100 * 366 * 24 * 3600.0
"""Seconds of anything, at most: a century. Raising it lets damaged numbers into sums."""
TEXT_MOST = 1000
"""Characters of a name or a word, at most. Raising it lets damaged texts be shown."""
SHOWN_MOST = 40
"""Characters of a value that are shown in a message. Raising it makes messages longer."""
KINDS = frozenset(map(kind_of, get_args(Record)))


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a column of a row."""

    column: str
    words: str


class RowError(LimberError):
    """A row that cannot be read; everything that is wrong with it."""

    def __init__(self, wrong: list[Wrong]) -> None:
        self.wrong = wrong
        super().__init__("; ".join(f"column '{each.column}': {each.words}" for each in wrong))


def quoted(value: object) -> str:
    """A value as a message shows it, cut where it is long."""
    text = str(value)
    return f"'{text[:SHOWN_MOST]}...'" if len(text) > SHOWN_MOST else f"'{text}'"


def moment(value: object) -> datetime:
    """A date and a time; one without an offset is of this machine's zone."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise ValueError(f"{quoted(value)} is no date and time; write it as 2026-03-02T08:00:00+01:00")
    return found if found.tzinfo else found.astimezone()


def whole(value: object) -> int:
    """A whole number that is not negative."""
    if type(value) is not int or not 0 <= value < LONGEST_S:
        raise ValueError(f"{quoted(value)} is no whole number from 0 on")
    return value


def seconds(value: object) -> float:
    """A length of time."""
    if type(value) not in (int, float) or not (isfinite(number := float(str(value))) and 0 <= number <= LONGEST_S):
        raise ValueError(f"{quoted(value)} is no number of seconds")
    return number


def score(value: object) -> int | None:
    """How strong a pain is; None: not said."""
    if value is not None and (type(value) is not int or not 0 <= value <= 10):
        raise ValueError(f"{quoted(value)} is no number from 0 to 10")
    return value if isinstance(value, int) else None


def text(value: object) -> str:
    """Words, or a name."""
    if not isinstance(value, str):
        raise ValueError(f"{quoted(value)} is no text")  # noqa: TRY004 (the callers wait for ValueError)
    if len(value) > TEXT_MOST:
        raise ValueError(f"{quoted(value)} is longer than {TEXT_MOST} characters")
    return value


def names(value: object) -> tuple[str, ...]:
    """A list of names, written as JSON."""
    try:
        found = json.loads(str(value))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise ValueError(f'{quoted(value)} is no list of names; write it as ["squat", "clamshell"]')
    return tuple(map(text, found))


def table(value: object) -> Mapping[str, object]:
    """A JSON table."""
    try:
        found = json.loads(str(value))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ValueError(f"{quoted(value)} is no table written as JSON")  # noqa: TRY004
    return found


def among(*known: str) -> Read:
    """One of these words."""

    def read(value: object) -> str:
        if value not in known:
            raise ValueError(f"{quoted(value)} must be one of: {', '.join(word or 'nothing' for word in known)}")
        return str(value)

    return read


SIDE = among("", "left", "right")
COLUMNS: Mapping[str, Mapping[str, Read]] = {
    "session": {
        "begun": moment, "routine": text, "items": names, "at": whole, "seconds": seconds,
        "ended": among("", *get_args(SessionEnd)), "effort": among("", "easy", "right", "hard"), "refused": names,
        "clock": among("", "set", "unset"), "boot": text, "up_s": seconds,
    },
    "practice": {
        "at_s": seconds, "exercise": text, "rung": text, "side": SIDE, "set_no": whole, "planned_s": seconds,
        "done_s": seconds, "how": among(*get_args(SetEnd)),
    },
    "pain": {
        "at_s": seconds, "moment": among("before", "report", "after", "morning"), "score": score,
        "zone": among("", *get_args(Zone)), "area": text, "word": text, "exercise": text, "side": SIDE,
    },
    "finding": {"at_s": seconds, "name": text, "key": text, "side": text, "value": text},
    "note": {"at_s": seconds, "kind": text, "data": table},
}  # fmt: skip
"""table -> what each of its columns holds, beside its own number and the session's"""
DETAILS: Mapping[str, tuple[str, type[Practice | PainReport | CheckAnswer]]] = {
    "practice": ("practices", Practice), "pain": ("pains", PainReport), "finding": ("check_answers", CheckAnswer),
}  # fmt: skip
"""table -> what `PastSession` calls its rows, and what each becomes"""
TABLES = tuple(COLUMNS)


def read_row(name: str, row: Mapping[str, object]) -> dict[str, Any]:
    """What a row of a table holds, each column as its type. Raises `RowError`, which names everything that is wrong."""
    found, wrong = {}, []
    for column, read in COLUMNS[name].items():
        try:
            found[column] = read(row[column])
        except ValueError as error:
            wrong.append(Wrong(column, str(error)))
    if not wrong and name == "note":
        wrong.extend(_wrong_of_note(found["kind"], found["data"]))
    if wrong:
        raise RowError(wrong)
    return found


def record_of(kind: str, data: Mapping[str, object]) -> Record | None:
    """The record in a note; None for a kind that another version of Limber wrote. Raises `LimberError`."""
    return record_from({**data, "kind": kind}) if kind in KINDS else None


def _wrong_of_note(kind: str, data: Mapping[str, object]) -> Iterator[Wrong]:
    try:
        record_of(kind, data)
    except LimberError as error:
        yield Wrong("data", str(error))

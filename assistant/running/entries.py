"""The lines of a journal: what went through a session, each with its session time.

A journal is a file of JSON lines. The first is the header, `{"journal": FORMAT, ...}`; every other is one entry,
`{"at": seconds, ...}` with one thing that happened: an event that the coach was given, an effect that it answered, what
became of a sound, a verdict on what was heard.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, assert_never

from assistant.audio.mixer import CueReport
from assistant.files import opened, told
from assistant.words.effects import Effect, Keep
from assistant.words.errors import LimberError
from assistant.words.events import Event
from assistant.words.records import ExerciseBegun
from assistant.words.units import Seconds
from assistant.words.verdicts import Verdict
from assistant.words.wire import effect_from, event_from, from_plain, to_plain

T = TypeVar("T")
FORMAT = 1
"""The number of this format; raised when an older Limber could not read a journal any more."""
SESSION_MOST_S = 1e7
"""Seconds after which no session goes on: four months. A time beyond it is damage."""


@dataclass(frozen=True, slots=True)
class Took:
    """The coach was given an event."""

    at: Seconds
    event: Event


@dataclass(frozen=True, slots=True)
class Passed:
    """The coach was only told the time, because a deadline had come due."""

    at: Seconds


@dataclass(frozen=True, slots=True)
class Answered:
    """The coach answered this, and it was carried out."""

    at: Seconds
    effect: Effect


@dataclass(frozen=True, slots=True)
class Sounded:
    """What became of a cue."""

    at: Seconds
    """The frame of the report as a time."""
    report: CueReport


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided of one hypothesis, by the thread that listens."""

    at: Seconds
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Troubled:
    """Something went wrong that the coach was not told of."""

    at: Seconds
    text: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something was here that was taken out before the journal was given to somebody else."""

    at: Seconds
    what: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The journal was closed as it should be: nothing is missing at its end."""

    at: Seconds


JournalEntry = Took | Passed | Answered | Sounded | Judged | Troubled | LeftOut | Closed


def entry_to_plain(entry: JournalEntry) -> dict[str, object]:
    """An entry as JSON data."""
    match entry:
        case Took(at, event):
            return {"at": at, "event": to_plain(event)}
        case Passed(at):
            return {"at": at, "event": None}
        case Answered(at, effect):
            return {"at": at, "effect": to_plain(effect)}
        case Sounded(at, report):
            return {"at": at, "sound": to_plain(report)}
        case Judged(at, verdict):
            return {"at": at, "verdict": to_plain(verdict)}
        case Troubled(at, text):
            return {"at": at, "trouble": text}
        case LeftOut(at, what):
            return {"at": at, "left_out": what}
        case Closed(at):
            return {"at": at, "closed": True}
        case _:
            assert_never(entry)


def entry_from(data: object) -> JournalEntry:
    """Back again. Raises `LimberError`."""
    match data:
        case {"at": int() | float() as at, **rest} if len(rest) == 1:
            if not 0 <= at <= SESSION_MOST_S:
                raise LimberError("this is no time of a session")
            kind, value = rest.popitem()
            entry = _entry(Seconds(at), str(kind), value)
        case _:
            raise LimberError("this is no entry of a journal")
    match entry:
        case Answered(_, Keep(ExerciseBegun(_, items, place))) if not 0 <= place < len(items):
            raise LimberError(f"there is no exercise {place + 1} among {len(items)}")
        case _:
            return entry


def _entry(at: Seconds, kind: str, data: object) -> JournalEntry:
    match kind, data:
        case "event", None:
            return Passed(at)
        case "event", _:
            return Took(at, _sensible(kind, lambda: event_from(data)))
        case "effect", _:
            return Answered(at, _sensible(kind, lambda: effect_from(data)))
        case "sound", _:
            return Sounded(at, _sensible(kind, lambda: from_plain(data, CueReport)))
        case "verdict", _:
            return Judged(at, _sensible(kind, lambda: from_plain(data, Verdict)))
        case "trouble", str():
            return Troubled(at, data)
        case "left_out", str():
            return LeftOut(at, data)
        case "closed", True:
            return Closed(at)
        case _:
            raise LimberError(f"there is no entry {kind!r} in a journal, or not with this value")


def _sensible(kind: str, read: Callable[[], T]) -> T:
    """What `read` returns. Raises `LimberError` in words that somebody understands who has not read the code."""
    try:
        return read()
    except LimberError as error:
        raise LimberError(f"this is no {kind} that Limber writes") from error


def _data(line: bytes) -> object:
    """The data of a line. Raises `LimberError` when it is no JSON, or holds what no journal holds."""
    try:
        data: object = json.loads(line)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise LimberError("this is no line of JSON that Limber writes") from error
    return data


@dataclass(frozen=True, slots=True)
class JournalRead:
    """A journal as it was read."""

    path: Path
    header: Mapping[str, object]
    entries: tuple[JournalEntry, ...]
    trouble: str
    """What is wrong with it, in a sentence; empty when nothing is. Entries are those before the damage."""


def read_journal(path: Path) -> JournalRead:
    """A journal as far as it can be read. Raises `LimberError` when there is none, or its header cannot be read."""
    with told(path, "this journal cannot be read"), opened(path) as file:
        first, *lines = file.read().split(b"\n")
    header = _header(path, first)
    entries: list[JournalEntry] = []
    for number, line in enumerate(lines, start=2):
        if not line and number == len(lines) + 1:
            break
        try:
            entries.append(entry_from(_data(line)))
        except LimberError as error:
            what = "cut off" if number == len(lines) + 1 else f"damaged ({error})"
            return JournalRead(path, header, tuple(entries), f"{path}:{number}: the journal is {what} from here on")
    whole = bool(entries) and isinstance(entries[-1], Closed)
    trouble = "" if whole else f"{path}: the journal breaks off: the program was ended before it could close it"
    return JournalRead(path, header, tuple(entries), trouble)


def _header(path: Path, line: bytes) -> Mapping[str, object]:
    try:
        data = _data(line)
    except LimberError:
        data = None
    match data:
        case {"journal": int() as version, **rest} if version <= FORMAT:
            return {str(name): value for name, value in rest.items()}
        case {"journal": int()}:
            raise LimberError(f"{path}: a newer Limber wrote this journal; please update this one")
        case _:
            raise LimberError(f"{path}: this is no journal of a session, or its first line is damaged")

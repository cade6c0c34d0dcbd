"""What happened in earlier sessions, as the store gives it and everything else reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.words.records import Record

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Practice:
    """One set of one exercise on one side."""

    exercise: str
    rung: str
    side: str = ""
    set_no: int = 1
    planned_s: float = 0
    done_s: float = 0
    how: str = "done"
    """"done", "skipped", "switched" or "hurt\""""
    at_s: float = 0
    """Session time."""


@dataclass(frozen=True, slots=True)
class PainReport:
    """One report of pain."""

    moment: str
    """"before", "report", "after", or "morning": of the morning after the session before"""
    score: int | None = None
    """0 to 10; None: not said"""
    zone: str = ""
    area: str = ""
    word: str = ""
    exercise: str = ""
    at_s: float = 0
    side: str = ""
    """The side that was said with the place: "left", "right" or empty."""


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """What was answered to one question of a self-check."""

    name: str
    """The check, an exercise."""
    key: str
    """Of what it asks."""
    side: str
    value: str
    """A number, or one of the words its question takes."""
    at_s: float = 0


@dataclass(frozen=True, slots=True)
class PastSession:
    """One session."""

    id: int
    begun: datetime
    """By the machine's clock, which may have been wrong."""
    routine: str = ""
    items: tuple[str, ...] = ()
    at: int = 0
    """The index of the exercise under way last."""
    seconds: float = 0
    """How long it took, by its own clock."""
    ended: str = ""
    """"finished", "left", "unwell", "deaf" or "unattended"; empty when it was cut off"""
    practices: tuple[Practice, ...] = ()
    pains: tuple[PainReport, ...] = ()
    check_answers: tuple[CheckAnswer, ...] = ()
    effort: str = ""
    """"easy", "right" or "hard"; empty when it was not said"""
    refused: frozenset[str] = frozenset()
    """Exercises whose change the person refused."""

    check_offered: bool = False
    """Whether a self-check was offered in it."""
    clock: str = ""
    """Whether the machine's clock could be believed then: "set" or "unset"; empty: an earlier version did not ask."""
    boot: str = ""
    """Which start of the machine it was; empty: not known."""
    up_s: float = 0
    """How long the machine had been on, in seconds."""
    counted: date | None = None
    """The day it counts for where the clock could not be believed; None: the day it was begun on."""

    @property
    def day(self) -> date:
        """The day it was begun on, as far as can be told."""
        return self.counted or self.begun.date()

    @property
    def practised(self) -> bool:
        """Whether anything was done in it, and somebody was there."""
        return self.ended != "unattended" and any(practice.how == "done" for practice in self.practices)

    def score(self, moment: str) -> int | None:
        """The score of a moment, as said last."""
        scores = [pain.score for pain in self.pains if pain.moment == moment and pain.score is not None]
        return scores[-1] if scores else None

    def by_exercise(self) -> Mapping[str, tuple[Practice, ...]]:
        """Exercise -> its sets"""
        names = dict.fromkeys(practice.exercise for practice in self.practices)
        return {name: tuple(practice for practice in self.practices if practice.exercise == name) for name in names}


@dataclass(frozen=True, slots=True)
class PastNote:
    """Something else that was recorded in a session."""

    session: int
    """Its id."""
    day: date
    """The day the session was begun on."""
    record: Record


@dataclass(frozen=True, slots=True)
class Past:
    """All sessions, in the order they were begun in."""

    sessions: tuple[PastSession, ...] = ()
    dated_notes: tuple[PastNote, ...] = ()
    """Everything else that was recorded, in order."""
    counted: date | None = None
    """The day it is now, where the clock cannot be believed; None: the clock's."""
    doubted: int = 0
    """Of how many sessions the day is not known for sure."""

    def day_at(self, now: datetime) -> date:
        """The day it is now, as far as can be told."""
        return self.counted or now.date()

    @property
    def notes(self) -> tuple[Record, ...]:
        """The same without when it was."""
        return tuple(note.record for note in self.dated_notes)

    @property
    def practised(self) -> tuple[PastSession, ...]:
        """The sessions in which something was done."""
        return tuple(session for session in self.sessions if session.practised)

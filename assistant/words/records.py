"""What the coach wants kept: every kind of record, each a frozen dataclass.

A record is written into the transcript, the journal and the history under its `kind`. The kinds are part of the files
that people keep, so a kind never changes its name.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from assistant.words.clinical_records import ClinicalRecord

Zone = Literal["green", "amber", "red"]
"""What the pain rules make of a report."""
Answer = Literal["yes", "no", "unsure"]
"""Of a question about health."""
SetEnd = Literal["done", "skipped", "switched", "hurt"]
"""How a set ended: to its end, left out, left for the other side, or left because of pain."""
SessionEnd = Literal["finished", "left", "unwell", "deaf", "unattended"]
"""How a session ended: all done, left early, left for pain, the microphone lost too often, or nobody there."""


@dataclass(frozen=True, slots=True)
class StateEntered:
    """The session went into another state."""

    kind: ClassVar[str] = "state"
    flow: str
    gate: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """The introduction of the first session was begun."""

    kind: ClassVar[str] = "introduced"


@dataclass(frozen=True, slots=True)
class HealthAnswered:
    """A question about health or about the home was answered."""

    kind: ClassVar[str] = "answer"
    question: str
    answer: Answer
    day: int = 0
    """The number of the day it was answered on, counted from the first day of the year 1; 0: not known."""


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """The person said that their health has changed, so everything is to be asked again."""

    kind: ClassVar[str] = "health_changed"


@dataclass(frozen=True, slots=True)
class Locked:
    """A red flag ended the session and locks the sessions to come."""

    kind: ClassVar[str] = "lock"
    flag: str


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The person said aloud that the red flag was looked at."""

    kind: ClassVar[str] = "unlock"


@dataclass(frozen=True, slots=True)
class MorningPain:
    """How strong the pain was on the morning after the last session."""

    kind: ClassVar[str] = "pain_morning"
    score: int
    """0 to 10."""
    zone: Zone


@dataclass(frozen=True, slots=True)
class PainBefore:
    """How strong the pain is before the session."""

    kind: ClassVar[str] = "pain_before"
    score: int
    """0 to 10."""
    zone: Zone


@dataclass(frozen=True, slots=True)
class PainAfter:
    """How strong the pain is after the exercises, or which word was said of it instead."""

    kind: ClassVar[str] = "pain_after"
    score: int | None
    """0 to 10; None: a word was said instead."""
    zone: Zone
    word: str = ""


@dataclass(frozen=True, slots=True)
class PainReported:
    """Something hurt during the session."""

    kind: ClassVar[str] = "pain"
    area: str
    """Empty when no place was named."""
    exercise: str
    """The exercise under way."""
    score: int | None
    """0 to 10; None: not said."""
    word: str
    """How it feels, such as "sharp"; empty when that was not said."""
    zone: Zone
    side: str = ""
    """The side that was said with the place: "left", "right" or empty."""


@dataclass(frozen=True, slots=True)
class ExerciseBegun:
    """An exercise is being described; a session that is cut off can be taken up here."""

    kind: ClassVar[str] = "place"
    routine: str
    items: tuple[str, ...]
    """The session's exercises, in order."""
    at: int
    """The index of this one."""


@dataclass(frozen=True, slots=True)
class SetEnded:
    """One set on one side ended."""

    kind: ClassVar[str] = "set"
    exercise: str
    rung: str
    side: str
    """"left", "right" or empty."""
    set_no: int
    """Counted from 1."""
    how: SetEnd
    planned_s: float
    done_s: float


@dataclass(frozen=True, slots=True)
class Practised:
    """An exercise was done for the first time in this session."""

    kind: ClassVar[str] = "practised"
    exercise: str


@dataclass(frozen=True, slots=True)
class Taught:
    """Something that needs explaining only once was explained."""

    kind: ClassVar[str] = "taught"
    what: str


@dataclass(frozen=True, slots=True)
class TipGiven:
    """A tip was given."""

    kind: ClassVar[str] = "tip"
    tip: str


@dataclass(frozen=True, slots=True)
class CheckOffered:
    """A self-check was offered because it was due."""

    kind: ClassVar[str] = "check_offered"


@dataclass(frozen=True, slots=True)
class CheckAnswered:
    """One question of a self-check was answered."""

    kind: ClassVar[str] = "check"
    name: str
    """The check, an exercise."""
    key: str
    """Which of its questions."""
    side: str
    value: str
    """A number, or one of the words that its question takes."""


@dataclass(frozen=True, slots=True)
class EffortTold:
    """How hard the session was: "easy", "right" or "hard"."""

    kind: ClassVar[str] = "effort"
    effort: str


@dataclass(frozen=True, slots=True)
class ChangesRefused:
    """The person wants these exercises as last time."""

    kind: ClassVar[str] = "refused"
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreferenceSet:
    """How the person wants to be spoken to."""

    kind: ClassVar[str] = "preference"
    name: Literal["rate", "volume", "verbosity", "counting"]
    value: float
    """"rate" and "volume" are factors, "verbosity" is 0 name only, 1 short, 2 full; "counting" is how much is counted
    aloud: 0 a soft tick, 1 few numbers, 2 all."""


@dataclass(frozen=True, slots=True)
class ReminderSet:
    """The person wants to be reminded."""

    kind: ClassVar[str] = "reminder"
    text: str
    """Such as "every weekday at 8:00"."""


@dataclass(frozen=True, slots=True)
class RemindersCleared:
    """The person wants no reminders any more."""

    kind: ClassVar[str] = "no_reminders"


@dataclass(frozen=True, slots=True)
class BreaksSet:
    """Whether the person wants to be called away from long sitting."""

    kind: ClassVar[str] = "breaks"
    wanted: bool


@dataclass(frozen=True, slots=True)
class HelpWanted:
    """The person called for help, and the house is told."""

    kind: ClassVar[str] = "help_wanted"
    confirmed: bool
    """Whether they said so again when they were asked; else nobody answered."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The person wants everything forgotten."""

    kind: ClassVar[str] = "forget"


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session came to an end that was meant."""

    kind: ClassVar[str] = "ended"
    how: SessionEnd


Record = (
    StateEntered
    | Introduced
    | HealthAnswered
    | HealthChanged
    | Locked
    | Unlocked
    | MorningPain
    | PainBefore
    | PainAfter
    | PainReported
    | ExerciseBegun
    | SetEnded
    | Practised
    | Taught
    | TipGiven
    | CheckOffered
    | CheckAnswered
    | EffortTold
    | ChangesRefused
    | PreferenceSet
    | ReminderSet
    | RemindersCleared
    | BreaksSet
    | HelpWanted
    | Forgotten
    | SessionEnded
    | ClinicalRecord
)
OF_ANSWERS = frozenset(
    record.kind for record in (MorningPain, PainBefore, PainAfter, PainReported, SetEnded, CheckAnswered)
)
"""Kinds of records that the answer to a question about a number leads to, and that are taken back with it."""

"""Records for whoever reads the report: the plan that was followed, what was measured, and what was misheard."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One exercise of a plan, and what the plan wants of it."""

    exercise: str
    sets: int = 0
    """0: as written"""
    side: str = ""
    """The only side, or empty."""
    rung: str = ""
    """The rung it begins on; empty: as written."""
    note: str = ""
    times: int = 1
    """How often it comes in a session."""
    hold_s: float = 0
    """0: as written"""
    reps: int = 0
    """0: as written"""
    rest_s: float = 0
    """Between two sets; 0: as written."""


@dataclass(frozen=True, slots=True)
class PlanFollowed:
    """The session follows a plan that somebody wrote for this person."""

    kind: ClassVar[str] = "plan"
    routine: str
    name: str
    author: str
    date: str
    """The day it was written on, such as "2026-03-02"; empty when it does not say."""
    days_a_week: int
    """0: not said"""
    times_a_day: int
    usual_pain: int | None
    """0 to 10; None: not said"""
    note: str
    exercises: tuple[PlannedExercise, ...]


@dataclass(frozen=True, slots=True)
class SessionPlanned:
    """What the session sets out to do, before anything hurts or is left out."""

    kind: ClassVar[str] = "planned"
    exercises: tuple[str, ...]
    sets: int
    """Of all exercises together, each side counted."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something of the person's own that is hard for them these days."""

    name: str
    """What was typed, or an id of the domain's list."""
    recording: str = ""
    """The file, beside the history, in which the person says it; empty: there is none."""


@dataclass(frozen=True, slots=True)
class ActivitiesNamed:
    """The person named their activities; these take the place of all earlier ones."""

    kind: ClassVar[str] = "activities"
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class UsualPain:
    """The person said how strong their pain usually is, and confirmed it."""

    kind: ClassVar[str] = "usual_pain"
    score: int
    """0 to 10."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The last record of a kind was made of words that were misheard: it does not hold."""

    kind: ClassVar[str] = "taken_back"
    what: str
    """Its kind, one of `OF_ANSWERS` in records.py."""


@dataclass(frozen=True, slots=True)
class FlagTakenBack:
    """A red flag was misheard, and the person took it back in the same session."""

    kind: ClassVar[str] = "flag_taken_back"
    flag: str
    still: str
    """The red flag that locks all the same; empty: none does."""


ClinicalRecord = PlanFollowed | SessionPlanned | ActivitiesNamed | UsualPain | TakenBack | FlagTakenBack

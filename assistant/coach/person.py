"""What the coach knows of the person, and how it learns more. The shell keeps it, on this machine only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import cast

from assistant.content.clinical import Screening
from assistant.words.clinical_records import ActivitiesNamed, Activity, FlagTakenBack, UsualPain
from assistant.words.errors import LimberError
from assistant.words.records import (
    BreaksSet,
    HealthAnswered,
    HealthChanged,
    Introduced,
    Locked,
    Practised,
    PreferenceSet,
    Record,
    RemindersCleared,
    ReminderSet,
    Taught,
    TipGiven,
    Unlocked,
)
from assistant.words.wire import from_plain, to_plain

STALE = 1
"""The day of an answer that is to be asked for again, because the person said that their health has changed."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person, as far as a session has to know them."""

    introduced: bool = False
    """Whether the first session's introduction has been heard."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """question about health or the home -> "yes", "no" or "unsure\""""
    lock: str = ""
    """The red flag that keeps sessions locked; empty when none does."""
    practised: Mapping[str, int] = field(default_factory=dict)
    """exercise -> in how many sessions it was done"""
    taught: frozenset[str] = frozenset()
    """What needs to be explained only once: "clock"; "room", how to lay it out; and "button", what its presses mean."""
    tips: int = 0
    """How many tips have been given."""
    preferences: Mapping[str, float] = field(default_factory=dict)
    """"rate" and "volume" as factors, "verbosity" and "counting" from 0 to 2, as they were asked for by voice"""
    reminders: tuple[str, ...] = ()
    """Of sessions, such as "every weekday at 8:00\"."""
    usual_pain: int | None = None
    """How strong their pain usually is, 0 to 10, as they said; None: they did not."""
    breaks: bool = False
    """Whether to be called to stand up after long sitting."""
    activities: tuple[Activity, ...] = ()
    """What is hard for them these days, in their own choice."""
    answered: Mapping[str, int] = field(default_factory=dict)
    """question -> the number of the day it was answered on, as in `Today`; an answer of an earlier version has none"""


def remember(person: Person, record: Record) -> Person:
    """The person after one record of the coach; records that say nothing about them change nothing."""
    match record:
        case Introduced():
            return replace(person, introduced=True)
        case HealthAnswered(question, answer, day):
            answers, answered = {**person.answers, question: answer}, {**person.answered, question: day}
            return replace(person, answers=answers, answered=answered)
        case HealthChanged():
            return replace(person, answered=dict.fromkeys(person.answers, STALE))
        case Locked(flag):
            return replace(person, lock=flag)
        case Unlocked():
            return replace(person, lock="")
        case FlagTakenBack(_, still):
            return replace(person, lock=still)
        case Practised(exercise):
            times = person.practised.get(exercise, 0) + 1
            return replace(person, practised={**person.practised, exercise: times})
        case Taught(what):
            return replace(person, taught=person.taught | {what})
        case TipGiven():
            return replace(person, tips=person.tips + 1)
        case PreferenceSet(name, value):
            return replace(person, preferences={**person.preferences, name: value})
        case ReminderSet(text):
            return replace(person, reminders=tuple(dict.fromkeys((*person.reminders, text))))
        case RemindersCleared():
            return replace(person, reminders=())
        case UsualPain(score):
            return replace(person, usual_pain=score)
        case BreaksSet(wanted):
            return replace(person, breaks=wanted)
        case ActivitiesNamed(activities):
            return replace(person, activities=activities)
        case _:
            return person


def to_data(person: Person) -> dict[str, object]:
    """The person as plain JSON data."""
    return cast("dict[str, object]", to_plain(person))


def from_data(data: object) -> Person:
    """Back again; what is missing is as for somebody new, what is unknown is left out. Raises `LimberError`."""
    if not isinstance(data, Mapping):
        raise LimberError("this is nothing that is known of a person")
    return from_plain({known.name: data[known.name] for known in fields(Person) if known.name in data}, Person)


def cleared(screening: Screening, day: int = 0) -> Person:
    """Somebody introduced, with a room laid out, whose answers, of this day (0: not known), limit nothing."""
    free = {"yes": "no", "no": "yes"}
    answers = {question.id: free[question.limits_on] for question in screening.questions}
    answered = dict.fromkeys(answers, day) if day else {}
    return Person(introduced=True, answers=answers, answered=answered, taught=frozenset({"room"}))


def known_well(person: Person, times: float) -> frozenset[str]:
    """The exercises done in so many sessions or more, which are told in short."""
    return frozenset(name for name, often in person.practised.items() if often >= times)

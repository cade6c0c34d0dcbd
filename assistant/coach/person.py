"""What the coach knows of the person, and how it learns more. The shell keeps it, on this machine only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import cast

from assistant.content.clinical import Screening
from assistant.words.errors import LimberError
from assistant.words.records import (
    BreaksSet,
    HealthAnswered,
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
    UsualPain,
)
from assistant.words.wire import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Person:
    """One person, as far as a session has to know them."""

    introduced: bool = False
    """Whether the first session's introduction has been heard."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """question about health -> "yes", "no" or "unsure\""""
    lock: str = ""
    """The red flag that keeps sessions locked; empty when none does."""
    practised: Mapping[str, int] = field(default_factory=dict)
    """exercise -> in how many sessions it was done"""
    taught: frozenset[str] = frozenset()
    """What needs to be explained only once: "clock"."""
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


def remember(person: Person, record: Record) -> Person:
    """The person after one record of the coach; records that say nothing about them change nothing."""
    match record:
        case Introduced():
            return replace(person, introduced=True)
        case HealthAnswered(question, answer):
            return replace(person, answers={**person.answers, question: answer})
        case Locked(flag):
            return replace(person, lock=flag)
        case Unlocked():
            return replace(person, lock="")
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


def cleared(screening: Screening) -> Person:
    """Somebody introduced whose answers limit nothing."""
    free = {"yes": "no", "no": "yes"}
    return Person(introduced=True, answers={question.id: free[question.limits_on] for question in screening.questions})


def known_well(person: Person, times: float) -> frozenset[str]:
    """The exercises done in so many sessions or more, which are told in short."""
    return frozenset(name for name, often in person.practised.items() if often >= times)


def all_answered(screening: Screening, person: Person) -> bool:
    """Whether every question about health has an answer."""
    return all(question.id in person.answers for question in screening.questions)


def permitted(screening: Screening, person: Person) -> frozenset[str] | None:
    """The exercises their answers allow; None: all of them."""
    lists = [
        question.allow
        for question in screening.questions
        if person.answers.get(question.id) in (question.limits_on, "unsure")
    ]
    if not all_answered(screening, person):
        lists.append(screening.without_answers)
    return frozenset.intersection(*lists) if lists else None


def surface(screening: Screening, person: Person) -> str:
    """Where they lie, if their answers change it; else an empty text."""
    changed = [
        question.surface
        for question in screening.questions
        if question.surface and person.answers.get(question.id) in (question.limits_on, "unsure")
    ]
    return changed[0] if changed else ""

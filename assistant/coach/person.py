"""What the coach knows of the person, and how it learns more. The shell keeps it, on this machine only."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.content.clinical import Screening


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
    """"rate" and "volume" as factors, "verbosity" from 0 to 2, as they were asked for by voice"""
    reminders: tuple[str, ...] = ()
    """Of sessions, such as "every weekday at 8:00\"."""
    breaks: bool = False
    """Whether to be called to stand up after long sitting."""


def remember(person: Person, kind: str, data: Mapping[str, str]) -> Person:
    """The person after one `Record` of the coach; records that say nothing about them change nothing."""
    return _LEARNT[kind](person, data) if kind in _LEARNT else person


def _practise(person: Person, exercise: str) -> Person:
    return replace(person, practised={**person.practised, exercise: person.practised.get(exercise, 0) + 1})


_LEARNT: Mapping[str, Callable[[Person, Mapping[str, str]], Person]] = {
    "introduced": lambda person, _: replace(person, introduced=True),
    "answer": lambda person, data: replace(person, answers={**person.answers, data["question"]: data["answer"]}),
    "lock": lambda person, data: replace(person, lock=data["flag"]),
    "unlock": lambda person, _: replace(person, lock=""),
    "practised": lambda person, data: _practise(person, data["exercise"]),
    "taught": lambda person, data: replace(person, taught=person.taught | {data["what"]}),
    "tip": lambda person, _: replace(person, tips=person.tips + 1),
    "preference": lambda person, data: replace(
        person, preferences={**person.preferences, data["name"]: float(data["value"])}
    ),
    "reminder": lambda person, data: replace(person, reminders=tuple(dict.fromkeys((*person.reminders, data["text"])))),
    "no_reminders": lambda person, _: replace(person, reminders=()),
    "breaks": lambda person, data: replace(person, breaks=data["wanted"] == "yes"),
}


def to_data(person: Person) -> dict[str, object]:
    """The person as plain data."""
    return {**asdict(person), "taught": sorted(person.taught), "reminders": list(person.reminders)}


def from_data(data: Mapping[str, object]) -> Person:
    """Back again; what is missing is as for somebody new. Raises TypeError, ValueError or AttributeError."""
    known = {**to_data(Person()), **{key: value for key, value in data.items() if key in asdict(Person())}}
    return Person(
        introduced=bool(known["introduced"]),
        answers={str(key): str(value) for key, value in _table(known["answers"]).items()},
        lock=str(known["lock"]),
        practised={str(key): int(value) for key, value in _table(known["practised"]).items()},
        taught=frozenset(map(str, _list(known["taught"]))),
        tips=int(str(known["tips"])),
        preferences={str(key): float(value) for key, value in _table(known["preferences"]).items()},
        reminders=tuple(map(str, _list(known["reminders"]))),
        breaks=bool(known["breaks"]),
    )


def _table(value: object) -> dict[Any, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def cleared(screening: Screening) -> Person:
    """Somebody introduced whose answers limit nothing."""
    free = {"yes": "no", "no": "yes"}
    return Person(introduced=True, answers={one.id: free[one.limits_on] for one in screening.questions})


def all_answered(screening: Screening, person: Person) -> bool:
    """Whether every question about health has an answer."""
    return all(one.id in person.answers for one in screening.questions)


def permitted(screening: Screening, person: Person) -> frozenset[str] | None:
    """The exercises their answers allow; None: all of them."""
    lists = [one.allow for one in screening.questions if person.answers.get(one.id) in (one.limits_on, "unsure")]
    if not all_answered(screening, person):
        lists.append(screening.without_answers)
    return frozenset.intersection(*lists) if lists else None


def surface(screening: Screening, person: Person) -> str:
    """Where they lie, if their answers change it; else an empty text."""
    changed = [
        one.surface
        for one in screening.questions
        if one.surface and person.answers.get(one.id) in (one.limits_on, "unsure")
    ]
    return changed[0] if changed else ""

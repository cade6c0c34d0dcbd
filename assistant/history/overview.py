"""Weeks and exercises at a glance: what tables and plots are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from assistant.content.model import Library
from assistant.history.past import WEEK, Past, PastSession


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, from a Monday on."""

    monday: date
    days: int
    """On which something was done."""
    minutes: float
    pain: float | None
    """The mean score before sessions; None: not said"""
    reports: int
    """Of pain, during sessions."""


@dataclass(frozen=True, slots=True)
class Done:
    """One exercise, over all sessions."""

    exercise: str
    name: str
    sessions: int
    sets: int
    """How many were begun or left out."""
    sets_done: int
    rung: str
    """On which it was done last."""
    left: float
    right: float
    """Minutes on each side."""
    minutes: float
    """On both, and without one."""
    last: date


def weeks(past: Past) -> list[Week]:
    """Every week from the first session to the last, the empty ones too."""
    done = past.practised
    if not done:
        return []
    mondays = [session.day - timedelta(days=session.day.weekday()) for session in done]
    first, last = min(mondays), max(mondays)
    count = (last - first).days // 7 + 1
    if count > 10 * 53:  # a clock that was wrong by years
        return [_week(monday, done) for monday in sorted(set(mondays))]
    return [_week(first + timedelta(weeks=number), done) for number in range(count)]


def _week(monday: date, done: Sequence[PastSession]) -> Week:
    own = [session for session in done if timedelta() <= session.day - monday < WEEK]
    pain = [score for _, score in scores(own)]
    return Week(
        monday,
        len({session.day for session in own}),
        sum(practice.done_s for session in own for practice in session.practices) / 60,
        mean(pain) if pain else None,
        sum(pain.moment == "report" for session in own for pain in session.pains),
    )


def named(library: Library, exercise: str) -> str:
    """An exercise's name; its id when there is no such exercise any more."""
    return library.exercises[exercise].name if exercise in library.exercises else exercise


def scores(sessions: Iterable[PastSession], moment: str = "before") -> list[tuple[date, int]]:
    """(day, pain) of the sessions where it was said at a moment."""
    return [(session.day, score) for session in sessions if (score := session.score(moment)) is not None]


def exercises(library: Library, past: Past) -> list[Done]:
    """Every exercise ever done, the most practised first."""
    found = []
    for name in dict.fromkeys(practice.exercise for session in past.practised for practice in session.practices):
        own = [
            session for session in past.practised if any(practice.exercise == name for practice in session.practices)
        ]
        sets = [practice for session in own for practice in session.practices if practice.exercise == name]
        left, right = (
            sum(practice.done_s for practice in sets if practice.side == side) / 60 for side in ("left", "right")
        )
        total = sum(each.done_s for each in sets) / 60
        done = sum(each.how == "done" for each in sets)
        found.append(
            Done(name, named(library, name), len(own), len(sets), done, sets[-1].rung, left, right, total, own[-1].day)
        )
    return sorted(found, key=lambda exercise: -exercise.minutes)

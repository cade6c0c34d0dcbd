"""Weeks and exercises at a glance: what tables and plots are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mean

from assistant.content.model import Library
from assistant.history.past import Past, PastSession


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

    name: str
    sessions: int
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
    mondays = [one.day - timedelta(days=one.day.weekday()) for one in done]
    first, last = min(mondays), max(mondays)
    count = (last - first).days // 7 + 1
    if count > 10 * 53:  # a clock that was wrong by years
        return [_week(monday, done) for monday in sorted(set(mondays))]
    return [_week(first + timedelta(weeks=number), done) for number in range(count)]


def _week(monday: date, done: Sequence[PastSession]) -> Week:
    own = [one for one in done if timedelta() <= one.day - monday < timedelta(days=7)]
    pain = [score for _, score in scores(own)]
    return Week(
        monday,
        len({one.day for one in own}),
        sum(each.done_s for one in own for each in one.practices) / 60,
        mean(pain) if pain else None,
        sum(each.moment == "report" for one in own for each in one.pains),
    )


def named(library: Library, exercise: str) -> str:
    """An exercise's name; its id when there is no such exercise any more."""
    return library.exercises[exercise].name if exercise in library.exercises else exercise


def scores(sessions: Iterable[PastSession]) -> list[tuple[date, int]]:
    """(day, pain before) of the sessions where it was said."""
    return [(one.day, score) for one in sessions if (score := one.score("before")) is not None]


def exercises(library: Library, past: Past) -> list[Done]:
    """Every exercise ever done, the most practised first."""
    found = []
    for name in dict.fromkeys(each.exercise for one in past.practised for each in one.practices):
        own = [one for one in past.practised if any(each.exercise == name for each in one.practices)]
        sets = [each for one in own for each in one.practices if each.exercise == name]
        side = {one: sum(each.done_s for each in sets if each.side == one) / 60 for one in ("left", "right")}
        total = sum(each.done_s for each in sets) / 60
        found.append(Done(named(library, name), len(own), side["left"], side["right"], total, own[-1].day))
    return sorted(found, key=lambda one: -one.minutes)

"""What was measured by voice: own activities, the back questionnaire, and the change since the beginning.

Which change matters is content/measures.yaml's. None of this says what somebody has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import mean

from assistant.content.model import Library
from assistant.content.needed import ACTIVITIES, BACK
from assistant.history.past import CheckAnswer, Past

CHANGE = "change"
"""The key of the question about the change since the beginning."""


@dataclass(frozen=True, slots=True)
class Run:
    """One time through a questionnaire, perhaps on several days."""

    begun: date
    day: date
    """Of its last answer."""
    answers: Mapping[str, str]
    """key -> answer"""
    of: int
    """How many questions it has."""

    @property
    def whole(self) -> bool:
        """Whether every question was answered, or refused."""
        return len(self.answers) >= self.of

    @property
    def score(self) -> int:
        """How many sentences somebody said yes to."""
        return sum(answer == "yes" for answer in self.answers.values())


@dataclass(frozen=True, slots=True)
class Measured:
    """A score at first and lately."""

    first_day: date
    first: float
    day: date
    last: float
    least: float
    """The smallest change that matters."""

    @property
    def matters(self) -> bool:
        """Whether the change is as great as that."""
        return abs(self.last - self.first) >= self.least


def back_runs(library: Library, past: Past) -> list[Run]:
    """Every time through the back questionnaire, in order; a new one begins where a key comes again, or too late."""
    exercise = library.exercises[BACK]
    asked = {ask.key for ask in exercise.asks}
    found: list[Run] = []
    for session in past.sessions:
        for answer in session.check_answers:
            if answer.name != BACK or answer.key not in asked:
                continue
            last = found[-1] if found else None
            late = last is not None and (session.day - last.day).days > library.measures.resume_days
            if last is None or late or last.whole or answer.key in last.answers:
                found.append(Run(session.day, session.day, {answer.key: answer.value}, len(asked)))
            else:
                found[-1] = Run(last.begun, session.day, {**last.answers, answer.key: answer.value}, len(asked))
    return found


def unfinished(library: Library, past: Past, day: date) -> Mapping[str, frozenset[str]]:
    """Exercise -> the questions answered already of a questionnaire that was broken off and may go on."""
    runs = back_runs(library, past)
    if not runs or runs[-1].whole or not 0 <= (day - runs[-1].day).days <= library.measures.resume_days:
        return {}
    return {BACK: frozenset(runs[-1].answers)}


def back(library: Library, past: Past) -> Measured | None:
    """The back questionnaire's score; None while it was never answered to its end."""
    whole = [run for run in back_runs(library, past) if run.whole]
    if not whole:
        return None
    first, last = whole[0], whole[-1]
    least = min(library.measures.back_change, max(1.0, library.measures.back_share * first.score))
    return Measured(first.day, first.score, last.day, last.score, least)


def activities(library: Library, past: Past) -> Measured | None:
    """How able the person is, as the mean over their activities, while these were the same ones; None: never said."""
    rated = [(session.day, _rated(session.check_answers)) for session in past.sessions]
    rated = [(day, scores) for day, scores in rated if scores]
    if not rated:
        return None
    day, last = rated[-1]
    first_day, first = next((day, scores) for day, scores in rated if scores.keys() == last.keys())
    return Measured(first_day, mean(first.values()), day, mean(last.values()), library.measures.activities_change)


def change(past: Past) -> tuple[date, str] | None:
    """(day, grade) of what was said last about the change since the beginning."""
    said = [
        (session.day, answer.value)
        for session in past.sessions
        for answer in session.check_answers
        if (answer.name, answer.key) == (ACTIVITIES, CHANGE)
    ]
    return said[-1] if said else None


def _rated(answers: tuple[CheckAnswer, ...]) -> dict[str, int]:
    return {
        answer.key: int(answer.value)
        for answer in answers
        if answer.name == ACTIVITIES and answer.key != CHANGE and answer.value.isdecimal()
    }

"""Two histories become one: every session once, in the order of their days, and the person careful in all that differs.

A session is known again by when it was begun, or by the start of the machine it was begun in. Where both histories have
it, the one that holds more of it is kept. Each history keeps its own order; a clock may have been wrong in it.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter

from assistant.coach.person import STALE, Person

Row = Mapping[str, object]
"""column -> value, as it is written"""


def without_numbers(row: Row) -> Row:
    """A row without its own number and its session's, as it is compared and written anew."""
    return {column: value for column, value in row.items() if column not in ("id", "session")}


@dataclass(frozen=True, slots=True)
class Kept:
    """A session with all that belongs to it, as it is written down."""

    begun: datetime
    """By its clock."""
    head: Row
    details: Mapping[str, Sequence[Row]]
    """table -> rows, without their own number and the session's"""
    id: int | None = None
    """Its number in our history; None: it is not there yet."""

    @property
    def marks(self) -> tuple[tuple[object, ...], ...]:
        """What it may be known again by."""
        began = ("began", self.begun.timestamp())
        return ((self.head["boot"], self.head["up_s"]), began) if self.head["boot"] else (began,)

    def covers(self, other: "Kept") -> bool:
        """Whether it holds all that another one holds that has a mark in common with it."""
        longer = float(str(self.head["seconds"])) >= float(str(other.head["seconds"]))
        if self.head["boot"] and other.head["boot"]:
            return longer and self.marks[0] == other.marks[0]
        return longer and _counted(other) <= _counted(self)


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge."""

    sessions: tuple[Kept, ...]
    """In order; those without a number are new."""
    grown: tuple[Kept, ...]
    """Sessions of ours of which the other history holds more, as it holds them."""
    known: int
    """How many sessions were here already."""

    @property
    def added(self) -> int:
        """How many sessions are new."""
        return sum(session.id is None for session in self.sessions)


def merged(ours: Sequence[Kept], theirs: Iterable[Kept]) -> Merged:
    """Our sessions and the ones of theirs that are not among them."""
    free: defaultdict[tuple[object, ...], list[Kept]] = defaultdict(list)
    for mine in ours:
        for mark in mine.marks:
            free[mark].append(mine)
    new: list[Kept] = []
    grown: dict[int | None, Kept] = {}
    known = 0
    for session in theirs:
        alike = [mine for mark in session.marks for mine in free.get(mark, ())]
        same = next((mine for mine in alike if mine.covers(session)), None)
        less = next((mine for mine in alike if session.covers(mine)), None)
        if same is None and less is None:
            new.append(session)
            continue
        if same is None and less is not None:
            grown[less.id] = replace(session, id=less.id)
        else:
            known += 1
        for mark in (same or less or session).marks:
            free[mark].remove(same or less or session)
    whole = [grown.get(mine.id, mine) for mine in ours]
    order = heapq.merge(whole, new, key=lambda session: session.begun)
    return Merged(tuple(order), tuple(grown.values()), known)


def numbered(sessions: Sequence[Kept]) -> list[int]:
    """A number for each session, rising. The last of ours keeps its own, as it may be under way just now."""
    own = [(at, session.id) for at, session in enumerate(sessions) if session.id is not None]
    if not own:
        return [*range(1, len(sessions) + 1)]
    last, number = own[-1]
    unmoved = len(own) == last + 1
    before = [found for _, found in own] if unmoved else [number - last + at for at in range(last + 1)]
    return [*before, *(number + 1 + at for at in range(len(sessions) - last - 1))]


def merged_person(ours: Person, theirs: Person) -> Person:
    """One person of both: what was said last, and where that cannot be told, what asks for more care.

    A lock of either stays: only the person can say that it was looked at.
    """
    given = {question: _answer(ours, theirs, question) for question in (*theirs.answers, *ours.answers)}
    answers = {question: answer for question, (answer, _) in given.items()}
    answered = {question: day for question, (_, day) in given.items()}
    practised = Counter(ours.practised) | Counter(theirs.practised)
    return Person(
        introduced=ours.introduced or theirs.introduced,
        answers=answers,
        lock=ours.lock or theirs.lock,
        practised=dict(practised),
        taught=ours.taught | theirs.taught,
        tips=max(ours.tips, theirs.tips),
        preferences={**theirs.preferences, **ours.preferences},
        reminders=tuple(dict.fromkeys((*ours.reminders, *theirs.reminders))),
        usual_pain=theirs.usual_pain if ours.usual_pain is None else ours.usual_pain,
        breaks=ours.breaks or theirs.breaks,
        activities=ours.activities or theirs.activities,
        answered=answered,
    )


def _answer(ours: Person, theirs: Person, question: str) -> tuple[str, int]:
    """(answer, day) of the two that are known; where they cannot be told apart, it is to be asked again."""
    known = [
        (person.answered.get(question, 0), person.answers[question])
        for person in (ours, theirs)
        if question in person.answers
    ]
    days, answers = {day for day, _ in known}, {answer for _, answer in known}
    day, answer = max(known, key=itemgetter(0))
    unsure = STALE in days or (len(days) == 1 and len(answers) > 1)
    return answer, STALE if unsure else day


def _counted(session: Kept) -> Counter[tuple[str, tuple[tuple[str, object], ...]]]:
    return Counter((name, tuple(sorted(row.items()))) for name, rows in session.details.items() for row in rows)

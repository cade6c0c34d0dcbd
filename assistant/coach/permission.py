"""Who may do what: which exercises a person's answers leave, and why each other one is left out.

A question that has no answer limits as if it had been answered with care: somebody who has said nothing may do what
everybody may do, and uses no chair, no bed and no wall. `hoped` answers the other question: what would be left if every
question without an answer were answered well. A session that is still going to ask is planned by it, and never done.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.coach.person import STALE, Person
from assistant.content.clinical import Limit, Part, Question, Screening
from assistant.content.model import Exercise, Library, Routine
from assistant.content.ways import STANDING


def applies(question: Question, person: Person) -> bool:
    """Whether a question limits at all, by the answer to the one that it follows from; careful while that has none."""
    return not question.after or person.answers.get(question.after, "unsure") in question.after_answers


def follows(question: Question, person: Person) -> bool:
    """Whether a question can be asked: the one that it follows from has been answered, and so that it does."""
    return not question.after or person.answers.get(question.after) in question.after_answers


def limiting(screening: Screening, person: Person, *, hoped: bool = False) -> tuple[Question, ...]:
    """The questions whose answers, or whose missing answers, leave something out."""
    return tuple(
        question
        for question in screening.questions
        if applies(question, person) and _limits(question, person.answers.get(question.id, ""), hoped=hoped)
    )


def _limits(question: Question, answer: str, *, hoped: bool) -> bool:
    return answer in (question.limits_on, "unsure") or (not answer and not hoped)


def furniture(screening: Screening, person: Person, *, hoped: bool = False) -> frozenset[str]:
    """What the person has and can use, of the domain's furniture."""
    told = {"yes", ""} if hoped else {"yes"}
    return frozenset(
        question.furniture
        for question in screening.questions
        if question.furniture and person.answers.get(question.id, "") in told
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What a person's answers come to, before any exercise is looked at."""

    questions: tuple[Question, ...]
    """Those that leave something out."""
    things: frozenset[str]
    """The furniture they have and can use."""
    off_floor: bool
    """Whether they may not lie on the floor."""

    @property
    def in_bed(self) -> bool:
        """Whether they lie, if at all, in the bed that they have."""
        return self.off_floor and "bed" in self.things


def _told(library: Library, person: Person, *, hoped: bool) -> _Told:
    questions = limiting(library.screening, person, hoped=hoped)
    off_floor = any("floor" in limit.levels_out for question in questions for limit in question.limits)
    return _Told(questions, furniture(library.screening, person, hoped=hoped), off_floor)


def surface(library: Library, person: Person, *, hoped: bool = False) -> str:
    """Where the person has to lie: "bed" when they may not lie on the floor and have one; else an empty text."""
    told = _told(library, person, hoped=hoped)
    return "bed" if told.in_bed else ""


def placed(library: Library, routine: Routine, person: Person, *, hoped: bool = False) -> str:
    """Where the person lies in a routine, "floor" or "bed"."""
    wanted = routine.surface == "bed" and "bed" in furniture(library.screening, person, hoped=hoped)
    return "bed" if wanted else surface(library, person, hoped=hoped) or "floor"


def permitted(library: Library, person: Person, *, hoped: bool = False) -> frozenset[str]:
    """The exercises that a person may do with what they have told us."""
    told = _told(library, person, hoped=hoped)
    left_out = (_left_out(library, question, in_bed=told.in_bed) for question in told.questions)
    out_of_reach = _once(
        library,
        ("out of reach", told.things, told.in_bed),
        (name for name, each in library.exercises.items() if any(_lacking(library, told, each))),
    )
    return frozenset(library.exercises).difference(out_of_reach, *left_out)


def too_hard(library: Library, person: Person) -> frozenset[str]:
    """The rungs of their own ladder that load more than a person may load, though the exercise as written does not."""
    bounds: dict[str, int] = {}
    for question in limiting(library.screening, person):
        for limit in question.limits:
            for area, most in limit.most.items():
                bounds[area] = min(most, bounds.get(area, most))
    return _once(
        library,
        ("too hard", frozenset(bounds.items())),
        (
            rung.id
            for exercise in library.exercises.values()
            for rung in exercise.ladder
            if any(bounds.get(area, load) < load for area, load in rung.load.items())
        ),
    )


def against(library: Library, person: Person, exercise: str, *, hoped: bool = False) -> tuple[str, ...]:
    """Why a person may not do an exercise: the ids of the questions that leave it out; empty: they may."""
    return tuple(_reasons(library, _told(library, person, hoped=hoped), library.exercises[exercise]))


def _once(library: Library, key: Hashable, names: Iterable[str]) -> frozenset[str]:
    """The names, looked at only if nobody has asked this library for them by this key."""
    return library.worked_out.once(key, lambda: frozenset(names))


def _reasons(library: Library, told: _Told, exercise: Exercise) -> Iterator[str]:
    for question in told.questions:
        if exercise.id in _left_out(library, question, in_bed=told.in_bed):
            yield question.id
    yield from _lacking(library, told, exercise)


def _level(library: Library, exercise: Exercise, *, in_bed: bool) -> str:
    """The level an exercise is done on, by somebody who lies on the floor, or only `in_bed`."""
    position = library.positions[exercise.position]
    return "bed" if in_bed and position.lying else position.level


def _left_out(library: Library, question: Question, *, in_bed: bool) -> frozenset[str]:
    """What a question's limits leave out."""

    def leaves_out(exercise: Exercise) -> bool:
        level = _level(library, exercise, in_bed=in_bed)
        demands = library.positions[exercise.position].demands
        asked = None if exercise.demands is None else frozenset((*exercise.demands, *demands))
        return any(_leaves_out(limit, exercise, level, asked) for limit in question.limits)

    key = ("left out", question.id, in_bed)
    return _once(library, key, (name for name, each in library.exercises.items() if leaves_out(each)))


def _leaves_out(limit: Limit, exercise: Exercise, level: str, asked: frozenset[str] | None) -> bool:
    return (
        asked is None
        or bool(limit.leave_out & asked)
        or level in limit.levels_out
        or bool(limit.kinds and exercise.kind not in limit.kinds)
        or any(exercise.load[area] > most for area, most in limit.most.items())
    )


def _lacking(library: Library, told: _Told, exercise: Exercise) -> Iterator[str]:
    """The questions about furniture that stand against an exercise, or against the way to it and back."""
    position = library.positions[exercise.position]
    needs = [needed for needed in (position.needs, exercise.needs) if needed]
    level = _level(library, exercise, in_bed=told.in_bed)
    station = library.ways.entered_from(position.id, level)[0]
    if not all(library.ways.leads(*way, told.things) for way in ((STANDING, station), (station, STANDING))):
        steps = library.ways.path(STANDING, station) or ()
        needs.append(tuple(dict.fromkeys(step.needs for step in steps if step.needs)))
    for needed in needs:
        if not told.things.intersection(needed):
            yield from (question.id for question in library.screening.questions if question.furniture in needed)


def due(screening: Screening, person: Person, day: int, part: Part | None = None) -> list[Question]:
    """The questions that are to be asked on a day (its number; 0: not known), of one part or of both."""
    return [
        question
        for question in screening.questions
        if part in (None, question.part)
        and follows(question, person)
        and (question.id not in person.answers or _is_old(person.answered, question.id, day, screening.again_days))
    ]


def _is_old(answered: Mapping[str, int], question: str, day: int, most: int) -> bool:
    """Whether an answer is to be asked for again; one without a day is old as soon as today's is known."""
    given = answered.get(question, 0)
    return given == STALE or (day > 0 and (not given or not 0 <= day - given < most))

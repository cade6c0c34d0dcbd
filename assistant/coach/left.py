"""How much of a session is left, as it will be done: with today's doses, and from where the person is in it."""

from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass, replace

from assistant.coach.length import Planned, after_s, around_s, detail_of, exercise_parts, items_s
from assistant.coach.place import Place
from assistant.coach.plan import Plan


def remaining_s(plan: Plan, known: Collection[str]) -> float:
    """Seconds of a session that begins now with the exercise we are at; the `known` is told in short."""
    return around_s(plan.library, plan.routine) + items_s(plan.library, plan.routine, _ahead(plan, known, plan.at))


@dataclass(slots=True)
class Waits:
    """How much of the waits before the counts has passed until the person said that they are ready."""

    there_s: float = 0
    """Seconds of all these waits, if they had passed to their end."""
    passed_s: float = 0

    def note(self, there_s: float, left_s: float) -> None:
        """A count begins after a wait, with so many of its seconds left."""
        self.there_s += there_s
        self.passed_s += max(0.0, there_s - left_s)

    @property
    def share(self) -> float:
        """The share of them that passed, 0 to 1; all of them until it is known."""
        return self.passed_s / self.there_s if self.there_s else 1


@dataclass(frozen=True, slots=True)
class Reached:
    """How far one has got with the exercise we are at."""

    untold: float = 1
    """Which share of its description has not been heard."""
    counted_s: float = 0
    """Seconds that were counted of the set under way."""
    set_over: bool = False
    """Whether that set has ended."""
    waits: float = 1
    """The share of each wait that passes until the person says that they are ready."""


def left_s(plan: Plan, place: Place, known: Collection[str], reached: Reached) -> float:
    """Seconds from now on of a session under way."""
    library, routine = plan.library, plan.routine
    here = next(_ahead(plan, known, plan.at))
    waits = reached.waits
    parts = exercise_parts(library, routine, here, moves=not place.is_in(plan), waits=waits)
    if place.described != plan.exercise.id:
        ahead = _ahead(plan, known, plan.at)
        whole = items_s(library, routine, ahead, place.position, place.station, waits=waits)
        return after_s(routine) + whole - parts.told * (1 - reached.untold)
    sides, dose = len(plan.sides) or 1, plan.dose
    now = parts.left_s(sides, dose.sets, plan.side_at, plan.set) - reached.counted_s
    if reached.set_over:
        now -= parts.each + parts.asked
    else:
        now += parts.steps["set"] * reached.untold
    then = replace(place)
    then.arrive(plan)
    later = _ahead(plan, known, plan.at + 1)
    return after_s(routine) + now + items_s(library, routine, later, then.position, then.station, waits=waits)


def _ahead(plan: Plan, known: Collection[str], at: int) -> Iterator[Planned]:
    """The exercises from an index on, as they will be done."""
    other = copy(plan)
    for index in range(at, len(plan.items)):
        name = plan.items[index]
        if index == plan.at or plan.allowed(name):
            if index > plan.at:
                other.go_to(index)
            again = name in plan.items[:index]
            yield other.exercise, other.dose, detail_of(plan.routine, name, known, again=again)

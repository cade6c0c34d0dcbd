"""What can be seen of a session from outside: for tests, the terminal and the page. A snapshot, never changed."""

from dataclasses import dataclass, replace

from assistant.coach.asked import OpenQuestion
from assistant.coach.outlook import to_come
from assistant.coach.person import Person
from assistant.coach.stage import Stage
from assistant.coach.states import ASKING
from assistant.coach.steps import can_rise, told_to_stay
from assistant.content.model import Dose
from assistant.words.units import Seconds


@dataclass(frozen=True, slots=True)
class Counting:
    """A count under way, or one that was interrupted."""

    elapsed_s: float
    """How far it has got, in its own time; a little below zero before the first number."""
    number: int
    """The last number that was counted; 0 before the first one."""


@dataclass(frozen=True, slots=True)
class View:
    """One moment of a session."""

    flow: str
    gate: str
    routine: str
    items: tuple[str, ...]
    """The session's exercises, in order."""
    at: int
    """The index of the one under way."""
    exercise: str
    rung: str
    at_home: bool
    """Whether this is the rung on which the exercise is written."""
    side: str
    """"left", "right" or empty."""
    set_no: int
    """Counted from 1."""
    sets: int
    dose: Dose
    """How much is to be done, on this rung and within the routine's caps."""
    count: Counting | None
    """None: nothing is counted."""
    listening: frozenset[str]
    """What can usefully be said, by intent."""
    asked: OpenQuestion | None
    """The question that waits for its answer; None when none does."""
    level: str
    """The level the person is on, such as "floor", as far as they said."""
    awaited: bool
    """Whether nothing goes on until the person says that they are ready."""
    giving_way: bool
    """Whether we keep silent for somebody who speaks over us."""
    rate: float
    volume: float
    """Factors."""
    verbosity: int
    """What was asked for: 0 name only, 1 short, 2 full."""
    detail: int
    """How much of this exercise is told, in the same numbers."""
    person: Person

    @property
    def locked(self) -> bool:
        """Whether a red flag keeps sessions locked."""
        return bool(self.person.lock)

    def counting(self, count: Counting | None) -> "View":
        """The same with this count; views are asked for all the time, so it is made anew only where that differs."""
        return self if count == self.count else replace(self, count=count)


def view_of(stage: Stage, listening: frozenset[str], now: Seconds) -> View:
    """The stage as it is `now`, in session time; `listening` are the intents the coach listens for."""
    plan, preferences = stage.plan, stage.preferences
    return View(
        flow=stage.flow,
        gate=stage.gate,
        routine=plan.routine.id,
        items=tuple(to_come(plan)),
        at=plan.at,
        exercise=plan.exercise.id,
        rung=plan.rung.id,
        at_home=plan.rung_at == plan.exercise.home,
        side=plan.side,
        set_no=plan.set,
        sets=plan.dose.sets,
        dose=plan.dose,
        count=counted(stage, now),
        listening=listening,
        asked=stage.asked.question if stage.flow in ASKING else None,
        level=stage.place.level,
        awaited=_awaited(stage),
        giving_way=stage.speech.silent_until is not None,
        rate=preferences.rate,
        volume=preferences.volume,
        verbosity=preferences.verbosity,
        detail=stage.detail,
        person=stage.person,
    )


def _awaited(stage: Stage) -> bool:
    """Whether nothing goes on until the person says that they are ready.

    Who was told to stay down, or has no way up, is not hurried.
    """
    led = stage.flow in ("prepare", "travel", "rising")
    led = led or (stage.flow == "down" and can_rise(stage) and not told_to_stay(stage))
    return led or stage.flow == "there" or (stage.flow == "ready" and stage.place.out)


def counted(stage: Stage, now: Seconds) -> Counting | None:
    """How far the count has got; None where nothing is counted."""
    count = stage.count
    if stage.flow != "work" and count.interrupted_at is None:
        return None
    elapsed = count.elapsed(now)
    return Counting(elapsed, count.drill.number_at(elapsed))

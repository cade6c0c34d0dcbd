"""What a clinician's plan says beside the list of exercises: of the plan as a whole, and of single exercises."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Prescription:
    """What a plan wants of one exercise; an empty field leaves it as the exercise is written."""

    sets: int = 0
    """On every rung; 0: as written."""
    side: str = ""
    """The only side it is done on, "left" or "right"."""
    rung: str = ""
    """The rung of its ladder on which it begins."""
    say: tuple[str, ...] = ()
    """Sentences that are spoken when the exercise is described."""
    note: str = ""
    """Never spoken; it stands on the sheet and in the report."""
    hold_s: float = 0
    """Seconds of a hold; 0: as written."""
    reps: int = 0
    """Repetitions of what is counted; 0: as written."""
    rest_s: float = 0
    """Seconds of rest between two sets; 0: as written."""

    @property
    def for_another(self) -> "Prescription":
        """What of it holds for an exercise that stands in for this one."""
        return Prescription(self.sets, self.side)


AS_WRITTEN = Prescription()
"""Of an exercise of which nothing is prescribed."""


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What a plan says of itself; empty for a routine that nobody wrote for one person."""

    author: str = ""
    date: str = ""
    """The day it was written on, such as "2026-03-02"."""
    contact: str = ""
    """Whom the person is to call, and where."""
    days_a_week: int = 0
    """On how many days it is to be done; 0: nothing said."""
    times_a_day: int = 1
    """How often on each of these days."""
    usual_pain: int | None = None
    """The pain, 0 to 10, that is usual for this person before a session; None: nothing said."""
    say: tuple[str, ...] = ()
    """Sentences that are spoken when a session begins."""


@dataclass(frozen=True, slots=True)
class Prescribed:
    """All that a plan prescribes."""

    head: PlanHead = PlanHead()
    exercises: Mapping[str, Prescription] = field(default_factory=dict)
    """exercise -> what is wanted of it, where that differs from how it is written"""
    own: tuple[str, ...] = ()
    """Exercises that the plan's file describes itself."""

    @property
    def only_side(self) -> str:
        """The side, if there is one that all which is prescribed for one side keeps to; else empty."""
        sides = {wanted.side for wanted in self.exercises.values()} - {""}
        return sides.pop() if len(sides) == 1 else ""

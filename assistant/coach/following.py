"""Which plan a session follows, kept once for whoever reads the report."""

from dataclasses import dataclass

from assistant.coach.stage import Stage
from assistant.content.model import Routine
from assistant.content.prescription import Prescribed
from assistant.words.clinical_records import PlanFollowed, PlannedExercise


@dataclass
class Following:
    """What is remembered of it within a session."""

    kept: str = ""
    """The plan that was recorded already."""


def note_plan(stage: Stage) -> None:
    """Record the plan that the session follows, if it follows one and that is not recorded yet."""
    own, routine = stage.of(Following), stage.plan.routine
    if routine.prescribed != Prescribed() and own.kept != routine.id:
        own.kept = routine.id
        stage.keep(_followed(routine))


def _followed(routine: Routine) -> PlanFollowed:
    head = routine.prescribed.head
    wanted = [(name, routine.of(name)) for name in routine.items]
    return PlanFollowed(
        routine.id, routine.name, head.author, head.date, head.days_a_week, head.times_a_day, head.usual_pain,
        routine.note, tuple(PlannedExercise(name, each.sets, each.side, each.rung, each.note) for name, each in wanted),
    )  # fmt: skip

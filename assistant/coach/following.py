"""What a session sets out to do, and which plan it follows: kept once for whoever reads the report."""

from dataclasses import dataclass

from assistant.coach.stage import Stage
from assistant.content.model import Routine
from assistant.content.prescription import Prescribed, Prescription
from assistant.words.clinical_records import PlanFollowed, PlannedExercise, SessionPlanned


@dataclass
class Following:
    """What is remembered of it within a session."""

    kept: str = ""
    """The routine of which that was recorded already."""


def note_plan(stage: Stage) -> None:
    """Record what the session sets out to do, and the plan that it follows, if that is not recorded yet."""
    own, plan = stage.of(Following), stage.plan
    if own.kept == plan.routine.id:
        return
    own.kept = plan.routine.id
    exercises = [plan.library.exercises[name] for name in plan.items]
    sets = [
        plan.routine.dose_of(each.id, each.dose).sets * (len(plan.routine.sides_of(each)) or 1) for each in exercises
    ]
    stage.keep(SessionPlanned(tuple(plan.items), sum(sets)))
    if plan.routine.prescribed != Prescribed():
        stage.keep(_followed(plan.routine))


def _followed(routine: Routine) -> PlanFollowed:
    head = routine.prescribed.head
    wanted = [(name, routine.of(name)) for name in dict.fromkeys(routine.items)]
    return PlanFollowed(
        routine.id, routine.name, head.author, head.date, head.days_a_week, head.times_a_day, head.usual_pain,
        routine.note, tuple(_planned(name, each, routine.items.count(name)) for name, each in wanted),
    )  # fmt: skip


def _planned(name: str, wanted: Prescription, times: int) -> PlannedExercise:
    return PlannedExercise(
        name, wanted.sets, wanted.side, wanted.rung, wanted.note, times, wanted.hold_s, wanted.reps, wanted.rest_s
    )

"""A session built in the midst of another: for what was just asked for, or again by answers that have changed."""

from assistant.coach import fit
from assistant.coach.greeting import left_out
from assistant.coach.outlook import outlook
from assistant.coach.permission import furniture
from assistant.coach.stage import Stage
from assistant.content.wish import Wish
from assistant.words.effects import Line


def build_for(stage: Stage, wish: Wish) -> bool:
    """Take up a session that is built to fit a wish; whether there is one. Who has no bed has none in bed."""
    if wish.place == "bed" and "bed" not in furniture(stage.library.screening, stage.person, hoped=True):
        return False
    allowed = [name for name, exercise in stage.library.exercises.items() if stage.plan.bounds.may_allow(exercise)]
    routine = fit.build(stage.library, wish, allowed, stage.known, stage.surface, stage.today.found.planes)
    if routine is not None:
        stage.plan.begin(routine)
    return routine is not None


def build_again(stage: Stage) -> tuple[Line, ...]:
    """Build a session that was built to fit anew, by the answers there are now; the lines say what it lacks, and why.

    Where nothing suits the wish any more, it stays as it is, and the welcome says what it lacks.
    """
    plan = stage.plan
    if plan.routine.id != fit.BUILT:
        return ()
    lacks = tuple(left_out(outlook(plan), stage.person))
    return lacks if build_for(stage, plan.routine.wish) else ()

"""The course of an exercise by itself: told, ready, counted, rested, and the next side, set or exercise."""

from assistant.coach import telling
from assistant.coach.counting import drill
from assistant.coach.stage import Stage, Turn
from assistant.coach.steps import asks_now, describe, describe_side, finish_set, more_to_do, rest, rest_s
from assistant.coach.table import on
from assistant.words.effects import line


def rest_follows(stage: Stage, turn: Turn) -> bool:
    """Whether more is to be done, and nothing is asked first."""
    return more_to_do(stage, turn) and not asks_now(stage, turn)


def await_ready(stage: Stage, _turn: Turn) -> None:
    """Wait until the person is ready."""
    stage.place.arrive(stage.plan)
    stage.course.set("ready_due", stage.now + stage.wait_s)


def begin_work(stage: Stage, _turn: Turn) -> None:
    """Begin to count, where an interrupted count was."""
    stage.speech.quiet("talk")
    stage.place.arrive(stage.plan)
    stage.count.prepare(drill(stage.plan.exercise, stage.plan.dose))
    stage.speech.answer(line("begin"))
    stage.count.start(stage.now)


def finish_step(stage: Stage, turn: Turn) -> None:
    """Say that the set is done, and rest."""
    stage.speech.tell(*finish_set(stage, turn), rest(stage))


def start_rest(stage: Stage, _turn: Turn) -> None:
    """Let the rest begin."""
    stage.course.set("rest_due", stage.now + rest_s(stage))


def describe_step(stage: Stage, _turn: Turn) -> None:
    """Go to the next side, set or exercise and describe it."""
    step = stage.plan.advance()
    if step == "side":
        describe_side(stage)
    elif step == "set":
        stage.wait_s = stage.pacing.side_s
        said = line("set_next", set=stage.plan.set, sets=stage.plan.dose.sets)
        stage.speech.tell(said, *telling.side_first(stage.plan))
    else:
        describe(stage)


ROWS = (
    on("told", "brief", "ready", await_ready),
    on("start", ("brief", "ready"), "work", begin_work),
    on("yes", "ready", "work", begin_work),
    on("ready_due", "ready", "work", begin_work),
    on("count_due", "work", "rest", finish_step, when=rest_follows),
    on("told", "rest", None, start_rest),
    on(("rest_due", "start", "yes"), "rest", "brief", describe_step),
)

"""One set of an exercise: how it ends and is recorded, the rest after it, and how one comes out of the exercise."""

from assistant.coach import length, telling
from assistant.coach.counting import drill
from assistant.coach.interview import Interview
from assistant.coach.learning import learn
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import IN_EXERCISE
from assistant.words.effects import Chime, Line, line
from assistant.words.records import Practised, SetEnd, SetEnded


def finish_set(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """A set is done to its end; the lines say so, and how to come out of the exercise."""
    exercise = stage.plan.exercise
    stage.effects.append(Chime("done"))
    record_set(stage, turn, "done")
    if exercise.id not in stage.practised:
        stage.practised.add(exercise.id)
        learn(stage, Practised(exercise.id))
    stage.place.ended = True
    if stage.library.positions[exercise.position].leave:
        stage.place.change()
    key = "released" if exercise.kind == "hold" else "finished_reps"
    return (line(key), *telling.way_out(exercise, stage.plan.side))


def record_set(stage: Stage, turn: Turn, how: SetEnd) -> None:
    """Record how the present set ended, and how many seconds of it were done."""
    plan = stage.plan
    stage.of(Interview).exercised = True
    if how == "done" and plan.next_step in ("item", None):
        stage.done += 1
        stage.unheard += 1
    planned = drill(plan.exercise, plan.dose).seconds
    done = 0.0
    if how == "done":
        done = planned
    elif turn.before == "work" or stage.count.interrupted_at is not None:
        done = min(planned, max(0.0, stage.count.elapsed(stage.now)))
    stage.keep(SetEnded(plan.exercise.id, plan.rung.id, plan.side, plan.set, how, round(planned, 1), round(done, 1)))


def rest_s(stage: Stage) -> float:
    """Seconds of rest before what comes next."""
    plan = stage.plan
    return length.rest_s(stage.pacing, plan.routine, plan.exercise, plan.dose, plan.next_step)


def tell_rest(stage: Stage, *before: Line) -> None:
    """Say these lines, and then that there is a rest and for how long; with nothing to say the rest begins at once."""
    seconds = int(rest_s(stage))
    lines = (*before, *((line("rest", wait=seconds),) if seconds else ()))
    if lines:
        stage.speech.tell(*lines)
    else:
        stage.follow_ups.append("told")


def ease_out(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """How to stop what one is doing without haste."""
    plan = stage.plan
    stage.place.lead_out()
    if turn.before not in IN_EXERCISE:
        return (line("ease_out"),)
    if turn.before == "rest":
        return unheard_exit(stage)
    return (line("ease_out"), *telling.way_out(plan.exercise, plan.side))


def come_out(stage: Stage, turn: Turn) -> None:
    """Begin what is said next with the way out of the exercise, for somebody who leaves it before its set has ended.

    Whoever cannot see is not led on with one ankle still across the other thigh.
    """
    plan, place = stage.plan, stage.place
    if place.out or turn.before not in IN_EXERCISE:
        return
    if turn.before == "rest":
        stage.speech.open_with(*unheard_exit(stage))
        return
    stage.speech.open_with(*telling.way_out(plan.exercise, plan.side))
    if stage.library.positions[plan.exercise.position].leave:
        place.change()


def unheard_exit(stage: Stage) -> tuple[Line, ...]:
    """What was not heard yet, in a rest, of how to come out of the exercise; all of it was said when the set ended."""
    left = stage.speech.left or stage.speech.broken_off
    return tuple(said for said in left if said.key == "exit")

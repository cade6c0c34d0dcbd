"""One set of an exercise: how it ends and is recorded, the rest after it, and how one comes out of the exercise."""

from assistant.coach import telling
from assistant.coach.counting import drill
from assistant.coach.interview import Interview
from assistant.coach.length import set_rest_s
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
        stage.keep(Practised(exercise.id))
    position = stage.library.positions[exercise.position]
    if position.leave:
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
    """Seconds of rest before what comes next; a short session asks at once when all is done."""
    if stage.plan.routine.brief and stage.plan.next_step is None:
        return 0
    between = set_rest_s(stage.pacing, stage.plan.exercise, stage.plan.dose)
    return between if stage.plan.next_step == "set" else stage.pacing.rest_s


def rest(stage: Stage) -> Line:
    """That there is a rest now, and for how long."""
    return line("rest", wait=int(rest_s(stage)))


def ease_out(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """How to stop what one is doing without haste."""
    plan = stage.plan
    if turn.before not in IN_EXERCISE:
        return (line("ease_out"),)
    stage.place.lead_out()
    if turn.before == "rest":
        return unheard_exit(stage)
    return (line("ease_out"), *telling.way_out(plan.exercise, plan.side))


def unheard_exit(stage: Stage) -> tuple[Line, ...]:
    """What was not heard yet, in a rest, of how to come out of the exercise; all of it was said when the set ended."""
    left = stage.speech.left or stage.speech.broken_off
    return tuple(said for said in left if said.key == "exit")

"""What somebody wants less of while the exercises are under way: a shorter session, or nothing on the floor."""

from assistant.coach.length import minutes
from assistant.coach.sets import come_out, record_set
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import MOVING
from assistant.coach.steps import describe, greet
from assistant.coach.table import Says, on
from assistant.content.wish import Wish
from assistant.words.effects import line


def stays(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise under way may stay as it is."""
    return _suits(stage, turn, stage.plan.exercise.id)


def leaves(stage: Stage, turn: Turn) -> bool:
    """Whether another exercise has to take its place, and there is one."""
    later = stage.plan.items[stage.plan.at + 1 :]
    return not stays(stage, turn) and any(_suits(stage, turn, name) and stage.plan.allowed(name) for name in later)


def has_nothing_left(stage: Stage, turn: Turn) -> bool:
    """Whether nothing that is left may be done."""
    return not stays(stage, turn) and not leaves(stage, turn)


def shorten_welcome(stage: Stage, turn: Turn) -> None:
    """Leave exercises out, and say anew which session it is to be."""
    _shorten(stage)
    greet(stage, turn)


def shorten(stage: Stage, _turn: Turn) -> None:
    """Leave out about half of what is left, and say what remains."""
    left_out = _shorten(stage)
    if left_out:
        stage.speech.answer(line("shortened", count=left_out, minutes=minutes(stage.left_s)))
    else:
        stage.speech.answer(line("not_shortened"))


def _shorten(stage: Stage) -> int:
    """Leave out from the end what takes longer than half of what is left; how many exercises that were.

    The last exercise, which lets the body come to rest, goes last.
    """
    plan, count = stage.plan, len(stage.plan.items)
    most_s = stage.left_s * stage.pacing.shorter
    while plan.at + 1 < len(plan.items) and stage.left_s > most_s:
        del plan.items[max(plan.at + 1, len(plan.items) - 2)]
    return count - len(plan.items)


def narrow(stage: Stage, turn: Turn) -> None:
    """Leave out, from here on, what is not wanted."""
    _narrow(stage, turn)
    stage.speech.answer(line("narrowed"))


def narrow_and_move(stage: Stage, turn: Turn) -> None:
    """The same, and go on with the next exercise that may be done."""
    record_set(stage, turn, "skipped")
    come_out(stage, turn)
    stage.count.drop()
    _narrow(stage, turn)
    stage.plan.go_to(stage.plan.next_at)
    describe(stage, line("narrowed"), line("instead", name=stage.plan.exercise.name))


def _narrow(stage: Stage, turn: Turn) -> None:
    plan = stage.plan
    wanted = frozenset(name for name in stage.library.exercises if _suits(stage, turn, name))
    plan.bounds.today = wanted if plan.bounds.today is None else plan.bounds.today & wanted
    later = plan.items[plan.at + 1 :]
    plan.items = [*plan.items[: plan.at + 1], *(name for name in later if plan.allowed(name))]


def _suits(stage: Stage, turn: Turn, name: str) -> bool:
    """Whether it is none of what somebody cannot do; who is on the floor already need not kneel to get there."""
    position = stage.library.positions[stage.library.exercises[name].position]
    wish = Wish().heard(dict(turn.heard.slots))
    if wish.no_floor and stage.plan.routine.level_of(position) == "floor":
        return False
    return not (wish.no_kneeling and position.kneeling)


ROWS = (
    on("shorten", "welcome", None, shorten_welcome),
    on("shorten", MOVING, None, shorten),
    on("avoid", MOVING, None, narrow, when=stays),
    on("avoid", MOVING, "brief", narrow_and_move, when=leaves),
    on("avoid", MOVING, None, Says("nothing_narrower"), when=has_nothing_left),
)

"""Moving about: to the next exercise or back, to the other side, up and down the ladder, and more time."""

from dataclasses import dataclass, replace

from assistant.coach.counting import drill
from assistant.coach.sets import come_out, record_set, rest_s
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import MOVING
from assistant.coach.steps import (
    ask_after_all,
    can_ease,
    climb,
    climb_down,
    close,
    come_out_for,
    describe,
    describe_side,
    go_to,
    has_next,
    skip_item,
)
from assistant.coach.table import Says, on
from assistant.content.model import TIMED
from assistant.words.effects import line


@dataclass
class Lengthened:
    """What this topic remembers: how often the wait was lengthened."""

    times: int = 0
    where: tuple[str, int, str] = ("", 0, "")
    """(exercise, set, side)"""


def has_previous(stage: Stage, _turn: Turn) -> bool:
    """Whether there is an exercise before this one."""
    return stage.plan.previous_at < stage.plan.at


def sided(stage: Stage, _turn: Turn) -> bool:
    """Whether the exercise is done on each side."""
    return len(stage.plan.sides) > 1


def side_follows(stage: Stage, _turn: Turn) -> bool:
    """Whether the other side comes next."""
    return stage.plan.next_step == "side"


def can_harden(stage: Stage, _turn: Turn) -> bool:
    """Whether there is a harder rung, and nothing was felt today with which nothing gets harder."""
    return stage.plan.above(1) is not None and not stage.plan.bounds.unwell


def timed(stage: Stage, _turn: Turn) -> bool:
    """Whether the exercise is done for a time."""
    return stage.plan.exercise.kind in TIMED


def previous_item(stage: Stage, turn: Turn) -> None:
    """Go back to the exercise before."""
    come_out(stage, turn)
    go_to(stage, stage.plan.previous_at)


def begin_again(stage: Stage, turn: Turn) -> None:
    """Begin the exercise again."""
    come_out(stage, turn)
    stage.count.drop()
    stage.plan.restart()
    describe(stage, line("again", name=stage.plan.exercise.name))


def switch_side(stage: Stage, turn: Turn) -> None:
    """Go to the other side, and say that the side that is left comes after it."""
    record_set(stage, turn, "switched")
    come_out(stage, turn)
    stage.count.drop()
    stage.speech.open_with(line("side_later", side=stage.plan.side))
    stage.plan.switch_side()
    describe_side(stage)


def leave_side(stage: Stage, turn: Turn) -> None:
    """Skip this side."""
    record_set(stage, turn, "skipped")
    come_out(stage, turn)
    stage.count.drop()
    stage.plan.advance()
    describe_side(stage)


def say_no_side(stage: Stage, _turn: Turn) -> None:
    """Say that there is no other side, or that the person's plan has only this one."""
    side = stage.plan.side
    stage.speech.answer(line("one_side", side=side) if side else line("no_sides"))


def say_last_side(stage: Stage, turn: Turn) -> None:
    """Say that no other side follows."""
    if sided(stage, turn):
        stage.speech.answer(line("last_side"))
    else:
        say_no_side(stage, turn)


def say_no_harder(stage: Stage, _turn: Turn) -> None:
    """Say why it gets no harder."""
    stage.speech.answer(line("not_harder_today" if stage.plan.bounds.unwell else "at_hardest"))


def climb_up(stage: Stage, turn: Turn) -> None:
    """Make the exercise one rung harder."""
    come_out_for(stage, turn, 1)
    climb(stage, 1, "harder_now")


def wait_longer(stage: Stage, turn: Turn) -> None:
    """Wait longer before the count, or rest longer; only so many times in one place."""
    more, course, own, plan = _extra_s(stage, turn), stage.course, stage.of(Lengthened), stage.plan
    here = (plan.exercise.id, plan.set, plan.side)
    own.times = own.times + 1 if own.where == here else 1
    own.where = here
    if own.times > stage.library.pain.waits_most:
        stage.speech.answer(line("wait_enough"))
        return
    stage.wait_s += more
    if not course.extend("ready_due", more):
        course.set("rest_due", (course.due("rest_due") or stage.now + rest_s(stage)) + more)
    stage.speech.answer(line("take_time"))


def work_longer(stage: Stage, turn: Turn) -> None:
    """Hold for longer, up to the most that a hold may take, and that the plan allows."""
    if stage.plan.bounds.unwell:
        stage.speech.answer(line("not_harder_today"))
        return
    held_s = stage.count.drill.numbers[-1].at
    plan = stage.plan
    most = min(stage.library.pain.hold_most_s, plan.routine.hold_most_s(plan.exercise.id))
    more = int(min(_extra_s(stage, turn), most - held_s))
    if more <= 0:
        stage.speech.answer(line("hold_enough"))
        return
    hold_s = held_s + more
    longer = replace(stage.plan.dose, hold_s=hold_s)
    stage.count.lengthen(drill(stage.plan.exercise, longer, stage.preferences.counting))
    stage.speech.answer(line("more_given", extra=more))


def _extra_s(stage: Stage, turn: Turn) -> float:
    """How many seconds more were asked for."""
    return float(turn.heard.slot("extra") or stage.pacing.more_s)


def can_add_set(stage: Stage, _turn: Turn) -> bool:
    """Whether one set more may be done: not more than a plan prescribes or caps, and not again and again."""
    plan = stage.plan
    if plan.bounds.unwell or plan.routine.of(plan.exercise.id).sets or plan.more_sets >= stage.pacing.more_sets_most:
        return False
    return plan.routine.dose_of(plan.exercise.id, plan.dose, 1).sets > plan.dose.sets


def add_set(stage: Stage, _turn: Turn) -> None:
    """Do one set more of this exercise."""
    if stage.flow == "rest" and stage.plan.next_step in ("item", None):
        stage.done -= 1  # it was done, and is not any more
    stage.plan.more_sets += 1
    stage.speech.answer(line("set_added", sets=stage.plan.dose.sets))


def ask_at_the_end(stage: Stage, turn: Turn) -> None:
    """Ask about pain now, for nothing is left to do."""
    ask_after_all(stage, turn)


ROWS = (
    on("next", MOVING, "brief", skip_item, when=has_next),
    on("next", ("brief", "ready", "work"), "closing", close, unless=has_next),
    on("next", "rest", "after", ask_at_the_end, unless=has_next),
    on("previous", MOVING, "brief", previous_item, when=has_previous),
    on("previous", MOVING, None, Says("first_item"), unless=has_previous),
    on("start_over", MOVING, "brief", begin_again),
    on("switch", MOVING, "brief", switch_side, when=sided),
    on("switch", MOVING, None, say_no_side, unless=sided),
    on("skip_side", MOVING, "brief", leave_side, when=side_follows),
    on("skip_side", MOVING, None, say_last_side, unless=side_follows),
    on("easier", MOVING, "brief", climb_down, when=can_ease),
    on("easier", MOVING, None, Says("at_easiest"), unless=can_ease),
    on("harder", MOVING, "brief", climb_up, when=can_harden),
    on("harder", MOVING, None, say_no_harder, unless=can_harden),
    on("another_set", MOVING, None, add_set, when=can_add_set),
    on("another_set", MOVING, None, Says("sets_enough"), unless=can_add_set),
    on("more_time", ("ready", "rest"), None, wait_longer),
    on("more_time", "work", None, work_longer, when=timed),
)

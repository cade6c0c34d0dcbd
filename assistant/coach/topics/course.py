"""The course of an exercise by itself: told, ready, counted, rested, and the next side, set or exercise."""

from dataclasses import dataclass

from assistant.coach import telling
from assistant.coach.patience import AsksThere, GivesTime, asks_there, await_person, unanswered, wait_on, was_asked
from assistant.coach.place import stay_on_side
from assistant.coach.sets import finish_set, rest_s, tell_rest
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import (
    ask_after_all,
    asks_now,
    close_gone,
    describe,
    describe_item,
    describe_short,
    describe_side,
    heard_needed,
    more_to_do,
    needed_of,
    needs_description,
    nobody_heard,
    ready_prompt,
    way_ahead,
)
from assistant.coach.table import on
from assistant.words.effects import line


@dataclass
class Holding:
    """What this topic remembers."""

    back_s: float = 0.0
    """For how many seconds the beginning of a count, or the end of a rest, has waited for an answer to be heard."""


def rest_follows(stage: Stage, turn: Turn) -> bool:
    """Whether more is to be done, and nothing is asked first."""
    return more_to_do(stage, turn) and not asks_now(stage, turn)


def heard_enough(stage: Stage, turn: Turn) -> bool:
    """Whether the count may begin: what has to be known of the exercise and of the way into it has been heard."""
    return heard_needed(stage) and not way_ahead(stage, turn)


def heard_too_little(stage: Stage, _turn: Turn) -> bool:
    """Whether something has not been heard that has to be known first."""
    return not heard_needed(stage)


def led_out(stage: Stage, _turn: Turn) -> bool:
    """Whether the person was led out of a position, and has to say that they are back in one."""
    return stage.place.out and not asks_there(stage)


def silent(stage: Stage, _turn: Turn) -> bool:
    """Whether they have not said so after some reminders, so that it is asked whether they are there."""
    return stage.place.out and asks_there(stage) and not unanswered(stage)


def gone(stage: Stage, _turn: Turn) -> bool:
    """Whether they have not answered that either."""
    return stage.place.out and unanswered(stage)


def in_place(stage: Stage, _turn: Turn) -> bool:
    """Whether the count may begin by itself."""
    return not stage.place.out


def still_answering(stage: Stage, _turn: Turn) -> bool:
    """Whether something that the person asked for is being said, which what comes by itself would cut off."""
    return stage.speech.answering is not None and stage.of(Holding).back_s < stage.pacing.hold_back_most_s


def hold_back(stage: Stage, turn: Turn) -> None:
    """Let an answer be heard before what comes by itself."""
    stage.of(Holding).back_s += stage.pacing.hold_back_s
    stage.course.set(turn.trigger, stage.now + stage.pacing.hold_back_s)


def may_be_gone(stage: Stage, turn: Turn) -> bool:
    """Whether nobody was heard for long, and nothing else would ask for an answer now."""
    return nobody_heard(stage, turn) and more_to_do(stage, turn)


def ask_whether_there(stage: Stage, _turn: Turn) -> None:
    """Ask whether anybody is there before anything else begins."""
    stage.follow_ups.append("unheard")


def await_ready(stage: Stage, _turn: Turn) -> None:
    """Wait until the person is ready."""
    stage.of(Holding).back_s = 0
    stage.place.arrive(stage.plan)
    if stage.place.out:
        await_person(stage, "ready_due")
    else:
        stage.course.set("ready_due", stage.now + stage.wait_s)


def remind_ready(stage: Stage, _turn: Turn) -> None:
    """Remind that the count begins when the person says so."""
    wait_on(stage, "ready_due")
    stage.speech.answer(line("ready_awaited"))


def hurry(stage: Stage, turn: Turn) -> None:
    """Leave out what need not be known, of what is left of the description.

    Who says so again and again hears the rest all the same, and not its first sentence each time.
    """
    rest = (*needed_of(stage), *(() if way_ahead(stage, turn) else (ready_prompt(stage),)))
    if stage.speech.left != rest:
        stage.speech.tell(*rest)


def lead_back(stage: Stage, turn: Turn) -> None:
    """Lead back into the exercise that was left; whoever is back says so."""
    plan, place = stage.plan, stage.place
    stage.course.cancel("ready_due")
    place.lead_out()
    opening = (line("onwards"),) if turn.trigger == "enter_again" else ()
    if needs_description(stage):
        describe(stage, *opening, telling.name(plan))
    else:
        stage.speech.tell(*opening, *telling.back_in(plan, place), ready_prompt(stage))


def rest_on(stage: Stage, _turn: Turn) -> None:
    """Rest again, for the rest was broken off."""
    tell_rest(stage)


def begin_work(stage: Stage, turn: Turn) -> None:
    """Begin to count, where an interrupted count was."""
    if not stage.place.out:
        stage.waits.note(stage.wait_s, _wait_left_s(stage, turn))
    stage.speech.quiet("talk")
    stage.place.arrive(stage.plan)
    stage.place.out = False
    stage.count.prepare(stage.drill())
    stage.speech.answer(line("begin"))
    stage.count.start(stage.now)


def _wait_left_s(stage: Stage, turn: Turn) -> float:
    """Seconds that are left of the wait before the count; all of them where the description was cut short."""
    due = stage.course.due("ready_due")
    if turn.before != "ready":
        return stage.wait_s
    return 0 if due is None else due - stage.now


def finish_step(stage: Stage, turn: Turn) -> None:
    """Say that the set is done, and rest."""
    tell_rest(stage, *finish_set(stage, turn))


def start_rest(stage: Stage, _turn: Turn) -> None:
    """Let the rest begin."""
    stage.of(Holding).back_s = 0
    stage.course.set("rest_due", stage.now + rest_s(stage))


def describe_step(stage: Stage, _turn: Turn) -> None:
    """Go to the next side, set or exercise and describe it."""
    plan = stage.plan
    position, side = plan.exercise.position, plan.side
    step = plan.advance()
    if step == "side":
        describe_side(stage)
    elif step == "set":
        describe_short(stage, telling.next_set(stage.plan, stage.place))
    else:
        stay_on_side(plan, position, side)
        describe(stage)


def ask_at_the_end(stage: Stage, turn: Turn) -> None:
    """Ask about pain now, for nothing is left to do."""
    ask_after_all(stage, turn)


ROWS = (
    on("told", "brief", "ready", await_ready, unless=way_ahead),
    on("start", "brief", "work", begin_work, when=heard_enough),
    on("start", "brief", None, hurry, when=heard_too_little),
    on("yes", "ready", None, GivesTime("ready_due", "take_time"), when=was_asked),
    on(("start", "yes"), "ready", "work", begin_work),
    on("enter_again", ("ready", "work"), "brief", lead_back),
    on(("back_ready", "back_work"), LIVE, "brief", lead_back),
    on("back_brief", LIVE, "brief", describe_item),
    on(("back_rest", "back_there"), LIVE, "rest", rest_on),
    on(("ready_due", "rest_due"), ("ready", "rest"), None, hold_back, when=still_answering),
    on("ready_due", "ready", "work", begin_work, when=in_place),
    on("ready_due", "ready", None, remind_ready, when=led_out),
    on("ready_due", "ready", None, AsksThere("ready_due"), when=silent),
    on("ready_due", "ready", "closing", close_gone, when=gone),
    on("count_due", "work", "rest", finish_step, when=rest_follows),
    on("told", "rest", None, start_rest),
    on(("start", "yes"), "rest", "brief", describe_step, when=more_to_do),
    on(("start", "yes"), "rest", "after", ask_at_the_end, unless=more_to_do),
    on("rest_due", "rest", None, ask_whether_there, when=may_be_gone, decides=True),
    on("rest_due", "rest", "brief", describe_step, when=more_to_do),
    on("rest_due", "rest", "after", ask_at_the_end, unless=more_to_do),
    on("attended", "there", "brief", describe_step, when=more_to_do),
    on("attended", "there", "after", ask_at_the_end, unless=more_to_do),
)

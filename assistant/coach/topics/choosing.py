"""Which session it is to be: the one that was picked, one built to fit, a self-check, or what was cut off.

What the welcome offers stays open until the first exercise has been described: the welcome waits for an answer after
its last sentence, and an answer is also taken while the pain is asked about and while the first exercise is described.
"""

from dataclasses import replace

from assistant.coach.building import build_for
from assistant.coach.fit import BUILT
from assistant.coach.greeting import changes, fitted, offers
from assistant.coach.left import remaining_s
from assistant.coach.length import minutes
from assistant.coach.outlook import outlook
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import describe, greet
from assistant.coach.table import on
from assistant.coach.taking_up import take_up
from assistant.coach.topics.before import PAIN_NOW
from assistant.content.needed import ACTIVITIES, SELF_CHECK
from assistant.words.effects import Line, line
from assistant.words.records import ChangesRefused


def was_cut_off(stage: Stage, _turn: Turn) -> bool:
    """Whether the last session was cut off."""
    return stage.today.cut_off is not None


def was_changed(stage: Stage, _turn: Turn) -> bool:
    """Whether something is done otherwise than last time."""
    return bool(changes(stage.plan, stage.today))


def still_open(stage: Stage, _turn: Turn) -> bool:
    """Whether no exercise has been described to its end yet."""
    return stage.offers_open


def cut_off_and_open(stage: Stage, turn: Turn) -> bool:
    """Whether the last session was cut off, and no exercise has been described to its end yet."""
    return was_cut_off(stage, turn) and stage.offers_open


def changed_and_open(stage: Stage, turn: Turn) -> bool:
    """Whether something is done otherwise than last time, and no exercise has been described to its end yet."""
    return was_changed(stage, turn) and stage.offers_open


def await_choice(stage: Stage, _turn: Turn) -> None:
    """Wait for an answer to what was offered, and not at all in a short session that offers nothing."""
    waits = not stage.plan.routine.brief or stage.plan.routine.id == BUILT or offers(stage.plan, stage.today)
    stage.course.set("choice_due", stage.now + stage.pacing.offer_s * bool(waits))


def fit_session(stage: Stage, turn: Turn) -> None:
    """Build a session to fit, and greet."""
    _leave(stage, turn)
    _fit(stage, turn)
    greet(stage, turn)


def fit_before(stage: Stage, turn: Turn) -> None:
    """Build a session to fit, and ask about pain now."""
    _fit(stage, turn)
    stage.ask(PAIN_NOW, fitted(stage.plan, stage.known))


def _fit(stage: Stage, turn: Turn) -> None:
    wish = stage.plan.routine.wish.heard(dict(turn.heard.slots))
    if not wish.minutes:  # only another place or kind was asked for
        wish = replace(wish, minutes=minutes(remaining_s(outlook(stage.plan), stage.known)))
    if not build_for(stage, wish):
        stage.speech.open_with(line("fit_nothing"))


def pick_routine(stage: Stage, turn: Turn) -> None:
    """Take another routine, and greet."""
    _leave(stage, turn)
    _pick(stage, turn)
    greet(stage, turn)


def pick_before(stage: Stage, turn: Turn) -> None:
    """Take another routine, and ask about pain now."""
    _pick(stage, turn)
    stage.ask(PAIN_NOW, line("picked", routine=stage.plan.routine.name))


def _pick(stage: Stage, turn: Turn) -> None:
    name = turn.heard.slot("routine") or ""
    if name in stage.library.routines:
        stage.plan.begin(stage.placed(stage.library.routines[name]))


def check_me_now(stage: Stage, turn: Turn) -> None:
    """Take the self-check."""
    _leave(stage, turn)
    stage.speech.tell(_check(stage))


def check_before(stage: Stage, _turn: Turn) -> None:
    """Take the self-check, and ask about pain now."""
    stage.ask(PAIN_NOW, _check(stage))


def _check(stage: Stage) -> Line:
    routine = stage.library.routines[SELF_CHECK]
    more = (ACTIVITIES,) if stage.today.activities_due else ()
    stage.plan.begin(stage.placed(replace(routine, items=(*routine.items, *more))))
    return line("check_now", minutes=minutes(stage.left_s))


def undo_changes(stage: Stage, turn: Turn) -> None:
    """Do everything as last time, and greet."""
    _leave(stage, turn)
    _undo(stage)
    greet(stage, turn)


def undo_before(stage: Stage, _turn: Turn) -> None:
    """Do everything as last time, and ask about pain now."""
    _undo(stage)
    stage.ask(PAIN_NOW)


def _undo(stage: Stage) -> None:
    """Undo the changes; whoever felt something today keeps those that make it easier."""
    unwell = stage.plan.bounds.unwell
    refused = [change for change in changes(stage.plan, stage.today) if change.harder or not unwell]
    if not refused:
        stage.speech.open_with(line("not_harder_today"))
        return
    stage.keep(ChangesRefused(tuple(change.exercise for change in refused)))
    stage.today = replace(stage.today, changes=tuple(each for each in stage.today.changes if each not in refused))
    stage.plan.undo(refused)
    stage.speech.open_with(line("as_last_time"))


def go_back_there(stage: Stage, turn: Turn) -> None:
    """Take up the session that was cut off."""
    _leave(stage, turn)
    _take_up(stage)
    describe(stage)


def take_up_before(stage: Stage, _turn: Turn) -> None:
    """Take up the session that was cut off, and ask about pain now."""
    _take_up(stage)
    stage.ask(PAIN_NOW, line("taken_up", name=stage.plan.exercise.name))


def _take_up(stage: Stage) -> None:
    was = stage.today.cut_off
    if was is None:
        raise ValueError("nothing was cut off")
    stage.today = replace(stage.today, cut_off=None)
    take_up(stage.plan, was)
    stage.lie_where_allowed()


def _leave(stage: Stage, turn: Turn) -> None:
    """Break off the description or the way to the first exercise, and wait no more for a choice."""
    if turn.before in DESCRIBED:
        stage.interrupt(turn)
    stage.course.cancel("choice_due")


DESCRIBED = ("prepare", "travel", "brief")
"""States in which the first exercise, or what comes before it, may be under way with the offers still open."""
ROWS = (
    on(("back_welcome", "back_forgetting"), LIVE, "welcome", greet),
    on(("fit", "avoid"), "before", None, fit_before),
    on(("fit", "avoid"), "welcome", None, fit_session),
    on("fit", DESCRIBED, "welcome", fit_session, when=still_open),
    on("pick", "before", None, pick_before),
    on("pick", "welcome", None, pick_routine),
    on("pick", DESCRIBED, "welcome", pick_routine, when=still_open),
    on("check_me", "before", None, check_before),
    on("check_me", "welcome", None, check_me_now),
    on("check_me", DESCRIBED, "welcome", check_me_now, when=still_open),
    on("as_last_time", "before", None, undo_before, when=was_changed),
    on("as_last_time", "welcome", None, undo_changes, when=was_changed),
    on("as_last_time", DESCRIBED, "welcome", undo_changes, when=changed_and_open),
    on("take_up", "before", None, take_up_before, when=was_cut_off),
    on("take_up", "welcome", "brief", go_back_there, when=was_cut_off),
    on("take_up", DESCRIBED, "brief", go_back_there, when=cut_off_and_open),
    on("told", "welcome", None, await_choice),
)

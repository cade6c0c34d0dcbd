"""Nobody is left lying: whoever is down when a session ends is offered the way up, and so is who asks for it.

The way itself is `travelling`'s. Somebody with a red flag, or who felt faint, is not sent up: they are told to stay,
and to call somebody. In silence they are reminded, ever more rarely, before the program goes.
"""

from assistant.coach.interview import Interview, note_furniture
from assistant.coach.patience import Awaits, GivesTime, exhausted, wait_on
from assistant.coach.sets import come_out
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE, RISING
from assistant.coach.steps import at_keyboard, can_rise, left_down, say_goodbye, told_to_stay, without_guide
from assistant.coach.summons import offer_house
from assistant.coach.table import on
from assistant.coach.topics.noting import note_report
from assistant.content.ways import LYING
from assistant.words.effects import Line, line

ELSEWHERE = tuple(state for state in (*LIVE, "closing") if state not in (*RISING, "harmed", "head", "recovering"))
"""States in which it can be asked for the way up; after a fall, `helping` sees to it."""


def offer_up(stage: Stage, _turn: Turn) -> None:
    """Offer the way up; or say to stay, where somebody should not get up alone."""
    stage.place.offered = True
    stage.speech.tell(_offer(stage))


def say_stranded(stage: Stage, turn: Turn) -> None:
    """Say that no way leads on from here without furniture, and ask what there is."""
    stage.interrupt(turn)
    stage.count.drop()
    stage.place.offered = True
    stage.speech.tell(_offer(stage))


def note_thing_down(stage: Stage, turn: Turn) -> None:
    """Remember what there is; a session that had to stop for want of it goes on, and else the way up is offered."""
    note_furniture(stage, turn)
    stage.course.cancel()
    goes_on = stage.ended is None and can_rise(stage) and not stage.of(Interview).run_out
    if goes_on:
        stage.place.offered = False
        stage.speech.open_with(line("thing_noted"))
        stage.follow_ups.append("without")
    else:
        stage.speech.tell(line("thing_noted"), _offer(stage))


def calm(stage: Stage, turn: Turn) -> None:
    """Stop everything, say when not to get up, and offer the way up."""
    place = stage.place
    if not turn.heard.slot("off"):
        come_out(stage, turn)
    stage.interrupt(turn)
    if place.level == "standing" or turn.heard.slot("off"):  # they are down all the same, and know better than we do
        place.come_to(LYING)
    place.offered = True
    house = offer_house(stage) if turn.heard.slot("off") or turn.heard.slot("able") else ()
    lines = (line("get_up_calm"), line("get_up_hurt"), *house, _offer(stage))
    if stage.ended is None:
        say_goodbye(stage, "left", *lines)
    else:
        stage.speech.tell(*lines)


def say_offer_again(stage: Stage, _turn: Turn) -> None:
    """Say it again."""
    stage.course.cancel("up_due")
    stage.speech.tell(_offer(stage))


def remind_up(stage: Stage, _turn: Turn) -> None:
    """Remind that the way up can be asked for."""
    wait_on(stage, "up_due")
    stage.speech.answer(line("still_here"), _offer(stage))


def rest_down(stage: Stage, turn: Turn) -> None:
    """Note a report of pain or a symptom, and let the person rest where they are."""
    stage.course.cancel()
    stage.place.offered = True
    stage.speech.tell(*note_report(stage, turn), line("get_up_hurt"), _offer(stage))


def leave_down(stage: Stage, _turn: Turn) -> None:
    """Say how to get up with care to somebody who wants no guide, or to stay down."""
    stage.course.cancel()
    stage.place.offered = True
    stage.speech.tell(without_guide(stage))


def _offer(stage: Stage) -> Line:
    if told_to_stay(stage):
        return line("stay_down")
    return line("offer_up" if can_rise(stage) else "no_way_up")


ROWS = (
    on(("leave_due", "stop", "finish"), "closing", "down", offer_up, when=left_down),
    on(("back_down", "back_rising"), LIVE, "down", offer_up),
    on("get_up", ELSEWHERE, "down", calm),
    on("no_way", LIVE, "down", say_stranded),
    on(("have", "have_no"), RISING, "down", note_thing_down),
    on("told", "down", None, Awaits("up_due")),
    on("repeat", "down", None, say_offer_again),
    on("more_time", "down", None, GivesTime("up_due", "up_take_time")),
    on("up_due", "down", None, remind_up, unless=exhausted),
    on("up_due", "down", "closing", leave_down, when=exhausted),
    on(("hurts", "symptom"), RISING, "down", rest_down),
    on(("no", "deaf"), RISING, "closing", leave_down),
    on("finish", RISING, "closing", leave_down, unless=at_keyboard),
)

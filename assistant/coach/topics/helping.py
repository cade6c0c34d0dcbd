"""Somebody fell, or calls for help: everything stops, and it is asked whether they are hurt before anything goes on.

Where there is a house, it is asked first whether it is to be told. Whoever does not answer that may not be able to.

Somebody unhurt is asked whether their head is clear, and rests first: nobody rises or goes on before both. What was
being done is begun anew afterwards, from its description.
"""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.pain import Pain
from assistant.coach.returning import note_origin, return_there
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import HELPED, LIVE, LOCKED
from assistant.coach.steps import close_unwell
from assistant.coach.summons import Summons, house_there, offer_house, takes_offer, tell_house
from assistant.coach.table import Says, on
from assistant.coach.topics.asking import ask_again
from assistant.coach.topics.enough import be_careful
from assistant.coach.topics.hurting import WHERE
from assistant.content.ways import LYING
from assistant.words.effects import line

HURT = OpenQuestion((line("help_hurt"),), "yes_no")
CLEAR_HEAD = OpenQuestion((line("help_head"),), "yes_no", careful="yes")
TELL_HOUSE = OpenQuestion((line("house_ask"),), "yes_no")
GO_ON = OpenQuestion((line("help_go_on"),), "yes_no", careful="no")
CALLING = tuple(state for state in LIVE if state not in LOCKED)
"""States in which a fall or a call for help is taken up; in the others nothing follows but advice."""
UNKNOWN = ("harmed", "head")
"""States in which it is not known yet whether the person is well."""
WAITED = 2
"""Silences after which somebody who may be hurt has been waited for: the question twice, and then a pause.

Raised, the question is asked more often before the pause.
"""


@dataclass
class Helping:
    """What this topic remembers."""

    silences: int = 0
    """How often the question was met with silence."""
    to_rise: bool = False
    """Whether they want to be led up when they have rested."""


def asks_house(stage: Stage, _turn: Turn) -> bool:
    """Whether the question that waits is whether the house is to be told."""
    return stage.of(Summons).asked


def asks_again(stage: Stage, _turn: Turn) -> bool:
    """Whether a silence is answered by the question once more."""
    silences = stage.of(Helping).silences
    return silences == 0 or (silences == WAITED and stage.flow in UNKNOWN)


def waits(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody who may be hurt is waited for, however long it takes."""
    return 0 < stage.of(Helping).silences < WAITED and stage.flow in UNKNOWN


def gives_up(stage: Stage, turn: Turn) -> bool:
    """Whether nobody has answered for too long, also after the wait."""
    return not asks_again(stage, turn) and not waits(stage, turn)


def ask_harm(stage: Stage, turn: Turn) -> None:
    """Stop, and ask whether the person is hurt."""
    own = stage.of(Helping)
    own.silences, own.to_rise = 0, False
    stage.plan.bounds.unwell = True
    stage.interrupt(turn)
    stage.count.drop()
    note_origin(stage, turn)
    if turn.trigger == "fell":
        stage.place.come_to(LYING)
    stage.place.lead_out()
    stage.place.stays = True
    stopped = line("help_fell" if turn.trigger == "fell" else "help_here")
    if turn.trigger == "call_for_help" and takes_offer(stage):
        stage.ask(HURT, stopped, *tell_house(stage, confirmed=True))
    else:
        stage.of(Summons).asked = house_there(stage)
        stage.ask(TELL_HOUSE if house_there(stage) else HURT, stopped)


def call_house(stage: Stage, _turn: Turn) -> None:
    """Tell the house, and ask whether the person is hurt."""
    stage.ask(HURT, *tell_house(stage, confirmed=True))


def call_house_hurt(stage: Stage, turn: Turn) -> None:
    """Tell the house, because it hurts, and ask where."""
    stage.speech.open_with(*tell_house(stage, confirmed=True))
    ask_where_harmed(stage, turn)


def call_house_unasked(stage: Stage, _turn: Turn) -> None:
    """Tell the house, because nobody answered, and ask whether the person is hurt."""
    stage.ask(HURT, *tell_house(stage, confirmed=False))


def leave_house(stage: Stage, _turn: Turn) -> None:
    """Tell nobody, and ask whether the person is hurt."""
    stage.of(Summons).asked = False
    stage.ask(HURT)


def ask_harm_anew(stage: Stage, _turn: Turn) -> None:
    """Ask from the beginning whether the person is hurt: a red flag that was misheard came between."""
    stage.of(Helping).silences, stage.of(Summons).asked = 0, False
    stage.ask(HURT)


def say_whom_to_call(stage: Stage, turn: Turn) -> None:
    """Say when to call for help, where nothing else follows; whoever fell is down, and is not sent up."""
    if turn.trigger == "fell":
        stage.place.come_to(LYING)
        stage.place.stays, stage.place.offered = True, False
    stage.course.cancel("answer_due", "locked_due", "leave_due")
    taken = turn.trigger == "call_for_help" and takes_offer(stage)
    house = tell_house(stage, confirmed=True) if taken else offer_house(stage)
    stage.speech.tell(line("help_serious"), line("help_call"), *house)


def ask_where_harmed(stage: Stage, turn: Turn) -> None:
    """Say when to call for help, and ask where it hurts; nobody who is hurt is sent up."""
    be_careful(stage)
    stage.of(Pain).begin(turn.heard)
    stage.ask(WHERE, line("help_serious"), line("help_call"))


def ask_head(stage: Stage, _turn: Turn) -> None:
    """Ask whether they hit their head or are dizzy: one can be unhurt and still not be well enough to get up."""
    stage.of(Helping).silences = 0
    stage.course.cancel("answer_due")
    stage.ask(CLEAR_HEAD)


def close_hurt(stage: Stage, turn: Turn) -> None:
    """Say when to get help, and goodbye; nobody whose head is not clear goes on, or is sent up."""
    be_careful(stage)
    stage.speech.open_with(line("help_serious"), line("help_call"))
    close_unwell(stage, turn)


def say_rest(stage: Stage, _turn: Turn) -> None:
    """Let them rest where they are."""
    stage.course.cancel("answer_due", "rested_due")
    stage.place.stays = stage.plan.bounds.settled is not None
    stage.speech.tell(line("help_rest"))


def start_rest(stage: Stage, _turn: Turn) -> None:
    """Give the rest its time."""
    stage.course.set("rested_due", stage.now + stage.library.pain.fall_rest_s)


def note_wish_to_rise(stage: Stage, _turn: Turn) -> None:
    """Lead up later: what is asked, or the rest, comes first."""
    stage.of(Helping).to_rise = True
    stage.speech.answer(line("get_up_calm"))


def ask_to_go_on(stage: Stage, _turn: Turn) -> None:
    """Ask whether to go on."""
    stage.of(Helping).silences = 0
    stage.ask(GO_ON)


def go_on_again(stage: Stage, _turn: Turn) -> None:
    """Go on where the person was, or lead up whoever wanted to get up."""
    if stage.of(Helping).to_rise:
        stage.course.cancel("answer_due")
        stage.follow_ups.append("get_up")
    else:
        return_there(stage)


def ask_harm_again(stage: Stage, turn: Turn) -> None:
    """Ask once more, because nobody answered."""
    stage.of(Helping).silences += 1
    ask_again(stage, turn)


def wait_for_answer(stage: Stage, _turn: Turn) -> None:
    """Say whom to call, and wait, paused, as long as it takes; when the session goes on, the question comes again."""
    stage.of(Helping).silences += 1
    stage.speech.open_with(line("help_serious"), line("help_call"))
    stage.course.set("answer_due", stage.now + stage.library.pain.answer_s)
    stage.follow_ups.append("pause")


def close_unanswered(stage: Stage, turn: Turn) -> None:
    """Say whom to call, and goodbye, to somebody who may be hurt and does not answer; they are not sent up."""
    if turn.before in UNKNOWN:
        be_careful(stage)
        stage.speech.open_with(line("help_call"))
    close_unwell(stage, turn)


ROWS = (
    on(("yes", "unsure", "fell", "call_for_help"), "harmed", None, call_house, when=asks_house),
    on("hurts", "harmed", "where", call_house_hurt, when=asks_house),
    on(("no", "resume"), "harmed", None, leave_house, when=asks_house),
    on("answer_due", "harmed", None, call_house_unasked, when=asks_house),
    on(("fell", "call_for_help"), CALLING, "harmed", ask_harm),
    on(("fell", "call_for_help"), LOCKED, "locked", say_whom_to_call),
    on(("fell", "call_for_help"), ("closing", "done"), "closing", say_whom_to_call),
    on(("yes", "hurts", "unsure"), "harmed", "where", ask_where_harmed),
    on(("no", "resume"), "harmed", "head", ask_head),
    on("unhurt", LIVE, "head", ask_head),
    on("back_harmed", LIVE, "harmed", ask_harm_anew),
    on(("yes", "unsure"), "head", "closing", close_hurt),
    on(("no", "resume"), "head", "recovering", say_rest),
    on("repeat", "recovering", None, say_rest),
    on("told", "recovering", None, start_rest),
    on("rested_due", "recovering", "steady", ask_to_go_on),
    on(("start", "next", "resume", "yes"), "recovering", None, Says("help_rest_on")),
    on("get_up", (*UNKNOWN, "recovering"), None, note_wish_to_rise),
    on("answer_due", HELPED, None, ask_harm_again, when=asks_again),
    on("answer_due", HELPED, None, wait_for_answer, when=waits),
    on("answer_due", HELPED, "closing", close_unanswered, when=gives_up),
    on(("yes", "start", "resume"), "steady", None, go_on_again, decides=True),
    on(("no", "unsure"), "steady", "closing", close_unwell),
    on("hurts", ("head", "recovering", "steady"), "where", ask_where_harmed),
)

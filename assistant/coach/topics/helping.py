"""Somebody fell, or calls for help: everything stops, and it is asked whether they are hurt before anything goes on.

What was being done is begun anew afterwards, from its description.
"""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.returning import note_origin, return_there
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import HELPED, LIVE
from assistant.coach.steps import close_unwell
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.coach.topics.elsewhere import WHERE
from assistant.coach.topics.enough import Enough
from assistant.content.ways import LYING
from assistant.words.effects import line

HURT = OpenQuestion((line("help_hurt"),), "yes_no")
GO_ON = OpenQuestion((line("help_go_on"),), "yes_no")
LOCKED = ("locked", "confirm")
CALLING = tuple(state for state in LIVE if state not in LOCKED)
"""States in which a fall or a call for help is taken up; in the others nothing follows but advice."""
WAITED = 2
"""Silences after which somebody who may be hurt has been waited for: the question twice, and then a pause.

Raised, the question is asked more often before the pause.
"""


@dataclass
class Helping:
    """What this topic remembers."""

    silences: int = 0
    """How often the question was met with silence."""


def asks_again(stage: Stage, _turn: Turn) -> bool:
    """Whether a silence is answered by the question once more."""
    silences = stage.of(Helping).silences
    return silences == 0 or (silences == WAITED and stage.flow == "harmed")


def waits(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody who may be hurt is waited for, however long it takes."""
    return 0 < stage.of(Helping).silences < WAITED and stage.flow == "harmed"


def gives_up(stage: Stage, turn: Turn) -> bool:
    """Whether nobody has answered for too long, also after the wait."""
    return not asks_again(stage, turn) and not waits(stage, turn)


def ask_harm(stage: Stage, turn: Turn) -> None:
    """Stop, and ask whether the person is hurt."""
    stage.of(Helping).silences = 0
    stage.interrupt(turn)
    stage.count.drop()
    note_origin(stage, turn)
    if turn.trigger == "fell":
        stage.place.come_to(LYING)
    stage.place.lead_out()
    stage.ask(HURT, line("help_fell" if turn.trigger == "fell" else "help_here"))


def say_whom_to_call(stage: Stage, turn: Turn) -> None:
    """Say when to call for help, where nothing else follows; whoever fell is down, and is not sent up."""
    if turn.trigger == "fell":
        stage.place.come_to(LYING)
        stage.place.stays, stage.place.offered = True, False
    stage.course.cancel("answer_due", "locked_due", "leave_due")
    stage.speech.tell(line("help_serious"), line("help_call"))


def ask_where_harmed(stage: Stage, _turn: Turn) -> None:
    """Say when to call for help, and ask where it hurts; nobody who is hurt is sent up."""
    stage.place.stays = stage.of(Enough).harmed = True
    stage.ask(WHERE, line("help_serious"), line("help_call"))


def ask_to_go_on(stage: Stage, _turn: Turn) -> None:
    """Ask whether to go on."""
    stage.of(Helping).silences = 0
    stage.course.cancel("answer_due")
    stage.ask(GO_ON)


def go_on_again(stage: Stage, _turn: Turn) -> None:
    """Go on where the person was."""
    return_there(stage)


def ask_harm_again(stage: Stage, turn: Turn) -> None:
    """Ask once more, because nobody answered."""
    stage.of(Helping).silences += 1
    ask_again(stage, turn)


def wait_for_answer(stage: Stage, _turn: Turn) -> None:
    """Wait, paused, for as long as it takes; when the session goes on, the question comes again."""
    stage.of(Helping).silences += 1
    stage.course.set("answer_due", stage.now + stage.library.pain.answer_s)
    stage.follow_ups.append("pause")


ROWS = (
    on(("fell", "call_for_help"), CALLING, "harmed", ask_harm),
    on(("fell", "call_for_help"), LOCKED, "locked", say_whom_to_call),
    on(("fell", "call_for_help"), ("closing", "done"), "closing", say_whom_to_call),
    on(("yes", "hurts", "unsure"), "harmed", "where", ask_where_harmed),
    on(("no", "resume"), "harmed", "steady", ask_to_go_on),
    on("answer_due", HELPED, None, ask_harm_again, when=asks_again),
    on("answer_due", HELPED, None, wait_for_answer, when=waits),
    on("answer_due", HELPED, "closing", close_unwell, when=gives_up),
    on(("yes", "start", "resume"), "steady", None, go_on_again, decides=True),
    on(("no", "unsure"), "steady", "closing", close_unwell),
    on("hurts", "steady", "where", ask_where_harmed),
)

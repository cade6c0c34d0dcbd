"""A place that hurts and that we do not know, such as the head: it is asked once which known place is nearest."""

from assistant.coach.pain import Pain
from assistant.coach.stage import Stage, Turn
from assistant.coach.table import on
from assistant.coach.topics.hurting import NEAREST


def nearest_asked(stage: Stage, _turn: Turn) -> bool:
    """Whether it was asked already which place is nearest."""
    return stage.asked.question == NEAREST


def ask_nearest(stage: Stage, turn: Turn) -> None:
    """Ask which known place is nearest."""
    stage.of(Pain).note(turn.heard)
    stage.ask(NEAREST)


def leave_place(stage: Stage, _turn: Turn) -> None:
    """None is: go on as though nobody had said where."""
    stage.follow_ups.append("answer_due")


ROWS = (
    on("elsewhere", "where", None, ask_nearest, unless=nearest_asked),
    on("elsewhere", "where", None, leave_place, when=nearest_asked, decides=True),
)

"""The button: choices that are read out one after the other. What a press means is coach/pressing.py's."""

from assistant.coach.reading_out import go_on_reading
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.table import on


def read_next(stage: Stage, _turn: Turn) -> None:
    """Name the next choice."""
    go_on_reading(stage)


ROWS = (on("read_due", (*LIVE, "closing"), None, read_next),)

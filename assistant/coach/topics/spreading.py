"""Pain that may run down the leg: it is asked whether it does, once it has been said where it hurts.

Yes is a stop word, as though "it is going down my leg" had been said. No goes on, and it is not asked again in the
session. After silence, or "I don't know", it is asked again at the next report. A late yes or no after silence still
answers it, though it is asked how bad the pain is by then.
"""

from dataclasses import replace

from assistant.coach.asked import OpenQuestion
from assistant.coach.pain import Pain
from assistant.coach.stage import Stage, Turn
from assistant.coach.table import on
from assistant.coach.topics.hurting import HOW_BAD, judge
from assistant.words.effects import line
from assistant.words.events import Heard

DOWN_THE_LEG = OpenQuestion((line("hurt_spread"),), "yes_no")
TRAVELS = Heard("symptom", (("quality", "travelling"),))
"""What the answer yes stands for."""


def ask_spread(stage: Stage, _turn: Turn) -> None:
    """Ask whether the pain runs down the leg."""
    stage.ask(DOWN_THE_LEG)


def judge_spread(stage: Stage, turn: Turn) -> None:
    """It runs down the leg: weigh it as such a pain."""
    stage.of(Pain).spread_told = True
    judge(stage, replace(turn, heard=TRAVELS))


def note_no_spread(stage: Stage, _turn: Turn) -> None:
    """It does not run down the leg: ask how bad it is."""
    stage.of(Pain).spread_told = True
    stage.ask(HOW_BAD)


def leave_spread(stage: Stage, _turn: Turn) -> None:
    """It is not known whether it runs down the leg: ask how bad it is."""
    stage.ask(HOW_BAD)


def miss_spread(stage: Stage, turn: Turn) -> None:
    """Nobody said whether it runs down the leg: ask how bad it is, and take a late answer to the question before."""
    leave_spread(stage, turn)
    stage.asked.missed = True


ROWS = (
    on("spreads", "scale", "spread", ask_spread),
    on("yes", "spread", None, judge_spread, decides=True),
    on("no", "spread", "scale", note_no_spread),
    on("answer_due", "spread", "scale", miss_spread),
    on("unsure", "spread", "scale", leave_spread),
)

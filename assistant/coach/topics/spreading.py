"""Pain that may run down the leg: it is asked whether it does, once it has been said where it hurts.

Yes is a stop word, as though "it is going down my leg" had been said. No goes on, and it is not asked again in the
session. After silence, or "I don't know", it is asked again at the next report. After silence it is asked how bad the
pain is, and a late yes or no still answers the question before.
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


def asked_on(stage: Stage, _turn: Turn) -> bool:
    """Whether nobody answered, and it is asked how bad the pain is meanwhile."""
    return stage.asked.question == HOW_BAD


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


def judge_unscored(stage: Stage, turn: Turn) -> None:
    """Nobody says how bad it is either: weigh it without a number."""
    judge(stage, turn)


ROWS = (
    on("spreads", "scale", "spread", ask_spread),
    on("yes", "spread", None, judge_spread, decides=True),
    on("no", "spread", "scale", note_no_spread),
    on("answer_due", "spread", "spread", leave_spread, unless=asked_on),
    on("unsure", "spread", "scale", leave_spread, unless=asked_on),
    on(("answer_due", "unsure"), "spread", None, judge_unscored, when=asked_on, decides=True),
)

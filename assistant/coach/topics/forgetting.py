"""Forgetting everything about the person, once they said twice that they want it."""

from assistant.coach.asked import OpenQuestion
from assistant.coach.learning import unlearn
from assistant.coach.person import Person
from assistant.coach.stage import Stage, Turn
from assistant.coach.steps import say_goodbye
from assistant.coach.table import on
from assistant.coach.topics.before import PAIN_NOW
from assistant.words.effects import line
from assistant.words.records import Forgotten

REALLY = OpenQuestion((line("forget_confirm"),), "yes_no", careful="no")


def ask_forget(stage: Stage, _turn: Turn) -> None:
    """Ask whether everything is really to be forgotten."""
    stage.ask(REALLY)


def keep_history(stage: Stage, _turn: Turn) -> None:
    """Forget nothing, and ask about pain now."""
    stage.ask(PAIN_NOW, line("never_mind"))


def forget_all(stage: Stage, _turn: Turn) -> None:
    """Forget everything, and say goodbye."""
    stage.course.cancel("answer_due")
    stage.person = Person()
    unlearn(stage)
    stage.keep(Forgotten())
    say_goodbye(stage, "left", line("forgotten"))


ROWS = (
    on("forget", ("before", "welcome"), "forgetting", ask_forget),
    on("yes", "forgetting", "closing", forget_all),
    on(("no", "answer_due", "unsure", "next"), "forgetting", "before", keep_history),
)

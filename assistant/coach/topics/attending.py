"""Whether anybody is there: asked once when nobody was heard for some exercises; silence ends the session.

What was counted in an empty room is no practice: the session is recorded as unattended.
"""

from assistant.coach.asked import OpenQuestion
from assistant.coach.stage import Stage, Turn
from assistant.coach.steps import close_unattended
from assistant.coach.table import on
from assistant.words.effects import line

THERE = OpenQuestion((line("are_you_there"),), "yes_no")


def ask_there(stage: Stage, _turn: Turn) -> None:
    """Ask whether anybody is there."""
    stage.ask(THERE)


def go_on(stage: Stage, _turn: Turn) -> None:
    """Go on with what comes next: whatever was answered, somebody is there."""
    stage.course.cancel("answer_due")
    stage.follow_ups.append("attended")


ROWS = (
    on("unheard", "rest", "there", ask_there),
    on(("yes", "no", "unsure", "start", "resume", "next"), "there", None, go_on, decides=True),
    on("answer_due", "there", "closing", close_unattended),
)

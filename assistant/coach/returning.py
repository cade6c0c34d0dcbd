"""Where somebody was when they reported pain, fell or called for help, and how a session returns there.

A topic fires `back_NAME`, and the topic of that state has the row that leads back.
"""

from dataclasses import dataclass

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import EASING, FALLEN, HURTING
from assistant.words.effects import Line

WITHIN = (*HURTING, *EASING, "offer", "enough", *FALLEN, "resuming")
"""States in which such an interruption is under way; what comes in them belongs to the same one."""


@dataclass
class Origin:
    """What is remembered of it."""

    state: str = "welcome"
    """The state that was interrupted."""


def origin(stage: Stage) -> str:
    """The state that was interrupted last."""
    return stage.of(Origin).state


def note_origin(stage: Stage, turn: Turn) -> None:
    """Remember where an interruption began."""
    if turn.before not in WITHIN:
        stage.of(Origin).state = turn.before


def return_there(stage: Stage, *opening: Line) -> None:
    """Return to where the interruption began, after an opening."""
    stage.course.cancel("answer_due", "recheck_due")
    stage.speech.open_with(*opening)
    stage.follow_ups.append(f"back_{origin(stage)}")

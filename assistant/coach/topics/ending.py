"""How a session ends: finished, left, or because nobody can be heard any more."""

from dataclasses import dataclass

from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import close, close_unwell, say_goodbye
from assistant.coach.table import on
from assistant.words.effects import Leave, line


@dataclass
class Ending:
    """What this topic remembers."""

    to_enrol: bool = False
    """Whether the person wants their voice learnt before anything else."""


def close_deaf(stage: Stage, _turn: Turn) -> None:
    """Say goodbye because the microphone is lost."""
    say_goodbye(stage, "deaf", line("closing_deaf"))


def leave_to_learn(stage: Stage, _turn: Turn) -> None:
    """Leave the session to learn the person's voice."""
    stage.of(Ending).to_enrol = True
    say_goodbye(stage, "left", line("enrol_next"))


def leave_session(stage: Stage, turn: Turn) -> None:
    """End the session."""
    if stage.speech.telling:
        stage.speech.quiet("talk")
    stage.course.cancel()
    stage.wall.cancel()
    stage.effects.append(Leave(to_enrol=stage.of(Ending).to_enrol and turn.trigger != "stop"))


ROWS = (
    on("finish", ("locked", "confirm"), "closing", close_unwell),
    on("finish", LIVE, "closing", close),
    on("deaf", LIVE, "closing", close_deaf),
    on("learn_voice", ("before", "welcome"), "closing", leave_to_learn),
    on(("told", "stop"), "closing", "done", leave_session),
)

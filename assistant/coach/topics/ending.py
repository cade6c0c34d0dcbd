"""How a session ends: finished, left, or because nobody can be heard any more."""

from dataclasses import dataclass

from assistant.coach.learning import end
from assistant.coach.sets import come_out
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE, LOCKED, RISING
from assistant.coach.steps import at_keyboard, close, close_unwell, left_down, say_goodbye, without_guide
from assistant.coach.table import on
from assistant.words.effects import Leave, line

ENDING = tuple(state for state in LIVE if state not in RISING)
"""States in which a session can be finished; in the others it is over already."""
WAITS_MOST = 3
"""How often something that is not understood makes us listen on after the goodbye.

More often it is not a person who speaks but a television, which must not keep a session from ending.
"""


@dataclass
class Ending:
    """What this topic remembers."""

    to_enrol: bool = False
    """Whether the person wants their voice learnt before anything else."""
    to_record: bool = False
    """Whether they want to record their activities before anything else."""
    hurried: bool = False
    """Whether it was ended at the keyboard, so that nobody is waited for."""
    waited: int = 0
    """How often it was listened on because something was said that was not understood."""
    over_told: bool = False
    """Whether it was said that the session is over."""


def close_deaf(stage: Stage, turn: Turn) -> None:
    """Say goodbye because the microphone is lost."""
    place = stage.place
    come_out(stage, turn)
    alone = () if place.is_up else (without_guide(stage),)
    place.offered = True  # nobody can be heard to want it
    say_goodbye(stage, "deaf", line("closing_deaf"), *alone)


def leave_to_learn(stage: Stage, _turn: Turn) -> None:
    """Leave the session to learn the person's voice."""
    stage.of(Ending).to_enrol = True
    say_goodbye(stage, "left", line("enrol_next"))


def leave_to_record(stage: Stage, _turn: Turn) -> None:
    """Leave the session to record the person's activities."""
    stage.of(Ending).to_record = True
    say_goodbye(stage, "left", line("record_next"))


def leave_at_once(stage: Stage, turn: Turn) -> None:
    """Say goodbye in one word to somebody at the keyboard, who is not down, and in a hurry."""
    stage.place.offered = True
    stage.of(Ending).hurried = True
    stage.course.cancel()
    if stage.ended:
        stage.speech.tell(line("closing_at_once"))
    elif turn.before in LOCKED:
        say_goodbye(stage, "unwell", line("closing_at_once"))
    else:
        close(stage, turn, line("closing_at_once"))


def may_wait(stage: Stage, _turn: Turn) -> bool:
    """Whether the goodbye has been said, and it was not listened on too often."""
    return not stage.speech.telling and stage.of(Ending).waited < WAITS_MOST


def listen_on(stage: Stage, _turn: Turn) -> None:
    """Listen for a moment before leaving, so that what was begun during the last sentence is heard."""
    stage.course.set("leave_due", stage.now + (0 if stage.of(Ending).hurried else stage.pacing.linger_s))


def listen_longer(stage: Stage, turn: Turn) -> None:
    """Listen for a moment more."""
    stage.of(Ending).waited += 1
    listen_on(stage, turn)


def say_over(stage: Stage, turn: Turn) -> None:
    """Say once that the session is over and somebody is still listened to; after that, only listen on.

    A goodbye that is being said is not broken off: it says so itself.
    """
    own = stage.of(Ending)
    if own.over_told and may_wait(stage, turn):
        listen_longer(stage, turn)
    elif not own.over_told and not stage.speech.telling:
        own.over_told = True
        stage.course.cancel("leave_due")
        stage.speech.tell(line("session_over"))


def leave_session(stage: Stage, turn: Turn) -> None:
    """End the session."""
    if stage.speech.telling:
        stage.speech.quiet("talk")
    stage.course.cancel()
    stage.wall.cancel()
    if stage.ended is None:
        end(stage, "left")
    own, goes_on = stage.of(Ending), turn.trigger != "stop" and not stage.person.lock
    stage.effects.append(Leave(own.to_enrol and goes_on, own.to_record and goes_on))


ROWS = (
    on("finish", LOCKED, "closing", close_unwell, unless=at_keyboard),
    on("finish", ENDING, "closing", close, unless=at_keyboard),
    on("finish", LIVE, "closing", leave_at_once, when=at_keyboard),
    on("deaf", ENDING, "closing", close_deaf),
    on("learn_voice", ("before", "welcome"), "closing", leave_to_learn),
    on("record_activities", ("before", "welcome"), "closing", leave_to_record),
    on("told", "closing", None, listen_on),
    on("unclear", "closing", None, listen_longer, when=may_wait),
    on("refused", "closing", None, say_over),
    on(("leave_due", "stop", "finish"), "closing", "done", leave_session, unless=left_down),
)

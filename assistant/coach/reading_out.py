"""Choices that are read out one after the other, until the button is pressed.

So a button answers every question, and does in a pause what is said otherwise. Nobody is hurried: the reading stands
still as soon as the button goes down, and begins again when it is wished.
"""

from assistant.coach.button import Offer
from assistant.coach.stage import Stage
from assistant.coach.states import ASKING
from assistant.words.effects import line
from assistant.words.events import Heard, Told

DUE = "read_due"
"""The deadline of the next choice."""
ROUNDS = 2
"""How often all choices are read out. Raised, somebody who has gone is talked to for longer."""
UNHEARD_S = 0.3
"""Seconds from the beginning of a choice in which nobody can have understood it: a press then means the one before.

Raised, a quick hand is misunderstood.
"""
STUCK_S = 15.0
"""Seconds for which the reading stands still for a press of which no end is told, as of a button that was unplugged."""
PATIENCE_S = 0.5
"""Seconds between two looks whether a sentence before the choices has been said."""


def reads(stage: Stage) -> bool:
    """Whether choices are being read out: nothing else was said, and the session is where it was."""
    own = stage.reading
    begun = own.at < 0 or stage.speech.names
    return bool(own.choices) and begun and own.place == (stage.flow, stage.gate)


def read_out(stage: Stage, choices: tuple[Offer, ...], *, after_s: float | None = None) -> None:
    """Begin to read choices out; `after_s`: in so many seconds, when what is being said has been said."""
    own = stage.reading
    own.choices, own.at, own.round, own.place = choices, -1, 0, (stage.flow, stage.gate)
    if after_s is not None:
        stage.wall.set(DUE, stage.now + after_s)
        return
    if stage.gate == "open":
        stage.course.cancel("answer_due", "sure_due", "recheck_due", "leave_due")
        stage.speech.quiet("talk")
    _name_next(stage)


def go_on_reading(stage: Stage) -> None:
    """The next choice is due."""
    own = stage.reading
    if not reads(stage):
        drop(stage)
    elif own.at < 0 and (stage.speech.answering or (stage.gate == "open" and stage.speech.telling)):
        stage.wall.set(DUE, stage.now + PATIENCE_S)
    else:
        _name_next(stage)


def listen(stage: Stage, event: Told) -> None:
    """Something has been heard to its end; if it is a choice, the next one follows after a while."""
    if stage.speech.named(event) and reads(stage):
        stage.wall.set(DUE, stage.now + stage.button.naming_s)


def hold(stage: Stage) -> None:
    """The button went down: the reading stands still at the choice that was meant."""
    own = stage.reading
    if not reads(stage):
        return
    if own.at > 0 and stage.now - own.named_at < UNHEARD_S:
        own.at -= 1
    stage.speech.stop_naming()
    stage.wall.set(DUE, stage.now + STUCK_S)


def restart(stage: Stage) -> None:
    """Read them out from the first one again."""
    own = stage.reading
    own.at, own.round = -1, 0
    _name_next(stage)


def chosen(stage: Stage) -> Heard | None:
    """What was chosen; None where that is not known yet, and something is read out on."""
    own = stage.reading
    if own.at < 0:
        _name_next(stage)
        return None
    choice = own.choices[own.at]
    if choice.means is None:
        read_out(stage, choice.more)
        return None
    drop(stage)
    return choice.means


def drop(stage: Stage) -> None:
    """Read nothing out any more."""
    stage.reading.choices = ()
    stage.wall.cancel(DUE)


def _name_next(stage: Stage) -> None:
    own = stage.reading
    own.at += 1
    if own.at >= len(own.choices):
        own.at, own.round = 0, own.round + 1
    if own.round >= ROUNDS:
        _end(stage)
        return
    own.named_at = stage.now
    stage.wall.cancel(DUE)
    stage.speech.name(own.choices[own.at].said)


def _end(stage: Stage) -> None:
    """Nothing was chosen: it is said how to hear them again, and what waited before waits again."""
    drop(stage)
    question = stage.asked.question
    if stage.gate != "open":
        stage.speech.answer(line("read_again"), line("read_go_on"))
    elif question and stage.flow in (*ASKING, "easing"):
        stage.tell_anew(line("read_again"))
    else:
        stage.speech.tell(line("session_over"))

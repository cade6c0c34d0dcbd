"""What can we do: the offers of the welcome once more, and the sessions by their names, a few at a time.

A session is then picked by its name or by its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.coach import greeting
from assistant.coach.length import minutes, session_s
from assistant.coach.stage import Stage, Turn
from assistant.coach.table import on
from assistant.coach.topics.before import PAIN_NOW
from assistant.content.model import Library, Routine
from assistant.words.effects import Line, line
from assistant.words.events import Heard

AT_ONCE = 3
"""How many sessions are named at a time. Of more than three or four that are read out nobody remembers the first."""


@dataclass
class Options:
    """What this topic remembers."""

    at: int = 0
    """The index, among the routines, of the next one to be named."""


def still_choosing(stage: Stage, _turn: Turn) -> bool:
    """Whether no exercise has been described to its end yet."""
    return stage.offers_open


def say_options(stage: Stage, turn: Turn) -> None:
    """Say again what is offered, and name the first sessions."""
    stage.of(Options).at = 0
    offers = [offer for offer in greeting.offers(stage.plan, stage.today) if offer.key != "fit_hint"]
    _say(stage, turn, *offers, line("fit_can"))


def say_more_options(stage: Stage, turn: Turn) -> None:
    """Name the next sessions."""
    _say(stage, turn)


def say_options_before(stage: Stage, _turn: Turn) -> None:
    """Name the first sessions, and ask about pain now."""
    stage.of(Options).at = 0
    stage.ask(PAIN_NOW, *_named(stage, numbered=False))


def say_more_before(stage: Stage, _turn: Turn) -> None:
    """Name the next sessions, and ask about pain now."""
    stage.ask(PAIN_NOW, *_named(stage, numbered=False))


def _say(stage: Stage, turn: Turn, *opening: Line) -> None:
    if turn.before != "welcome":
        stage.interrupt(turn)
    stage.course.cancel("choice_due")
    lines = tuple(_named(stage, numbered=True))
    stage.speech.tell(*opening, *lines)


def _named(stage: Stage, *, numbered: bool) -> Iterator[Line]:
    """The next sessions by name, with how long each takes; a number is understood as the session it stands before."""
    own, library = stage.of(Options), stage.library
    routines = sorted(library.routines.values(), key=lambda routine: _only_asks(library, routine))
    here = routines[own.at : own.at + AT_ONCE]
    own.at = own.at + AT_ONCE if own.at + AT_ONCE < len(routines) else 0
    for number, routine in enumerate(here, start=1):
        length = minutes(session_s(library, routine, stage.known))
        key = "option_numbered" if numbered else "option"
        yield line(key, number=number, name=routine.name, minutes=length)
    if numbered:
        stage.asked.choices = {
            str(number): Heard("pick", (("routine", routine.id),)) for number, routine in enumerate(here, start=1)
        }
    yield line("options_choose" if numbered else "options_more")


def _only_asks(library: Library, routine: Routine) -> bool:
    """Whether a routine is a questionnaire; those are named last."""
    return all(library.exercises[name].asks and not library.exercises[name].planes for name in routine.items)


ROWS = (
    on("options", "welcome", None, say_options),
    on("options", ("prepare", "travel", "brief"), "welcome", say_options, when=still_choosing),
    on("options", "before", None, say_options_before),
    on("more_options", "welcome", None, say_more_options),
    on("more_options", ("prepare", "travel", "brief"), "welcome", say_more_options, when=still_choosing),
    on("more_options", "before", None, say_more_before),
)

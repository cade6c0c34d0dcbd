"""What can we do: the offers of the welcome once more, and the sessions by their names, a few at a time.

The one that would be done now comes first, then those of which the person may do most, and checks last. A session is
then picked by its name or by its number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.coach import greeting
from assistant.coach.length import minutes, session_s
from assistant.coach.stage import Stage, Turn
from assistant.coach.table import on
from assistant.coach.topics.before import PAIN_NOW
from assistant.content.model import Routine
from assistant.words.effects import Line, line
from assistant.words.events import Heard

AT_ONCE = 3
"""How many sessions are named at a time. Of more than three or four that are read out nobody remembers the first."""


@dataclass
class Options:
    """What this topic remembers."""

    at: int = 0
    """The index, in the order, of the next one to be named."""
    order: tuple[str, ...] = ()
    """The routines in the order in which they are named; empty: none was named yet."""


def still_choosing(stage: Stage, _turn: Turn) -> bool:
    """Whether no exercise has been described to its end yet."""
    return stage.offers_open


def say_options(stage: Stage, turn: Turn) -> None:
    """Say again what is offered, and name the first sessions."""
    _begin(stage)
    offers = [offer for offer in greeting.offers(stage.plan, stage.today) if offer.key != "fit_hint"]
    _say(stage, turn, *offers, line("fit_can"))


def say_more_options(stage: Stage, turn: Turn) -> None:
    """Name the next sessions."""
    _say(stage, turn)


def say_options_before(stage: Stage, _turn: Turn) -> None:
    """Name the first sessions, and ask about pain now."""
    _begin(stage)
    stage.ask(PAIN_NOW, *_named(stage, numbered=False))


def say_more_before(stage: Stage, _turn: Turn) -> None:
    """Name the next sessions, and ask about pain now."""
    stage.ask(PAIN_NOW, *_named(stage, numbered=False))


def _begin(stage: Stage) -> None:
    """Name the sessions from the first one on, the one that somebody most likely wants."""
    own, library = stage.of(Options), stage.library
    ranks = {name: _rank(stage, routine) for name, routine in library.routines.items()}
    own.at, own.order = 0, tuple(sorted(ranks, key=lambda name: (ranks[name], name)))


def _rank(stage: Stage, routine: Routine) -> tuple[bool, bool, float]:
    """The lower, the sooner it is named."""
    exercises = [stage.library.exercises[name] for name in routine.items]
    not_for_them = sum(not stage.plan.bounds.may_allow(each) for each in exercises) / len(exercises)
    checks = sum(bool(each.asks) for each in exercises) > len(exercises) / 2
    return routine.id != stage.plan.routine.id, checks, not_for_them


def _say(stage: Stage, turn: Turn, *opening: Line) -> None:
    if turn.before != "welcome":
        stage.interrupt(turn)
    stage.course.cancel("choice_due")
    lines = tuple(_named(stage, numbered=True))
    stage.speech.tell(*opening, *lines)


def _named(stage: Stage, *, numbered: bool) -> Iterator[Line]:
    """The next sessions by name, with how long each takes; a number is understood as the session it stands before."""
    own, library = stage.of(Options), stage.library
    if not own.order:
        _begin(stage)
    here = [library.routines[name] for name in own.order[own.at : own.at + AT_ONCE]]
    own.at = own.at + AT_ONCE if own.at + AT_ONCE < len(own.order) else 0
    for number, routine in enumerate(here, start=1):
        length = minutes(session_s(library, routine, stage.known))
        key = "option_numbered" if numbered else "option"
        yield line(key, number=number, name=routine.name, minutes=length)
    if numbered:
        stage.asked.choices = {
            str(number): Heard("pick", (("routine", routine.id),)) for number, routine in enumerate(here, start=1)
        }
    yield line("options_choose" if numbered else "options_more")


ROWS = (
    on("options", "welcome", None, say_options),
    on("options", ("prepare", "travel", "brief"), "welcome", say_options, when=still_choosing),
    on("options", "before", None, say_options_before),
    on("more_options", "welcome", None, say_more_options),
    on("more_options", ("prepare", "travel", "brief"), "welcome", say_more_options, when=still_choosing),
    on("more_options", "before", None, say_more_before),
)

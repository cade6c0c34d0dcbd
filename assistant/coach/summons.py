"""Telling the house that help is wanted: offered, asked back once, and told. Without a house nothing of it is said.

Whoever asked for help and then says nothing may not be able to. So silence is told as well, as not confirmed.
"""

from dataclasses import dataclass

from assistant.coach.stage import Stage
from assistant.words.effects import Line, line
from assistant.words.records import HelpWanted
from assistant.words.units import Seconds

OFFERED_S = 60.0
"""Seconds for which "call for help" takes what was offered. Proposed.

Raised, one that is misheard much later is passed on unasked; lowered, somebody in trouble is asked once more.
"""


@dataclass
class Summons:
    """What is remembered of it."""

    offered_at: Seconds | None = None
    """When it was offered last; None: it was not, or it was taken."""
    asked: bool = False
    """Whether the question that waits is whether the house is to be told."""


def house_there(stage: Stage) -> bool:
    """Whether there is a house that can be told."""
    return stage.today.calls_help


def offer_house(stage: Stage) -> tuple[Line, ...]:
    """Say how the house is told; nothing where there is none."""
    if not house_there(stage):
        return ()
    stage.of(Summons).offered_at = stage.now
    return (line("house_offer"),)


def takes_offer(stage: Stage) -> bool:
    """Whether a call for help takes what was offered."""
    offered_at = stage.of(Summons).offered_at
    return offered_at is not None and stage.now - offered_at <= OFFERED_S


def tell_house(stage: Stage, *, confirmed: bool) -> tuple[Line, ...]:
    """Tell the house, and say so; nobody can know whether anybody comes."""
    own = stage.of(Summons)
    own.offered_at, own.asked = None, False
    stage.keep(HelpWanted(confirmed))
    return (line("house_told" if confirmed else "house_told_unasked"), line("house_unsure"))

"""What comes to a Limber that stays: what is heard and what happens to the devices, a press, the wish that it ends."""

from dataclasses import dataclass

from assistant.words.events import Event, Heard


@dataclass(frozen=True, slots=True)
class Leaving:
    """The program is to end: it says goodbye, and goes."""

    reason: str = ""
    """For the log."""
    anew: bool = False
    """Whether it is begun anew at once, because no sound flows."""


@dataclass(frozen=True, slots=True)
class Lend:
    """Another Limber wants the devices for a while."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody asked for a session on the page, by what they would say for it: the usual one, a routine, one to fit."""

    heard: Heard


Arrival = Event | Leaving | Lend | Wanted

"""What comes to a Limber that stays: what is heard and what happens to the devices, a press, the wish that it ends."""

from dataclasses import dataclass

from assistant.words.events import Event


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


Arrival = Event | Leaving | Lend

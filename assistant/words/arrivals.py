"""What comes to a Limber that stays: what is heard and what happens to the devices, a press, and wishes of others."""

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


@dataclass(frozen=True, slots=True)
class SetListening:
    """The house wants the microphone of standby opened or closed."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class SetReminding:
    """The house wants that anybody is reminded again, or nobody any more."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class VoiceWanted:
    """Somebody asked on the page to hear a voice, or to be spoken to with it from now on."""

    name: str
    kept: bool = False


@dataclass(frozen=True, slots=True)
class PlanOffered:
    """A clinic has sent a plan, which is kept only if the person wants it."""

    name: str
    author: str
    """Who wrote it; empty: it does not say."""
    count: int
    """How many exercises it has."""
    minutes: int


Arrival = Event | Leaving | Lend | SetListening | SetReminding | VoiceWanted | Wanted | PlanOffered

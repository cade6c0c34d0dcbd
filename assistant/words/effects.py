"""What to do: all that the coach ever answers.

Effects name things by key ("paused", "setup"); which words that becomes is narration's business.
"""

from dataclasses import dataclass
from typing import Literal

from assistant.words.records import Record
from assistant.words.units import Seconds

Channel = Literal["talk", "count", "chime"]
Filling = str | tuple[str, ...]
"""What fills a slot of a line: a text, or a list of texts that narration joins."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, by key, with what fills it in."""

    key: str
    slots: tuple[tuple[str, Filling], ...] = ()


def line(key: str, **slots: object) -> Line:
    """A line with its slots, sorted by name: a tuple becomes a list of texts, anything else one text."""
    return Line(key, tuple(sorted((name, _filling(value)) for name, value in slots.items())))


def _filling(value: object) -> Filling:
    return tuple(map(str, value)) if isinstance(value, tuple) else str(value)


@dataclass(frozen=True, slots=True)
class Say:
    """Say these lines, sentence by sentence, with a listening gap between."""

    id: int
    lines: tuple[Line, ...]


SOFT = "tick"
"""The key of a tick that sounds softly in the place of a number; also the name of its earcon."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One word of a count."""

    at: Seconds
    """After the count's origin."""
    key: str
    """"number", the key of a short cue such as "breathe_in", or "turn": the sentence that begins a way round."""
    number: int = 0
    """The number to say; of a turn, which of the exercise's sentences, from 0."""
    fits_beat: bool = True
    """Whether the word must fit into half a beat; False: a pause follows, long enough for a sentence."""
    exercise: str = ""
    """Of a turn: the exercise whose sentence it is."""


@dataclass(frozen=True, slots=True)
class Count:
    """Sound these ticks, each exactly at `origin + tick.at`."""

    origin: Seconds
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Chime:
    """An earcon: "ready", "begin", "done", "paused" or "trouble"."""

    name: str
    at: Seconds | None = None
    """None: now."""


@dataclass(frozen=True, slots=True)
class Hush:
    """Silence these channels within the fade time and drop what waits in them."""

    channels: tuple[Channel, ...] = ("talk", "count", "chime")


@dataclass(frozen=True, slots=True)
class GiveWay:
    """Fall silent for somebody who speaks over us and keep what was being said; a count goes on inaudibly."""


@dataclass(frozen=True, slots=True)
class SpeakOn:
    """Say the sentence that gave way again, from its start, and go on."""


@dataclass(frozen=True, slots=True)
class Listen:
    """What can usefully be said now, by intent; the recogniser's grammar."""

    intents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Adjust:
    """A preference changed by voice: "rate" and "volume" are factors, "verbosity" is 0 name only, 1 short, 2 full."""

    name: Literal["rate", "volume", "verbosity"]
    value: float


@dataclass(frozen=True, slots=True)
class UseVoice:
    """What is said from now on is said with this voice."""

    name: str
    kept: bool = False
    """Whether it is to be the voice of later sessions as well."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Something worth keeping: a state entered, a set done, a pain report."""

    record: Record


@dataclass(frozen=True, slots=True)
class Leave:
    """The session is over once what is being said has ended."""

    to_enrol: bool = False
    """Whether the person wants their voice learnt next."""
    to_record: bool = False
    """Whether the person wants to record what is hard for them next."""


Effect = Say | Count | Chime | Hush | GiveWay | SpeakOn | Listen | Adjust | UseVoice | Keep | Leave

"""What the recogniser reported, how the air was meanwhile, and what was decided of it.

A *hypothesis* is what the recogniser makes of the sound so far. The *air* is what is known of who sounded meanwhile.
A *verdict* is the decision: the events that follow, if any, and the reason. All are plain frozen records, so that a
journal can keep them and a decision can be made again from what was kept.

Every time in this file is in seconds of the recogniser's clock: the seconds of sound it has been given. When
somebody begins to speak over us, the last moments are given again and count again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.words.events import Guess, Heard, Unclear


@dataclass(frozen=True, slots=True)
class Partial:
    """What the recogniser makes of an utterance that is still under way."""

    words: str
    """The words so far; empty while nothing is recognised."""
    at_s: float = 0.0
    """When it was reported."""
    quiet: bool = False
    """Whether the voice has just fallen silent."""
    span_s: float = 0.0
    """Seconds from the first time the utterance was loud to the last."""
    listened_for: frozenset[str] | None = None
    """The intents in the grammar of the moment; None for all."""


@dataclass(frozen=True, slots=True)
class Final:
    """What the recogniser makes of a whole utterance. `words`, `confidences` and `times` belong together by place."""

    words: tuple[str, ...]
    confidences: tuple[float, ...]
    """How sure the recogniser is of each word, 0 to 1."""
    times: tuple[tuple[float, float], ...] = ()
    """(start, end) of each word, in seconds from the beginning of the utterance; empty when they are not known."""
    uncovered_s: float = 0.0
    """Seconds in which a voice sounded and no word was recognised."""
    begun_s: float = 0.0
    """When the utterance began."""
    distances: Mapping[str, float] = field(default_factory=dict)
    """token -> how far the sound is from how this person said it when they enrolled, 0 for the same. Empty where
    there is nothing to compare with, and after a part of the utterance was acted on."""
    at_s: float = 0.0
    """When it was reported."""
    listened_for: frozenset[str] | None = None
    """The intents in the grammar of the moment; None for all."""
    contrast_db: float = 0.0
    """How much louder, in dB, the loudest moment of the utterance is than the background."""
    second: "Final | None" = None
    """What a second pass made of the same utterance; None where there was none."""

    def length_s(self, part: slice) -> float:
        """Seconds from the start of the first of some words to the end of the last; 0 when that is not known."""
        times = self.times[part]
        return times[-1][1] - times[0][0] if times else 0.0


@dataclass(frozen=True, slots=True)
class Restarted:
    """The recogniser has left what it was hearing, and begins anew.

    It was our own voice, or some of it was given up because it was too late.
    """

    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Ended:
    """The sound has ended: nothing will follow what was said."""

    at_s: float = 0.0


Hypothesis = Partial | Final | Restarted | Ended

EchoHandling = Literal["cancel", "half", "hardware"]
"""What is done about our own voice in the microphone. "cancel": it is subtracted. "half" (half duplex): nothing is
heard while we speak. "hardware": it is not in the microphone, because the hardware has taken it out or because there
is none, as in a recording."""
RoomKnown = Literal["known", "learning", "slipped"]
"""Whether the canceller can tell somebody else from us. "learning": it has not heard enough of us in this room yet.
"slipped": the microphone and the loudspeaker have moved against each other in time, and it has to adapt."""


@dataclass(frozen=True, slots=True)
class Air:
    """What is known of who sounded while a hypothesis was made. The default: somebody else, for certain."""

    cancelled: bool = False
    """Whether our own voice is being subtracted from the microphone. Where it is not, nothing that is heard is ours:
    the hardware has taken it out, or we do not listen while we speak."""
    ours_s: float | None = None
    """Seconds since our own voice was last played; None for never."""
    detected_s: float | None = None
    """Seconds since somebody was last detected to speak over us; None if nobody was since the last obeyed command."""
    near: float = 0.0
    """The highest probability, in the last 1.5 s, that somebody else sounded."""
    near_s: float = 0.0
    """Seconds, of the last 1.5 s, in which it was likely that somebody else sounded."""
    room: RoomKnown = "known"
    saying: str = ""
    """The words we are saying, or have just said."""
    theirs: tuple[float, ...] = ()
    """How probable it is that somebody else sounded, for each 10 ms of the sound that led to the hypothesis."""


class Reason(StrEnum):
    """Why a verdict is as it is."""

    OBEYED = "obeyed"
    GUESSED = "guessed"
    """Nearly sure enough to be obeyed: the coach asks whether that was meant."""
    WAITING = "waiting to be alone"
    """It is obeyed if nothing more is said for a moment."""
    NOT_ALONE = "more was said after it"
    """It waited to be alone, and is dropped."""
    ALREADY_ACTED = "already acted on"
    """A partial hypothesis of the same utterance led to the same command and was obeyed, or had the same words and was
    refused as our own voice."""
    SAID_BY_US = "said by us"
    """Our own voice said these words, or nobody else sounded while they were heard."""
    NOBODY_NEAR = "nobody near"
    """We were speaking, and it is not probable enough that somebody else was."""
    NOBODY_DETECTED = "nobody detected"
    """We were speaking, and this needs somebody to have been detected who spoke over us."""
    AMID_TALK = "amid talk"
    """Somebody was talking just before, and in talk this needs more confidence, or is never obeyed."""
    TOO_LONG = "too long"
    """A voice sounded for longer than these words take."""
    NOT_AGAIN = "not heard in a second pass"
    """A second pass over the same sound did not hear this command. It was probably a piece of talk."""
    TOO_DOUBTFUL = "too doubtful"
    """The recogniser was not sure enough of the words."""
    NOT_A_PHRASE = "not a phrase"
    """The words are not made of phrases that can be said."""
    DIFFERENT_COMMANDS = "different commands at once"
    SILENCE = "nothing was said"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided of one hypothesis."""

    reason: Reason
    words: str
    """What the decision is about. Not always the words of the hypothesis: something like an example that the person
    gave counts as that example, and what waited to be alone is decided when a later hypothesis comes."""
    hypothesis: Hypothesis
    """What was decided of; it names the grammar that was in force."""
    air: Air
    events: tuple[Heard | Guess | Unclear, ...] = ()
    """What the coach is told."""
    confidences: tuple[float, ...] = ()
    """Of each word of a final hypothesis that was not our own, 0 to 1."""

    @property
    def at_s(self) -> float:
        """When it was decided."""
        return self.hypothesis.at_s

    @property
    def obeyed(self) -> bool:
        """Whether the coach is told of a command."""
        return any(isinstance(event, Heard) for event in self.events)

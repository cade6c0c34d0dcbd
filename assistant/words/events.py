"""What happened: all that the coach is ever told."""

from dataclasses import dataclass, field
from typing import Literal

AT_KEYBOARD = "ctrl-c"
"""What stands for words where Ctrl-C was pressed. The coach is told twice: to stop, and that the session is over."""
AT_BUTTON = "button"
"""What stands for words where a button said it."""
AT_HOUSE = "house"
"""What stands for words where the house said it, over MQTT."""
Slots = tuple[tuple[str, str], ...]
PressKind = Literal["down", "short", "double", "held", "long", "very_long"]
"""One press of a button: "down" when it begins; "held" when it has become long and the button is still down;
"very_long" as soon as it is that; and at its end "short", "double" (two short ones) or "long"."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The session starts."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A person said something that means one thing."""

    intent: str
    slots: Slots = ()
    words: str = ""
    evidence: float = field(default=0.0, compare=False)
    """The confidences of its own words, added up."""

    def slot(self, name: str) -> str | None:
        """A slot's value, or None when it was left out."""
        return dict(self.slots).get(name)


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody seems to have said this, but it is not certain enough to be obeyed."""

    heard: Heard


@dataclass(frozen=True, slots=True)
class Unclear:
    """Somebody spoke and it was no command."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody speaks while we do; what, is not known yet."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A device stopped working: "microphone" or "speaker"."""

    device: str


@dataclass(frozen=True, slots=True)
class Muted:
    """The microphone gives nothing, not even the sound of the room. `Back` tells that it does again."""


@dataclass(frozen=True, slots=True)
class HearsBetween:
    """From now on nobody is heard while we speak, as our own voice cannot be subtracted."""

    why: Literal["late", "missing"] = "late"
    """"late": it comes back too late; "missing": the library that subtracts it is not installed."""


@dataclass(frozen=True, slots=True)
class FellBehind:
    """Hearing took longer than what was heard, so some of it was given up: what is said now is not to come too late."""

    behind_s: float
    """Seconds of sound that waited to be heard."""
    unheard_s: float
    """Seconds of it that were not heard."""


@dataclass(frozen=True, slots=True)
class Back:
    """A device works again."""

    device: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """The person pressed the button."""

    press: PressKind


@dataclass(frozen=True, slots=True)
class HasButton:
    """From now on the person has a button to press, or has none any more."""

    there: bool = True
    naming_s: float = 1.2
    """Seconds between two choices that are read out."""


@dataclass(frozen=True, slots=True)
class Preferred:
    """The house wants us to speak at this pace or this loudly from now on."""

    name: Literal["rate", "volume"]
    value: float
    """A factor, as in `PreferenceSet`."""


@dataclass(frozen=True, slots=True)
class NotKept:
    """What happens cannot be written down any more."""


@dataclass(frozen=True, slots=True)
class NotDeleted:
    """What the person wanted deleted is still there, or a part of it."""


@dataclass(frozen=True, slots=True)
class PairingAsked:
    """Somebody wants to see the page from elsewhere in the network; this code lets them in, if they hear it."""

    code: str
    """Digits, with commas between them, as they are said one by one."""


@dataclass(frozen=True, slots=True)
class NotSet:
    """The voice that the person chose cannot be written into the settings."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a `Say` has been heard to its end."""

    say: int
    line: int
    """Its index in the `Say`'s lines."""


Event = (
    Begin
    | Heard
    | Guess
    | Unclear
    | SpeechBegan
    | Lost
    | Muted
    | HearsBetween
    | FellBehind
    | Back
    | Pressed
    | HasButton
    | Preferred
    | NotKept
    | PairingAsked
    | NotDeleted
    | NotSet
    | Told
)

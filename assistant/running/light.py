"""A light that shows how a session stands: in which state, and in which rhythm that is shown. Time is an argument.

Nothing is told by the light alone: each state is also said or sounded (`ALSO_TOLD`). Nothing is told by colour alone:
each state has a rhythm of its own. Nothing flashes more than three times a second (WCAG 2.3.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.audio.mixer import CueReport
from assistant.words.clinical_records import FlagTakenBack
from assistant.words.effects import Effect, Keep
from assistant.words.events import Back, Event, Guess, Heard, Lost, Muted, Pressed, Unclear
from assistant.words.records import Locked, StateEntered, Unlocked

Shown = Literal["off", "listening", "heard", "speaking", "paused", "locked", "deaf"]
HEARD_S = 0.6
"""Seconds for which it is shown that something was heard. Raised, what comes next is shown later."""
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a state is shown."""

    rhythm: tuple[float, ...]
    """Seconds on, off, on, off and so on, again and again; on for ever where only one stands here, and off for none."""
    colour: Colour
    """Red, green and blue, of a light that has them."""

    def lit(self, since_s: float) -> bool:
        """Whether it is on, so many seconds after the state began."""
        if len(self.rhythm) <= 1:
            return bool(self.rhythm)
        at = since_s % sum(self.rhythm)
        for place, length in enumerate(self.rhythm):
            if at < length:
                return place % 2 == 0
            at -= length
        return False


PATTERNS: Mapping[Shown, Pattern] = {
    "off": Pattern((), (0, 0, 0)),
    "listening": Pattern((1,), (0, 40, 160)),
    "heard": Pattern((0.2, 0.2, 0.2, 10), (160, 160, 160)),
    "speaking": Pattern((0.8, 0.4), (0, 120, 0)),
    "paused": Pattern((0.3, 2.7), (160, 100, 0)),
    "locked": Pattern((0.2, 0.3, 0.2, 1.3), (120, 0, 160)),
    "deaf": Pattern((0.25, 0.25), (200, 0, 0)),
}
ALSO_TOLD: Mapping[Shown, frozenset[str]] = {
    "listening": frozenset({"ready"}),
    "heard": frozenset(),
    "speaking": frozenset(),
    "paused": frozenset({"paused", "stopped", "mic_lost", "mic_muted"}),
    "locked": frozenset({"locked"}),
    "deaf": frozenset({"mic_lost", "mic_muted"}),
}
"""state -> keys of what is said or sounded when it begins. What was heard is answered, and who speaks can be heard."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the light goes by."""

    there: bool = False
    """Whether a session is under way, or somebody is listened for."""
    locked: bool = False
    shut: bool = False
    """Whether the session is paused or stopped."""
    deaf: bool = False
    """Whether the microphone gives nothing."""
    speaks: bool = False
    heard_at: float = float("-inf")

    def shown(self, now: float) -> Shown:
        """The state that is shown: what matters most goes first."""
        if not self.there:
            return "off"
        if self.deaf:
            return "deaf"
        if now - self.heard_at < HEARD_S:
            return "heard"
        if self.shut:
            return "paused"
        if self.speaks:
            return "speaking"
        return "locked" if self.locked else "listening"

    def after_event(self, event: Event | None, now: float) -> "Signs":
        """The signs after something happened."""
        match event:
            case Heard() | Guess() | Unclear():
                return replace(self, heard_at=now)
            case Pressed("down"):
                return replace(self, heard_at=now)
            case Lost("microphone") | Muted():
                return replace(self, deaf=True)
            case Back("microphone"):
                return replace(self, deaf=False)
            case _:
                return self

    def after_effect(self, effect: Effect) -> "Signs":
        """The signs after the coach has answered something."""
        match effect:
            case Keep(StateEntered(flow, gate)):
                return replace(self, there=flow != "done", shut=gate != "open", locked=self.locked or flow == "locked")
            case Keep(Locked()):
                return replace(self, locked=True)
            case Keep(Unlocked() | FlagTakenBack(still="")):
                return replace(self, locked=False)
            case _:
                return self

    def after_sound(self, report: CueReport) -> "Signs":
        """The signs after a sound began or ended."""
        if report.cue.channel == "chime" or not (report.cue.text or report.cue.sound):
            return self
        return replace(self, speaks=report.kind == "began")

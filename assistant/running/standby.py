"""Standby: what follows from what is heard or pressed while no session is under way. Nothing here touches the world.

    resting ---- wake phrase alone ----> attending ---- eight seconds ----> resting
       |                                   |
       |--- wake phrase and a wish --------+--> a session begins, and ends in resting
       |---- "goodnight" ---------> asleep ---- the morning, or a button ----> resting
       |--- "stop listening" ----> closed ---- a button --------------------> resting
       |--- "another voice" -----> trying ---- "this one", or none is left --> resting
       '--- a clinic's plan -----> offered --- "yes", "no", or nothing ------> resting

Without a wake phrase nothing is obeyed but within the eight seconds after one: a visitor who says "start" starts
nothing. Asleep and closed, the microphone is closed. Asleep, nobody is reminded either.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from typing import Literal

from assistant.content.calling import CALLED, WAKE, asks
from assistant.words.arrivals import Arrival, PlanOffered, SetListening, SetReminding, VoiceWanted, Wanted
from assistant.words.effects import Line, UseVoice, line
from assistant.words.events import Heard, PairingAsked, Preferred, Pressed
from assistant.words.units import Seconds

ATTENDS_S = Seconds(8.0)
"""Seconds for which what is wanted may follow a wake phrase.

Raised, more of what others say is obeyed; lowered, whoever has to think is passed over.
"""
ANSWERS_S = Seconds(20.0)
"""Seconds in which "yes" or "no" may follow the offer of a plan: whoever has to think needs longer than to ask."""
NOTHING = frozenset({"stop", "finish"})
"""What asks for nothing where nothing is under way."""

KEEPS = frozenset({"this_one", "yes"})
"""What keeps the voice that was just heard."""
PASSES = frozenset({"another_voice", "no", "next"})
"""What lets the next voice be heard."""

TAKES = {"yes": True, "no": False, "stop": False}
"""What answers the offer of a plan, and whether it is to be kept."""

ANSWERED = ("attending", "trying", "offered")
"""States in which somebody is listened to who does not say the wake phrase."""
State = Literal["resting", "attending", "trying", "offered", "asleep", "closed"]


@dataclass(frozen=True, slots=True)
class Hold:
    """A session begins, with what is wanted of it."""

    wanted: tuple[Heard, ...] = ()


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is said."""

    said: Line


@dataclass(frozen=True, slots=True)
class Sound:
    """A short tone."""

    name: str


@dataclass(frozen=True, slots=True)
class SetMicrophone:
    """The microphone is opened or closed, as the state has it."""


@dataclass(frozen=True, slots=True)
class Prefer:
    """We are to speak otherwise from now on."""

    wish: Preferred


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """The plan that was offered is to be kept, or not; None: nobody answered."""

    accepted: bool | None


Deed = Hold | Tell | Sound | SetMicrophone | UseVoice | Prefer | AnswerPlan


@dataclass
class Standby:
    """Knows whether it rests, attends, lets voices be tried, sleeps, or is closed."""

    morning: time_of_day
    """When it wakes after "goodnight"."""
    zone: tzinfo | None = None
    """None: the machine's."""
    voices: Callable[[], Sequence[str]] = tuple
    """Gives the voices that can be heard, by name; the one that is set comes first."""
    state: State = "resting"
    reminding: bool = True
    """Whether the house lets anybody be reminded."""
    attends_until: float = 0.0
    wakes_at: datetime | None = None
    tried: str = ""
    """The voice that was heard last, while voices are tried."""
    left: tuple[str, ...] = ()
    """Those that are to be heard after it."""

    @property
    def listens(self) -> bool:
        """Whether the microphone is open."""
        return self.state in ("resting", *ANSWERED)

    @property
    def speaks(self) -> bool:
        """Whether something may be said now that nobody in the room asked for."""
        return self.state != "asleep"

    @property
    def reminds(self) -> bool:
        """Whether somebody may be reminded now."""
        return self.reminding and self.state in ("resting", "closed")

    def take(self, arrival: Arrival, at: Seconds, now: datetime) -> Sequence[Deed]:
        """What follows from something. `at` is monotonic time, and `now` a moment of the world."""
        before = self.pass_time(at, now)
        match arrival:
            case Pressed():
                return (*before, *self._pressed(arrival, now))
            case Wanted(heard):
                return (*before, *self._wanted(heard, now))
            case PairingAsked(code) if self.state != "asleep":
                return (*before, Tell(line("pairing", code=code)))
            case Heard():
                return (*before, *self._heard(arrival, at, now))
            case SetListening(wanted) if wanted != self.listens:
                return (*before, *(self._open() if wanted else self._close()))
            case SetReminding(wanted):
                self.reminding = wanted
            case VoiceWanted(name, kept) if self.speaks:
                self.state = "closed" if self.state == "closed" else "resting"
                return (*before, UseVoice(name, kept=kept))
            case Preferred():
                return (*before, Prefer(arrival))
            case PlanOffered() if self.state == "resting":
                return (*before, self._offer(arrival))
        return before

    def pass_time(self, at: Seconds, now: datetime) -> Sequence[Deed]:
        """What follows from the time alone."""
        if self.state == "attending" and at >= self.attends_until:
            self.state = "resting"
            return (Sound("rest"),)
        if self.state == "trying" and at >= self.attends_until:
            return self._try_next()
        if self.state == "offered" and at >= self.attends_until:
            return self._answer(None)
        if self.state == "asleep" and self.wakes_at is not None and now >= self.wakes_at:
            self.state = "resting"
            return (SetMicrophone(),)
        return ()

    def attend(self, at: Seconds) -> None:
        """Listen for what is wanted from now on: what was said to that end has been heard."""
        if self.state in ("attending", "trying"):
            self.attends_until = at + ATTENDS_S
        elif self.state == "offered":
            self.attends_until = at + ANSWERS_S

    def unheard(self) -> None:
        """What was said cannot have been heard, so that nothing is an answer to it."""
        if self.state == "offered":
            self.state = "resting"

    def _wanted(self, heard: Heard, now: datetime) -> Sequence[Deed]:
        """As a press, which opens a microphone that is closed before it begins anything."""
        if not self.listens:
            return self._pressed(Pressed("short"), now)
        self.state = "resting"
        return (Hold((heard,)),)

    def _heard(self, heard: Heard, at: Seconds, now: datetime) -> Sequence[Deed]:
        called, wanted = _without_wake(heard)
        if self.state in ("asleep", "closed") or (self.state == "resting" and not called):
            return ()
        if self.state == "trying" and wanted and wanted.intent in (*KEEPS, *PASSES):
            return self._keep() if wanted.intent in KEEPS else self._try_next()
        if self.state == "offered" and not called:
            return self._answer(TAKES[wanted.intent]) if wanted and wanted.intent in TAKES else ()
        if wanted and wanted.intent in {*KEEPS, *PASSES} - {"another_voice"}:
            return ()  # it answers what was not asked
        if wanted is None:
            self.state = "attending"
            self.attend(at)
            return (Sound("wake"),)
        self.state = "resting"
        match wanted.intent:
            case "goodnight":
                return self._sleep(now)
            case "stop_listening":
                return self._close()
            case "another_voice":
                self.left = tuple(self.voices()[1:])
                return self._try_next() if self.left else (Tell(line("voice_only")),)
            case "help":
                return (Tell(line("standby_help")),)
            case intent if intent in NOTHING:
                return (Tell(line("standby_nothing")),)
        return (Sound("wake"), Hold((wanted,)))

    def _try_next(self) -> Sequence[Deed]:
        """Let the next voice be heard; after the last one, everything is as before."""
        if not self.left:
            self.state = "resting"
            return (Tell(line("voice_usual")),)
        self.tried, *left = self.left
        self.state, self.left, self.attends_until = "trying", tuple(left), math.inf
        return (UseVoice(self.tried),)

    def _keep(self) -> Sequence[Deed]:
        self.state = "resting"
        return (UseVoice(self.tried, kept=True),)

    def _offer(self, plan: PlanOffered) -> Deed:
        self.state, self.attends_until = "offered", math.inf
        told = {"name": plan.name, "count": plan.count, "minutes": plan.minutes}
        return Tell(line("plan_by", author=plan.author, **told) if plan.author else line("plan_sent", **told))

    def _answer(self, accepted: bool | None) -> Sequence[Deed]:  # noqa: FBT001 (it is what the method is about)
        self.state = "resting"
        return (AnswerPlan(accepted),)

    def _pressed(self, pressed: Pressed, now: datetime) -> Sequence[Deed]:
        match self.state, pressed.press:
            case _, "down" | "held":
                return ()
            case "closed" | "asleep", _:
                return self._open()
            case "trying", "short":
                return self._keep()
            case "trying", "long":
                return self._try_next()
            case "offered", "short" | "long":
                return self._answer(pressed.press == "short")
            case _, "short":
                self.state = "resting"
                return (Hold(),)
            case _, "double":
                return (Tell(line("standby_help")),)
            case _, "long":
                return self._sleep(now)
        return self._close()

    def _open(self) -> Sequence[Deed]:
        said = line("standby_awake" if self.state == "asleep" else "standby_opened")
        self.state = "resting"
        return (SetMicrophone(), Tell(said))

    def _close(self) -> Sequence[Deed]:
        self.state = "closed"
        return (Tell(line("standby_closed")), SetMicrophone())

    def _sleep(self, now: datetime) -> Sequence[Deed]:
        local = now.astimezone(self.zone)
        morning = datetime.combine(local.date(), self.morning, self.zone)
        if morning.astimezone(UTC) <= now.astimezone(UTC):
            morning = datetime.combine(local.date() + timedelta(days=1), self.morning, self.zone)
        self.state, self.wakes_at = "asleep", morning.astimezone(UTC)
        return (Tell(line("standby_goodnight", time=f"{self.morning:%H:%M}")), SetMicrophone())


def _without_wake(heard: Heard) -> tuple[bool, Heard | None]:
    """(whether a wake phrase was said, what is wanted beside it)"""
    if heard.intent == WAKE:
        return True, None
    slots = tuple((name, value) for name, value in heard.slots if not asks(name))
    called = heard.intent.startswith(CALLED)
    return called, replace(heard, intent=heard.intent.removeprefix(CALLED), slots=slots)

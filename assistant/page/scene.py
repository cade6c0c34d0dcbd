"""What the page shows of one moment of a session. Pure: a view of the session becomes words and numbers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.coach.button import Offer
from assistant.coach.states import ABSENT, ASKING, EASING, HURTING, MOVING
from assistant.coach.view import View
from assistant.content.model import Library
from assistant.content.wish import PLACES
from assistant.languages.language import Reader
from assistant.narration.phrasing import FULL, Phrasing
from assistant.running.reminders import Call
from assistant.words.events import Heard

STAGES: Mapping[str, tuple[str, ...]] = {
    "listen": ("brief", "welcome"),
    "ready": ("ready",),
    "work": ("work",),
    "rest": ("rest", "easing", "recovering"),
    "way": ("prepare", "travel", "down", "rising"),
    "over": ("closing", "done"),
    "asleep": ("asleep",),
    "locked": ("locked",),
    "asks": ASKING,
}
"""the key of what is shown -> the states in which it is"""
STAGE_OF = {flow: key for key, flows in STAGES.items() for flow in flows}
NAMED = frozenset((*MOVING, "prepare", "travel", *HURTING, *EASING))
"""States in which the exercise is shown."""
ONWARDS = ("start", "next")
"""What the first button says: the first of these that can be said."""
MINUTES = 5, 10, 15, 20, 30
"""Lengths of sessions that can be chosen; each can be said as well."""
STEADY = ("easier", "hurts", "stop")
"""Intents of the buttons that are always there, besides the first one and pause."""

NO_PLANS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class PageButton:
    """One thing that can be pressed."""

    label: str
    intent: str = ""
    """What it says; empty where others are behind it."""
    slots: tuple[tuple[str, str], ...] = ()
    more: "tuple[PageButton, ...]" = ()
    """What can be pressed next."""

    @property
    def means(self) -> Heard:
        """What is heard when it is pressed; the words are those on it."""
        return Heard(self.intent, self.slots, self.label)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown."""

    session: bool = False
    """Whether a session is under way, or somebody is called to one."""
    routine: str = ""
    exercise: str = ""
    place: str = ""
    """Which exercise of how many."""
    side: str = ""
    set: str = ""
    number: int | None = None
    """The last number that was counted; None: nothing is counted."""
    most: int = 0
    """How far it is counted: seconds of a hold, or times."""
    stage: str = ""
    """In words, what the session is doing."""
    shut: bool = False
    """Whether it is paused or stopped."""
    alarm: str = ""
    """A sentence where a red flag keeps sessions locked, or nothing is heard; empty otherwise."""
    steady: tuple[PageButton, ...] = ()
    """The buttons that are always there, in their order."""
    choices: tuple[PageButton, ...] = ()
    """What else can be said now."""

    def as_data(self) -> dict[str, Any]:
        """What is sent to the page."""
        return asdict(self)


@dataclass
class Painter:
    """Makes scenes of views."""

    library: Library
    phrasing: Phrasing
    say: Reader
    """The words of the page."""
    _offers: tuple[Offer, ...] = ()
    _choices: tuple[PageButton, ...] = field(default=(), repr=False)

    def paint(self, view: View, offers: Callable[[], Sequence[Offer]], *, deaf: bool) -> Scene:
        """The scene of a view; `offers` are what can be chosen now, and `deaf`: the microphone gives nothing."""
        present = view.flow not in ABSENT
        told = self._exercise(view) if view.flow in NAMED else {}
        return Scene(
            session=present,
            routine=self._routine(view),
            stage=self.say(f"gate_{view.gate}" if view.gate != "open" else f"stage_{STAGE_OF[view.flow]}"),
            shut=view.gate != "open",
            alarm=self.say("locked") if view.locked else self.say("deaf") if deaf else "",
            steady=tuple(self._steady(view)) if present else (),
            choices=self._chosen(tuple(offers())) if present else (),
            **told,
        )

    def begins(self) -> Scene:
        """The scene while a session is made ready; what is pressed is heard in it."""
        steady = (PageButton(self.say(f"press_{intent}"), intent) for intent in STEADY)
        return Scene(session=True, exercise=self.say("title"), stage=self.say("stage_asleep"), steady=tuple(steady))

    def call(self, kind: Call) -> Scene:
        """The scene while somebody is called."""
        answers = (("press_come", "start"), ("press_not_now", "no"), ("press_hurts", "hurts"), ("press_stop", "stop"))
        return Scene(
            session=True,
            exercise=self.say(f"call_{kind}"),
            stage=self.say("stage_call"),
            steady=tuple(PageButton(self.say(key), intent) for key, intent in answers),
        )

    def idle(self, note: str = "", plans: Mapping[str, str] = NO_PLANS) -> Scene:
        """The scene while no session is under way: the usual one, another one, or one that is made to fit.

        `note`: what whoever comes to the page later is to know. `plans`: the person's own, file -> name.
        """
        own = (PageButton(name, "pick", (("routine", file),)) for file, name in plans.items())
        routines = (PageButton(each.name, "pick", (("routine", name),)) for name, each in self.library.routines.items())
        fits = (
            PageButton(self.say("minutes", minutes=minutes), more=tuple(self._places(minutes))) for minutes in MINUTES
        )
        return Scene(
            stage=note,
            steady=(PageButton(self.say("begin"), ONWARDS[0]),),
            choices=(
                PageButton(self.say("choose"), more=(*own, *routines)),
                PageButton(self.say("build"), more=tuple(fits)),
            ),
        )

    def _places(self, minutes: int) -> Iterator[PageButton]:
        yield PageButton(self.say("place_any"), "fit", (("minutes", str(minutes)),))
        for place in PLACES:
            slots = (("minutes", str(minutes)), ("want", place))
            yield PageButton(self.say(f"place_{place}"), "fit", slots)

    def _routine(self, view: View) -> str:
        known = self.library.routines.get(view.routine)
        return known.name if known else self.say("built")

    def _exercise(self, view: View) -> dict[str, Any]:
        exercise = self.library.exercises[view.exercise]
        most = view.dose.hold_s if exercise.kind == "hold" else view.dose.reps
        return {
            "exercise": exercise.name,
            "place": self.say("place", at=view.at + 1, count=len(view.items)),
            "side": self.say("side", side=view.side) if view.side else "",
            "set": self.say("set", set=view.set_no, sets=view.sets) if view.sets > 1 else "",
            "number": view.count.number if view.count else None,
            "most": int(most),
        }

    def _steady(self, view: View) -> Sequence[PageButton]:
        onwards = next((intent for intent in ONWARDS if intent in view.listening), ONWARDS[0])
        pause = "pause" if view.gate == "open" else "resume"
        return [PageButton(self.say(f"press_{intent}"), intent) for intent in (onwards, pause, *STEADY)]

    def _chosen(self, offers: tuple[Offer, ...]) -> tuple[PageButton, ...]:
        if offers != self._offers:
            others = [
                offer
                for offer in offers
                if offer.means is None or offer.means.slots or offer.means.intent not in STEADY
            ]
            self._offers, self._choices = offers, tuple(map(self._choice, others))
        return self._choices

    def _choice(self, offer: Offer) -> PageButton:
        label = " ".join(self.phrasing.say(offer.said, FULL)).rstrip(".")
        if offer.means is None:
            return PageButton(label, more=tuple(map(self._choice, offer.more)))
        return PageButton(label, offer.means.intent, offer.means.slots)

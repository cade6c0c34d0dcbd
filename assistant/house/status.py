"""How Limber stands, as the house is told it. Pure: a view of the session becomes a few plain values.

Pain and red flags are health data. They are left out here, so that nothing further on has to think of them.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from assistant.coach.states import ABSENT
from assistant.coach.view import View
from assistant.content.model import Library
from assistant.languages.language import Reader
from assistant.page.scene import NAMED, STAGE_OF
from assistant.running.light import Signs
from assistant.running.scrubbing import HARMLESS_FLOWS

STEP_S = 10
"""Seconds by which the time left changes before it alone is sent anew. Lowered, the broker is told more often."""
PERCENT = 100
STANDBY = ("waiting", "asleep", "closed")
SESSION = ("listen", "ready", "work", "rest", "way", "asks", "over", "paused", "locked")
"""What the state can be while no session is under way, and in one; house.yaml has the words."""


@dataclass(frozen=True, slots=True)
class Status:
    """One moment. Texts are those of the language that is set."""

    state: str = "waiting"
    """One of `STANDBY` and `SESSION`."""
    routine: str = ""
    exercise: str = ""
    side: str = ""
    seconds_left: int | None = None
    """Of the session; None: there is none, or it cannot be told."""
    problem: bool = False
    """Whether nothing can be heard although it is listened."""
    microphone: bool = False
    """Whether it is listened."""
    reminders: bool = True
    """Whether anybody is reminded."""
    chosen: str = ""
    """The name of the routine that begins next."""
    volume: int = PERCENT
    """In percent of the usual one."""
    words: int = 0
    """Words a minute."""
    minutes_week: int | None = None
    """Minutes exercised since Monday; None: not known."""
    last_session: str = ""
    """When it began, as ISO 8601 with a time zone; empty: there was none."""
    lost: int = 0
    """How many events were given up since Limber began."""
    pain: int | None = None
    """The last score, 0 to 10. It is health data."""

    def shown(self, words: Reader, *, health: bool) -> dict[str, Any]:
        """What is sent. Without `health`, nothing that tells of pain or a red flag is in it."""
        told = self if health else replace(self, pain=None, state="asks" if self.state == "locked" else self.state)
        data = {name: value if value != "" else None for name, value in asdict(told).items()}
        data["state"] = words.named("states", told.state)
        if not health:
            del data["pain"]
        return data

    def news(self, before: "Status | None") -> bool:
        """Whether it is to be sent, after what was sent before: the time left alone only in steps."""
        if before is None or replace(before, seconds_left=self.seconds_left) != self:
            return True
        if self.seconds_left is None or before.seconds_left is None:
            return self.seconds_left != before.seconds_left
        return abs(self.seconds_left - before.seconds_left) >= STEP_S


@dataclass(frozen=True, slots=True)
class Portrait:
    """Makes the part of a status that a session changes."""

    library: Library
    words: Reader
    paced: Callable[[float], int]
    """Words a minute at a factor of the voice's own pace."""
    health: bool

    def of(self, view: View, left_s: float | None, signs: Signs, before: Status) -> Status:
        """How a session stands; what it says nothing about stays as it was."""
        present, named = view.flow not in ABSENT, view.flow in NAMED
        known = self.library.routines.get(view.routine)
        return replace(
            before,
            state=self._state(view),
            routine=(known.name if known else self.words("built")) if present else "",
            exercise=self.library.exercises[view.exercise].name if named and self._may_show(view) else "",
            side=self.words.named("sides", view.side) if named and view.side and self._may_show(view) else "",
            seconds_left=max(0, round(left_s)) if left_s is not None and present and self._may_show(view) else None,
            problem=signs.deaf,
            microphone=not signs.deaf,
            volume=round(view.volume * PERCENT),
            words=self.paced(view.rate),
        )

    def _may_show(self, view: View) -> bool:
        """Whether what is said in this state is no matter of health, or that may be sent."""
        return self.health or view.flow in HARMLESS_FLOWS

    def _state(self, view: View) -> str:
        if view.gate != "open":
            return "paused"
        if not self._may_show(view):
            return "asks"
        stage = STAGE_OF[view.flow]
        return "over" if stage == "asleep" else stage

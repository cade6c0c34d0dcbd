"""Tells the outbox what happens in sessions and between them; of a session it is one of the observers, and only reads.

It looks at the coach when a record is kept or something is adjusted, and every ten counts: not at every effect.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from assistant.audio.mixer import CueReport
from assistant.coach.coach import Coach
from assistant.house.outbox import HELP, Happening, Outbox
from assistant.house.status import PERCENT, Portrait
from assistant.running.light import Signs
from assistant.running.standby import Standby
from assistant.words.clinical_records import UsualPain
from assistant.words.effects import Adjust, Effect, Keep
from assistant.words.events import Begin, Event
from assistant.words.records import (
    ExerciseBegun,
    HelpWanted,
    MorningPain,
    PainAfter,
    PainBefore,
    PainReported,
    Record,
    SessionEnded,
    SetEnded,
)
from assistant.words.units import Seconds

LOOKS_S = 10.0
"""Seconds of a count after which the time left is looked at anew. Lowered, a count costs more."""
TOLD_AS = {"finished": "finished", "unattended": "unattended", "deaf": "deaf"}
"""How a session ended, as the house is told it; every other end is told as "left", as pain may have been the reason."""


class HouseWatch:
    """An observer of sessions. `watch` says whose."""

    def __init__(self, outbox: Outbox, portrait: Portrait, now: Callable[[], datetime]) -> None:
        """`now` is the time of the world, with its zone."""
        self._outbox, self._portrait, self._now = outbox, portrait, now
        self._coach: Coach | None = None
        self._signs = Signs()
        self._looked_at = self._at = Seconds(0)
        self._ends_at: float | None = None
        """The session time at which the session may end, as worked out last. That takes milliseconds, so it is rare."""
        self._ended: SessionEnded | None = None

    def watch(self, coach: Coach) -> None:
        """Look at this session from now on."""
        self._coach, self._signs, self._ended, self._ends_at = coach, Signs(), None, None
        self._looked_at = self._at = Seconds(0)

    def event(self, at: Seconds, event: Event | None) -> None:
        """Something happens; what becomes of it is told when the coach has answered."""
        self._at = at
        self._signs = Signs(there=True) if isinstance(event, Begin) else self._signs.after_event(event, at)

    def effect(self, at: Seconds, effect: Effect) -> None:
        """The coach has answered."""
        self._at, self._signs = at, self._signs.after_effect(effect)
        match effect:
            case Keep(record):
                self._note(record)
                self._look(at)
            case Adjust():
                self._look(at)

    def sound(self, at: Seconds, report: CueReport) -> None:
        """A sound began or ended."""
        if report.cue.channel == "count" and report.kind == "began" and at - self._looked_at >= LOOKS_S:
            self._look(at)

    def trouble(self, at: Seconds, text: str) -> None:
        """Nothing to tell."""

    def leave(self) -> None:
        """The session is over."""
        coach, self._coach = self._coach, None
        if coach is None:
            return
        if self._ended:
            how = self._ended.how if self._portrait.health else TOLD_AS.get(self._ended.how, "left")
            view = coach.view()
            self._tell("session_finished", how=how, minutes=round(self._at / 60, 1), routine=view.routine)
        self._outbox.change(
            lambda old: replace(old, routine="", exercise="", side="", seconds_left=None, problem=False)
        )

    def stands(self, standby: Standby) -> None:
        """Tell how standby stands, while no session is under way."""
        state = {"asleep": "asleep", "closed": "closed"}.get(standby.state, "waiting")
        self._outbox.change(
            lambda old: replace(old, state=state, microphone=standby.listens, reminders=standby.reminding)
        )

    def hears(self, *, deaf: bool) -> None:
        """Tell whether a device is missing or silent, while no session is under way."""
        self._outbox.change(lambda old: replace(old, problem=deaf))

    def speaks(self, volume: float, rate: float) -> None:
        """Tell how we speak: factors."""
        words = self._portrait.paced(rate)
        self._outbox.change(lambda old: replace(old, volume=round(volume * PERCENT), words=words))

    def remembers(self, minutes_week: float, last: datetime | None) -> None:
        """Tell what was done this week, in minutes, and when the last session began."""
        moment = last.astimezone().isoformat(timespec="seconds") if last else ""
        self._outbox.change(lambda old: replace(old, minutes_week=round(minutes_week), last_session=moment))

    def chooses(self, name: str) -> None:
        """Tell which routine begins next."""
        self._outbox.change(lambda old: replace(old, chosen=name))

    def reminds(self, kind: str) -> None:
        """Tell that somebody is called: "session" or "break"."""
        self._tell("reminder_due", kind=kind)

    def _note(self, record: Record) -> None:
        match record:
            case ExerciseBegun() | SetEnded() if self._coach:
                self._ends_at = self._at + self._coach.left_s
            case SessionEnded():
                self._ended = record
            case HelpWanted(confirmed):
                self._tell(HELP, confirmed=confirmed)
            case MorningPain() | PainBefore() | PainAfter() | PainReported() | UsualPain() if self._portrait.health:
                score = record.score
                self._outbox.change(lambda old: replace(old, pain=score))

    def _look(self, at: Seconds) -> None:
        coach = self._coach
        if coach is None:
            return
        self._looked_at, signs = at, self._signs
        view, left_s = coach.view(at), None if self._ends_at is None else self._ends_at - at
        self._outbox.change(lambda old: self._portrait.of(view, left_s, signs, old))

    def _tell(self, name: str, **data: object) -> None:
        at = self._now().isoformat(timespec="seconds")
        self._outbox.tell(Happening(name, {"at": at, **data}))

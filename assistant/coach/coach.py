"""The coach itself: `handle(event, now)`, `next_deadline()`, `advance(now)`; each answers with effects.

It never sleeps and never asks the time. Deadlines that lie before an event are applied first, each at the time it
was due, so waking late changes nothing; time that runs backwards is an error. What cannot be done now is refused in
a sentence, never ignored.
"""

from collections.abc import Collection

from assistant.coach.machine import ASKING, LIVE, build, moves, triggers
from assistant.coach.person import Person
from assistant.coach.session import Session
from assistant.coach.today import Today
from assistant.content.model import Library, Routine
from assistant.words.effects import Effect, Keep, Leave, Listen
from assistant.words.events import Back, Begin, Event, Guess, Heard, Lost, NotKept, SpeechBegan, Told, Unclear
from assistant.words.records import StateEntered
from assistant.words.units import Seconds

ALWAYS = frozenset({"stop", "pause", "hurts", "symptom", "red_flag", "resume", "help", "finish"})
"""Intents listened for in every state, whether it has a row for them or not."""
FOLLOW_UPS_MOST = 20
DEAF_MOST = 3
"""A microphone lost so often in a row ends the session."""
LISTENED = "listened"
"""The deadline at which we have been silent for somebody long enough."""


class Coach:
    """One session, from `Begin` to `Leave`."""

    def __init__(
        self, library: Library, routine: Routine, intents: Collection[str], person: Person, today: Today | None = None
    ) -> None:
        """`intents` are all the vocabulary's, to say which of them can usefully be heard."""
        self._session = Session(library, routine, person, today or Today())
        self._intents = frozenset(intents)
        self._machine = build(self._session)
        self._listening: frozenset[str] | None = None
        self._deaf = 0
        """How often in a row the microphone was lost, with no word in between."""

    @property
    def session(self) -> Session:
        """The session, to look at."""
        return self._session

    @property
    def states(self) -> tuple[str, ...]:
        """(flow, gate)"""
        return self._session.states

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._session.flow == "done"

    def next_deadline(self) -> Seconds | None:
        """When `advance` wants to be called, in session time; None: not before something happens."""
        due = self._next()
        return None if due is None else due[0]

    def advance(self, now: Seconds) -> list[Effect]:
        """Apply every deadline up to `now`, each at the time it was due."""
        self._check(now)
        while (due := self._next()) is not None and due[0] <= now:
            self._session.now = max(self._session.now, due[0])
            if due[1] == LISTENED:
                self._session.release()
                continue
            self._session.course.cancel(due[1])
            self._session.wall.cancel(due[1])
            self._fire(due[1], None)
        self._session.now = now
        return self._take()

    def handle(self, event: Event, now: Seconds) -> list[Effect]:
        """Take in one event; deadlines before it are applied first."""
        effects = self.advance(now)
        if isinstance(event, Heard | Guess | Unclear):
            self._session.release()
            self._deaf = 0
        if isinstance(event, Begin):
            self._session.recall_preferences()
            self._fire("begin", event)
        elif isinstance(event, Lost | Back):
            self._device(event)
        elif isinstance(event, NotKept):
            if self._session.flow not in ("asleep", "done"):
                self._session.say_not_kept()
        elif isinstance(event, SpeechBegan):
            if self._session.flow not in ("asleep", "done"):
                self._session.hold()
        elif isinstance(event, Told):
            self._told(event)
        elif isinstance(event, Unclear):
            self._session.guess = None
            self._fire("unclear", event)
        elif isinstance(event, Guess):
            self._suspect(event)
        elif self._session.flow not in ("asleep", "done"):
            self._hear(event)
        return effects + self._take()

    def _device(self, event: Lost | Back) -> None:
        session = self._session
        if session.flow in ("asleep", "done"):
            return
        if event.device == "speaker":
            if isinstance(event, Back):
                session.say_speaker_back()
        elif isinstance(event, Back):
            self._fire("mic_back", event)
        else:
            self._deaf += 1
            if self._deaf < DEAF_MOST:
                self._fire("mic_lost", event)
            else:
                self._fire("reopen", event)
                self._fire("deaf", event)

    def _check(self, now: Seconds) -> None:
        if now < self._session.now:
            raise ValueError(f"time runs backwards: {now:.6f} after {self._session.now:.6f}")

    def _next(self) -> tuple[Seconds, str] | None:
        both = (self._session.course.next(), self._session.wall.next())
        held = self._session.yielding.until
        waits = (*both, None if held is None else (held, LISTENED))
        return min((one for one in waits if one is not None), default=None)

    def _told(self, event: Told) -> None:
        session = self._session
        if session.telling is None or session.telling.id != event.say:
            return
        session.lines_told, session.yielding.times = max(session.lines_told, event.line + 1), 0
        if session.lines_told == len(session.telling.lines):
            session.telling = None
            self._fire("told", event)

    def _suspect(self, event: Guess) -> None:
        """Ask whether something was said; where a question waits already, or nothing could be done, it is unclear."""
        session, intent = self._session, event.heard.intent
        if session.states[1] == "open" and session.flow not in ASKING and intent in triggers(session.states):
            session.suspect(event.heard)
        else:
            self._fire("unclear", event)

    def _hear(self, event: Heard) -> None:
        session, guess, choices = self._session, self._session.guess, self._session.choices
        session.guess, session.choices, session.misses = None, {}, 0
        event = choices.get(event.slot("number") or "", event)
        if guess and event.intent == "yes":
            event = guess
        elif guess and event.intent == "no":
            session.refuse("never_mind")
            return
        intent = event.intent
        flow, gate = session.states
        if gate != "open" and intent not in triggers([gate]) and moves(flow, intent):
            self._fire("reopen", event)
        if not self._fire(intent, event):
            session.refuse(self._refusal(intent))

    def _refusal(self, intent: str) -> str:
        if self._session.flow == "locked":
            return "not_locked"
        if self._session.flow in (*ASKING, "easing"):
            return "not_asked"
        key = f"not_{intent}"
        return key if key in self._session.library.phrases else "not_now"

    def _fire(self, trigger: str, event: Event | None) -> bool:
        """Fire one trigger and what follows from it; whether it had a row that held."""
        session = self._session
        if trigger not in triggers(session.states):
            return False
        fired = self._step(trigger, event)
        for _ in range(FOLLOW_UPS_MOST):
            if not session.follow_ups:
                break
            self._step(session.follow_ups.popleft(), event)
        return fired

    def _step(self, trigger: str, event: Event | None) -> bool:
        session = self._session
        before = session.states
        session.trigger_name, session.flow_before = trigger, before[0]
        fired = bool(session.trigger(trigger, event=event))  # type: ignore[attr-defined]
        if session.states != before:
            flow, gate = session.states
            session.effects.append(Keep(StateEntered(flow, gate)))
        return fired

    def _take(self) -> list[Effect]:
        session = self._session
        extra = ({"yes", "no"} if session.guess else set()) | ({"number"} if session.choices else set())
        listening = self._intents & (ALWAYS | triggers(session.states) | extra)
        if session.flow in LIVE and listening != self._listening:
            self._listening = listening
            session.effects.append(Listen(listening))
        effects, session.effects = session.effects, []
        if any(isinstance(one, Leave) for one in effects):
            session.course.cancel()
        return effects

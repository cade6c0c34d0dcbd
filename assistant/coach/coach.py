"""The coach itself: `handle(event, now)`, `next_deadline()`, `advance(now)`; each answers with effects.

It never sleeps and never asks the time. Deadlines that lie before an event are applied first, each at the time it
was due, so waking late changes nothing; time that runs backwards is an error. What cannot be done now is refused in
a sentence, never ignored.
"""

from collections.abc import Collection

from assistant.coach import choices, correcting, pressing, reading_out
from assistant.coach.asked import LATE
from assistant.coach.audible import audible
from assistant.coach.button import Offer
from assistant.coach.greeting import memory
from assistant.coach.keeping_up import KeepingUp
from assistant.coach.machine import Machine
from assistant.coach.person import Person
from assistant.coach.refusing import refusal
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import ABSENT, ASKING, HEARD_OUT, LIVE
from assistant.coach.today import Today
from assistant.coach.topics import moves, preferences, triggers
from assistant.coach.understanding import doubts, understood
from assistant.coach.view import View, counted, view_of
from assistant.content.model import Library, Routine
from assistant.words import events
from assistant.words.effects import Effect, Keep, Leave, Listen, line
from assistant.words.events import Begin, Event, Guess, Heard, Lost, Muted, SpeechBegan, Told, Unclear
from assistant.words.records import StateEntered
from assistant.words.units import Seconds

TROUBLE = frozenset({"hurts", "symptom", "red_flag", "fell", "call_for_help"})
"""Intents of somebody in trouble: heard until the program has gone, and always asked about when heard with doubt."""
FOLLOW_UPS_MOST = 20
"""How many triggers may follow from one; more would be a circle in the table."""
SHUTTING = ("stop", "pause")
"""Intents that shut the gate."""
DEAF_MOST = 3
"""A microphone lost so often in a row ends the session."""
SOUNDS = (Heard, Guess, Unclear, SpeechBegan, events.Pressed)
"""Events by which somebody is known to be there."""
INFORMS = {
    events.Back: "speaker_back", events.NotKept: "not_kept", events.NotDeleted: "not_deleted",
    events.NotSet: "voice_not_kept",
}  # fmt: skip
"""What is only told -> the key of the sentence that tells it. Session time stood still without a loudspeaker."""
LISTENED = "listened"
"""The deadline at which we have been silent for somebody long enough."""
NOTHING = Heard("")


class Coach:
    """One session, from `Begin` to `Leave`."""

    def __init__(
        self, library: Library, routine: Routine, intents: Collection[str], person: Person, today: Today | None = None
    ) -> None:
        """`intents` are all the vocabulary's, to say which of them can usefully be heard."""
        self._stage = Stage(library, routine, person, today or Today())
        self._intents = frozenset(intents)
        self._machine = Machine(self._stage)
        self._listening: frozenset[str] | None = None
        """What was last told to be listened for."""
        self._shut_by: Heard | None = None
        """The last command, if it was one that shuts the gate."""
        self._deaf = 0
        """How often in a row the microphone was lost, with no word in between."""
        self._keeping_up = KeepingUp()
        self._seen: View | None = None
        """The last view, until something happens: it is asked for far more often than that."""

    @property
    def states(self) -> tuple[str, str]:
        """(flow, gate)"""
        return self._stage.flow, self._stage.gate

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._stage.flow == "done"

    @property
    def person(self) -> Person:
        """What is known of the person by now."""
        return self._stage.person

    @property
    def doubts(self) -> int | None:
        """The number that somebody is asked to confirm; None: none is."""
        return doubts(self._stage.asked)

    def view(self, now: Seconds | None = None) -> View:
        """All that can be seen of the session at a session time; None: when something last happened in it."""
        at = self._stage.now if now is None else now
        if self._seen is None:
            self._seen = view_of(self._stage, audible(self._stage, self._intents), at)
        return self._seen.counting(counted(self._stage, at))

    @property
    def left_s(self) -> float:
        """A rough length, in seconds, of what is left of the session. It takes milliseconds."""
        return self._stage.left_s

    def offers(self) -> tuple[Offer, ...]:
        """What can be chosen now without a voice."""
        return choices.offered(self._stage)

    def next_deadline(self) -> Seconds | None:
        """When `advance` wants to be called, in session time; None: not before something happens."""
        due = self._next()
        return None if due is None else due[0]

    def advance(self, now: Seconds) -> list[Effect]:
        """Apply every deadline up to `now`, each at the time it was due."""
        stage = self._stage
        if now < stage.now:
            raise ValueError(f"time runs backwards: {now:.6f} after {stage.now:.6f}")
        happened = False
        while (due := self._next()) is not None and due[0] <= now:
            happened = True
            stage.now = max(stage.now, due[0])
            self._seen = None
            if due[1] == LISTENED:
                stage.speech.speak_on()
                continue
            stage.course.cancel(due[1])
            stage.wall.cancel(due[1])
            self._fire(due[1])
        stage.now = now
        return self._take() if happened else []

    def handle(self, event: Event, now: Seconds) -> list[Effect]:
        """Take in one event; deadlines before it are applied first."""
        effects = self.advance(now)
        self._seen = None
        if isinstance(event, SOUNDS):
            self._stage.unheard, self._stage.met = 0, True
        if isinstance(event, Heard | Guess | Unclear):
            self._somebody_spoke()
        match event:
            case Begin():
                self._stage.recall_preferences()
                self._stage.speech.open_with(*memory(self._stage.today), *pressing.opening(self._stage))
                self._fire("begin")
            case Heard():
                self._hear(event)
            case Guess(heard):
                self._suspect(heard)
            case Unclear():
                self._stage.asked.mumbled()
                self._fire("unclear")
            case SpeechBegan():
                if self._present:
                    self._stage.speech.give_way(now)
            case Told():
                self._stage.told_at = now
                if self._stage.speech.told(event):
                    self._fire("told")
                reading_out.listen(self._stage, event)
            case events.Pressed():
                self._press(event)
            case events.HasButton():
                pressing.notice(self._stage, event)
            case events.Preferred(name, value):
                preferences.prefer(self._stage, name, value)
            case Lost("microphone") | Muted():  # while the loudspeaker is lost, nothing can be said
                self._lose_microphone("mic_muted" if isinstance(event, Muted) else "mic_lost")
            case events.HearsBetween(why):
                self._inform(f"hears_between_{why}")
            case events.FellBehind() if self._keeping_up.persists(now):
                self._inform("falls_behind")
            case events.Back("microphone"):
                self._stage.button.deaf = False
                if self._present:
                    self._fire("mic_back")
            case events.Back() | events.NotKept() | events.NotDeleted() | events.NotSet():
                self._inform(INFORMS[type(event)])
            case events.PairingAsked(code):
                self._inform("pairing", code=code)
        return effects + self._take()

    @property
    def _present(self) -> bool:
        """Whether there is somebody to talk to."""
        return self._stage.flow not in ABSENT

    def _next(self) -> tuple[Seconds, str] | None:
        silent_until = self._stage.speech.silent_until
        listened = None if silent_until is None else (silent_until, LISTENED)
        waits = (self._stage.course.next(), self._stage.wall.next(), listened)
        return min((wait for wait in waits if wait is not None), default=None)

    def _somebody_spoke(self) -> None:
        self._stage.speech.speak_on()
        self._deaf = 0

    def _inform(self, key: str, **slots: str) -> None:
        if self._present:
            self._stage.speech.answer(line(key, **slots))

    def _lose_microphone(self, how: str) -> None:
        if not self._present:
            return
        if pressing.goes_on_deaf(self._stage):
            return
        self._deaf += 1
        if self._deaf < DEAF_MOST or self._stage.button.there:
            self._fire(how)
        else:
            self._fire("reopen")
            self._fire("deaf")

    def _suspect(self, heard: Heard) -> None:
        """Ask whether something was said.

        Where a question waits already, or nothing could be done, it is unclear; but trouble is always asked about.
        Trouble that is said again in place of a "yes" counts as confirmed.
        """
        stage, trouble = self._stage, heard.intent in TROUBLE
        if trouble and stage.asked.suspects(heard):
            self._hear(heard)
            return
        free = stage.gate == "open" and stage.flow not in ASKING
        if not self._present or heard.intent not in stage.possible or not (free or trouble):
            self._fire("unclear")
            return
        said = line("did_you_say", words=heard.words)
        within = stage.gate == "open" and stage.flow in (*ASKING, "closing")
        (stage.tell_anew if within else stage.speech.answer)(said)
        stage.asked.guess = heard

    def _hear(self, heard: Heard) -> None:
        stage = self._stage
        if not self._present and not (stage.flow in HEARD_OUT and heard.intent in TROUBLE):
            return
        trigger, meant = understood(stage, heard)
        self._take_back(meant)
        if stage.gate != "open" and trigger not in triggers([stage.gate]) and moves(stage.flow, trigger):
            self._fire("reopen", meant)
        if not self._fire(trigger, meant):
            self._refuse(trigger)

    def _press(self, pressed: events.Pressed) -> None:
        """Take what a press means as heard."""
        self._somebody_spoke()
        for meant in pressing.meant(self._stage, pressed):
            self._hear(meant) if isinstance(meant, Heard) else self._fire(meant)

    def _take_back(self, heard: Heard) -> None:
        """Go on where a safety word shut the gate that was only the beginning of something else ("stop counting")."""
        stage, before = self._stage, self._shut_by
        longer = before is not None and heard.words.startswith(f"{before.words} ") and heard.intent != before.intent
        if longer and stage.gate != "open" and not moves(stage.flow, heard.intent):
            self._fire("resume")
        self._shut_by = heard if heard.intent in SHUTTING else None

    def _refuse(self, trigger: str) -> None:
        """Say why something cannot be done now."""
        if not self._fire("refused"):
            self._stage.speech.answer(line(refusal(self._stage, trigger)))

    def _fire(self, trigger: str, heard: Heard = NOTHING) -> bool:
        """Fire one trigger and what follows from it; whether it had a row that held."""
        if trigger not in self._stage.possible:
            return False
        stage = self._stage
        stage.turns += 1
        until = stage.course.due(LATE)
        fired = self._step(trigger, heard)
        for _ in range(FOLLOW_UPS_MOST):
            if not stage.follow_ups:
                break
            follows = stage.follow_ups.popleft()
            trigger, heard = understood(stage, follows) if isinstance(follows, Heard) else (follows, heard)
            self._step(trigger, heard)
        correcting.end(stage, heard, until)
        return fired

    def _step(self, trigger: str, heard: Heard) -> bool:
        before = self.states
        turn = Turn(trigger, before[0], heard)
        if trigger in self._stage.possible:
            correcting.begin(self._stage, turn)
        fired = self._machine.fire(turn)
        if self.states != before:
            self._stage.effects.append(Keep(StateEntered(*self.states)))
        return fired

    def _take(self) -> list[Effect]:
        stage = self._stage
        listening = audible(self._stage, self._intents)
        if stage.flow in (*LIVE, "closing") and listening != self._listening:
            self._listening = listening
            stage.effects.append(Listen(listening))
        effects = list(stage.effects)
        stage.effects.clear()
        if any(isinstance(effect, Leave) for effect in effects):
            stage.course.cancel()
        return effects

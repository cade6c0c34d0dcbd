"""A session being performed: the coach's effects become sound, and what was heard of it goes back to the coach.

The same code runs a live session and a rehearsal; they differ in who renders a cue (`submit`), who asks for blocks,
and where events come from. All of it is given at construction.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol, assert_never

from assistant.audio.earcons import earcon
from assistant.audio.mixer import CueReport, Mixer
from assistant.coach.coach import Coach
from assistant.history.recorder import Recorder
from assistant.narration.script import TICK_MOST_S, Script
from assistant.running.own_activities import recording
from assistant.running.transcript import Transcript
from assistant.speaking.voice import Voice
from assistant.words.cues import Cue
from assistant.words.effects import (
    Adjust,
    Chime,
    Count,
    Effect,
    GiveWay,
    Hush,
    Keep,
    Leave,
    Line,
    Listen,
    Say,
    SpeakOn,
    UseVoice,
)
from assistant.words.errors import LimberError, VoiceError
from assistant.words.events import Event
from assistant.words.records import Record
from assistant.words.samples import Samples
from assistant.words.units import Seconds, seconds

Submit = Callable[[Cue, int], None]
"""Takes a cue and its channel's epoch; has it rendered and added to the mixer."""
Listening = Callable[[frozenset[str]], None]
"""Takes the intents that can be heard from now on."""
APOLOGY = 0
"""The number of the sentence said after an unexpected error; the coach's own begin at 1."""


class Observer(Protocol):
    """Is told all that goes through a session, in order, from the thread that performs it. Times are session time."""

    def event(self, at: Seconds, event: Event | None) -> None:
        """The coach is given this event now; None: it is only told the time, for a deadline has come due."""

    def effect(self, at: Seconds, effect: Effect) -> None:
        """The coach has answered this, and it is carried out now."""

    def sound(self, at: Seconds, report: CueReport) -> None:
        """What became of a cue at this time."""

    def trouble(self, at: Seconds, text: str) -> None:
        """Something went wrong that the coach is not told of."""


class Watcher(Observer, Protocol):
    """An observer of one session after another, which also looks at the coach; only in the thread that performs."""

    def watch(self, coach: Coach) -> None:
        """Look at this session from now on."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Who writes down what happens in a session."""

    transcript: Transcript = field(default_factory=Transcript)
    recorder: Recorder | None = None
    """Keeps records, and what is known of the person whenever that has changed; None: nothing is kept."""
    observers: Sequence[Observer] = ()
    keep_voice: Callable[[str], None] | None = None
    """Keeps a voice for later sessions, by name; None: it is not kept."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a session is made of, whichever way it runs."""

    coach: Coach
    script: Script
    mixer: Mixer
    voice: Voice
    notes: Notes
    voices: Callable[[str], Voice] | None = None
    """Makes another voice, by name, and raises `LimberError` where there is none; None: there is no other one."""


def rendered(cue: Cue, voice: Voice) -> tuple[Samples, str]:
    """A cue's sound, and what went wrong: an earcon stands in for speech that cannot be had, words for a recording."""
    if cue.channel == "chime":
        return earcon(cue.text, voice.to_rate), ""
    if cue.sound:
        try:
            return recording(cue.sound, voice.to_rate), ""
        except LimberError:
            return rendered(replace(cue, sound=""), voice)[0], "a recorded activity cannot be played"
    try:
        if cue.fits_beat:
            return voice.word(cue.text, TICK_MOST_S, cue.pace), ""
        return voice.clip(cue.text), ""
    except VoiceError as error:
        return earcon("trouble", voice.to_rate), str(error)


class Performance:
    """Coach, script and mixer of one session. Only one thread may call it at a time; `Live` holds a lock for that."""

    def __init__(self, parts: Parts, *, submit: Submit | None = None, listen: Listening | None = None) -> None:
        """`submit` renders; None: each cue is rendered at once. `listen` changes the grammar of whoever hears."""
        self.coach, self.script, self.mixer = parts.coach, parts.script, parts.mixer
        self.voice, self.transcript = parts.voice, parts.notes.transcript
        self._submit: Submit = submit or self.add
        self._listen = listen
        self._recorder, self._observers = parts.notes.recorder, tuple(parts.notes.observers)
        self._voices, self._keep_voice = parts.voices, parts.notes.keep_voice
        self._kept = self.coach.person
        self.to_enrol = self.to_record = False
        """Whether the person left to have their voice learnt, or to record their activities."""

    @property
    def now(self) -> Seconds:
        """Session time: frames rendered, divided by their rate."""
        return seconds(self.mixer.frame, self.mixer.rate)

    @property
    def over(self) -> bool:
        """Whether the session has ended and its last word has been heard.

        Somebody in trouble may still begin it again, for as long as the program has not gone.
        """
        return self.coach.over and self.mixer.idle()

    def take(self, event: Event) -> None:
        """Give the coach an event that happens now."""
        self.transcript.event(self.now, event)
        self._give(event)

    def wake(self) -> None:
        """Apply deadlines that have come due, and tell the coach what has been heard to its end."""
        for report in self.mixer.reports():
            self.note(report)
            if report.kind == "ended" and report.cue.told:
                self._give(report.cue.told)
        due = self.coach.next_deadline()
        if due is not None and due <= self.now:
            self.pass_time()

    def pass_time(self) -> None:
        """Tell the coach what time it is."""
        self._give(None)

    def add(self, cue: Cue, epoch: int) -> None:
        """Render a cue at once and put it into the mixer."""
        clip, trouble = rendered(cue, self.voice)
        if trouble:
            self.trouble(trouble)
        self.mixer.add(cue, clip, epoch)

    def note(self, report: CueReport) -> None:
        """Note what became of a cue."""
        time = seconds(report.frame, self.mixer.rate)
        for observer in self._observers:
            observer.sound(time, report)
        kinds = {"talk": "said", "count": "count", "chime": "chime"}
        if report.kind == "began" and report.cue.text:
            self.transcript.add(time, kinds[report.cue.channel], text=report.cue.text)
        elif report.kind in ("cut", "late"):
            self.transcript.add(time, report.kind, text=report.cue.text, channel=report.cue.channel)

    def trouble(self, text: str) -> None:
        """Note that something went wrong that the coach is not told of."""
        for observer in self._observers:
            observer.trouble(self.now, text)
        self.transcript.add(self.now, "trouble", text=text)

    def apologise(self) -> None:
        """Silence everything and say that something unexpected has happened; the coach is not asked."""
        for channel in Hush().channels:
            self.mixer.hush(channel)
        for cue in self.script.say(Say(APOLOGY, (Line("trouble_spoken"),))):
            self.add(cue, self.mixer.epoch(cue.channel))

    def _give(self, event: Event | None) -> None:
        """Give the coach an event, or only the time, and carry out what it answers."""
        now = self.now
        for observer in self._observers:
            observer.event(now, event)
        self._perform(self.coach.advance(now) if event is None else self.coach.handle(event, now))

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            for observer in self._observers:
                observer.effect(self.now, effect)
            self._carry_out(effect)
        person = self.coach.person
        if person is not self._kept:
            self._kept = person
            if self._recorder:
                self._recorder.person(person)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._submit_all(self.script.say(effect))
            case Count():
                self._submit_all(self.script.count(effect))
            case Chime():
                self._submit_all([self.script.chime(effect)])
            case Hush():
                for channel in effect.channels:
                    self.mixer.hush(channel)
            case GiveWay():
                self.mixer.give_way()
            case SpeakOn():
                self.mixer.speak_on()
            case Listen():
                if self._listen:
                    self._listen(effect.intents)
            case Adjust():
                self._adjust(effect)
            case UseVoice():
                self._use(effect)
            case Keep():
                self._keep(effect.record)
            case Leave():
                self.to_enrol, self.to_record = effect.to_enrol, effect.to_record
            case _:
                assert_never(effect)

    def _submit_all(self, cues: list[Cue]) -> None:
        for cue in cues:
            self._submit(cue, self.mixer.epoch(cue.channel))

    def _keep(self, record: Record) -> None:
        self.transcript.add(self.now, record.kind, **dict(sorted(asdict(record).items())))
        if self._recorder:
            self._recorder.record(self.now, record)

    def _adjust(self, adjust: Adjust) -> None:
        if adjust.name == "rate":
            self.voice.factor = adjust.value
        elif adjust.name == "volume":
            self.mixer.volume = adjust.value
        else:
            self.script.verbosity = int(adjust.value)

    def _use(self, wanted: UseVoice) -> None:
        if self._voices:
            try:
                self.voice.give_way_to(self._voices(wanted.name))
            except LimberError as error:
                self.trouble(str(error))
        if wanted.kept and self._keep_voice:
            self._keep_voice(wanted.name)

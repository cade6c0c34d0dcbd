"""A session being performed: the coach's effects become sound, and what was heard of it goes back to the coach.

The same code runs a live session and a rehearsal; they differ in who renders a cue (`submit`), who asks for blocks,
and where events come from.
"""

from collections.abc import Callable
from dataclasses import asdict

from assistant.audio.earcons import earcon
from assistant.audio.mixer import Mixer, Report
from assistant.audio.voice import Voice
from assistant.coach.coach import Coach
from assistant.coach.person import Person
from assistant.narration.script import TICK_MOST_S, Script
from assistant.running.transcript import Transcript
from assistant.words.cues import Cue
from assistant.words.effects import Adjust, Chime, Count, Effect, Hold, Hush, Keep, Leave, Listen, Release, Say
from assistant.words.errors import VoiceError
from assistant.words.events import Back, Event, Guess, Heard, Lost, SpeechBegan, Unclear
from assistant.words.records import Record
from assistant.words.samples import Samples
from assistant.words.units import Seconds, seconds

Submit = Callable[[Cue, int], None]
"""Takes a cue and its channel's epoch; has it rendered and added to the mixer."""


def rendered(cue: Cue, voice: Voice) -> tuple[Samples, str]:
    """A cue's sound, and what went wrong: an earcon stands in for speech that cannot be had."""
    if cue.channel == "chime":
        return earcon(cue.text, voice.to_rate), ""
    try:
        if cue.channel == "count" and not cue.text.endswith("."):
            return voice.word(cue.text, TICK_MOST_S), ""
        return voice.clip(cue.text), ""
    except VoiceError as error:
        return earcon("trouble", voice.to_rate), str(error)


class Performance:
    """Coach, script and mixer of one session. Only one thread calls it."""

    def __init__(self, coach: Coach, script: Script, mixer: Mixer, voice: Voice, transcript: Transcript) -> None:
        self.coach, self.script, self.mixer, self.voice = coach, script, mixer, voice
        self.transcript = transcript
        self.submit: Submit = self.add
        self.listen: Callable[[frozenset[str]], None] = lambda _intents: None
        self.keep: Callable[[Person], None] = lambda _person: None
        """Called with what is known of the person, whenever that has changed."""
        self.record: Callable[[float, Record], None] = lambda _at, _record: None
        """Called with every record of the coach, and its session time in seconds."""
        self._kept = coach.session.person
        self.leaving = False
        self.to_enrol = False
        """Whether the person left to have their voice learnt."""

    @property
    def now(self) -> Seconds:
        """Session time: frames rendered, divided by their rate."""
        return seconds(self.mixer.frame, self.mixer.rate)

    @property
    def over(self) -> bool:
        """Whether the session has ended and its last word has been heard."""
        return self.leaving and self.mixer.idle()

    def take(self, event: Event) -> None:
        """Give the coach an event that happens now."""
        if isinstance(event, Heard):
            self.transcript.add(self.now, "heard", intent=event.intent, slots=dict(event.slots), words=event.words)
        elif isinstance(event, Guess):
            self.transcript.add(self.now, "guess", intent=event.heard.intent, words=event.heard.words)
        elif isinstance(event, Lost | Back):
            self.transcript.add(self.now, "lost" if isinstance(event, Lost) else "back", device=event.device)
        elif isinstance(event, SpeechBegan):
            self.transcript.add(self.now, "speech")
        elif isinstance(event, Unclear):
            self.transcript.add(self.now, "heard", intent=None, slots={}, words=event.words)
        self.perform(self.coach.handle(event, self.now))

    def wake(self) -> None:
        """Apply deadlines that have come due, and tell the coach what has been heard to its end."""
        for report in self.mixer.reports():
            self._note(report)
            if report.kind == "ended" and report.cue.told:
                self.perform(self.coach.handle(report.cue.told, self.now))
        due = self.coach.next_deadline()
        if due is not None and due <= self.now:
            self.perform(self.coach.advance(self.now))

    def add(self, cue: Cue, epoch: int) -> None:
        """Render a cue at once and put it into the mixer."""
        clip, trouble = rendered(cue, self.voice)
        if trouble:
            self.transcript.add(self.now, "trouble", text=trouble)
        self.mixer.add(cue, clip, epoch)

    def perform(self, effects: list[Effect]) -> None:
        """Carry out what the coach answered."""
        for effect in effects:
            if isinstance(effect, Say):
                self._submit(self.script.say(effect))
            elif isinstance(effect, Count):
                self._submit(self.script.count(effect))
            elif isinstance(effect, Chime):
                self._submit([self.script.chime(effect)])
            elif isinstance(effect, Hush):
                for channel in effect.channels:
                    self.mixer.hush(channel)
            elif isinstance(effect, Hold):
                self.mixer.hold()
            elif isinstance(effect, Release):
                self.mixer.release()
            elif isinstance(effect, Listen):
                self.listen(effect.intents)
            elif isinstance(effect, Adjust):
                self._adjust(effect)
            elif isinstance(effect, Keep):
                self.transcript.add(self.now, effect.record.kind, **dict(sorted(asdict(effect.record).items())))
                self.record(self.now, effect.record)
            elif isinstance(effect, Leave):
                self.leaving, self.to_enrol = True, effect.to_enrol
        if self.coach.session.person is not self._kept:
            self._kept = self.coach.session.person
            self.keep(self._kept)

    def _submit(self, cues: list[Cue]) -> None:
        for cue in cues:
            self.submit(cue, self.mixer.epoch(cue.channel))

    def _adjust(self, adjust: Adjust) -> None:
        if adjust.name == "rate":
            self.voice.factor = adjust.value
        elif adjust.name == "volume":
            self.mixer.volume = adjust.value
        else:
            self.script.verbosity = int(adjust.value)

    def _note(self, report: Report) -> None:
        kinds = {"talk": "said", "count": "count", "chime": "chime"}
        time = seconds(report.frame, self.mixer.rate)
        if report.kind == "began" and report.cue.text:
            self.transcript.add(time, kinds[report.cue.channel], text=report.cue.text)
        elif report.kind in ("cut", "late"):
            self.transcript.add(time, report.kind, text=report.cue.text, channel=report.cue.channel)

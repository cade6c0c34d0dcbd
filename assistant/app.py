"""The only file that knows every part: it puts a session together."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from assistant.audio.devices import look_anew
from assistant.audio.mixer import Mixer
from assistant.audio.speaker import Player, Speaker
from assistant.coach.audible import listened_for_in
from assistant.coach.coach import Coach
from assistant.coach.counting import drill
from assistant.coach.fit import build
from assistant.coach.permission import permitted
from assistant.coach.person import Person
from assistant.coach.today import Today
from assistant.content.calling import standby_vocabulary
from assistant.content.commands import Commands, read_commands
from assistant.content.fields import suggestion
from assistant.content.language import ENGLISH, vocabulary
from assistant.content.load import COMMANDS, load_language, load_library
from assistant.content.model import Library, Routine
from assistant.content.wish import Wish
from assistant.files import read_text, reason
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.echo.near_end import NearEnd
from assistant.hearing.echo.separator import Saying
from assistant.hearing.enrolling.learner import Learner
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.listener import Listener
from assistant.hearing.microphone import Microphone
from assistant.hearing.recogniser import Recogniser
from assistant.languages.language import Language
from assistant.narration.phrasing import Phrasing, tick_text
from assistant.narration.script import Script, tick_cue
from assistant.places import NEAR_END, cache_folder
from assistant.running.ear import Ear
from assistant.running.journal import Journal
from assistant.running.kept import Devices
from assistant.running.links import SILENT_S, Links
from assistant.running.live import Live
from assistant.running.performance import Notes, Parts
from assistant.running.turns import Turns, Warnings
from assistant.running.voices import voice_of
from assistant.settings import Settings, model_folder, voice_file
from assistant.speaking.profile import load_profile
from assistant.speaking.voice import Voice
from assistant.words.cues import Cue
from assistant.words.errors import ContentError, DeviceError, LimberError, Mistake
from assistant.words.units import INPUT_RATE, OUTPUT_RATE, Rate, Seconds
from assistant.words.verdicts import Verdict

USER_VOICE = "visitor"
"""The voice that speaks for the person in rehearsals and tests."""
AT_ONCE = "closing_at_once"
"""The sentence that Ctrl-C asks for."""
FIRST_WORDS = "Ready."
"""Rendered before anything begins, so that a synthesiser that is missing is a sentence and not a silent session."""

PLANS = (".yaml", ".yml")
"""How the name of a plan's file ends, in small letters or capitals."""

log = logging.getLogger(__name__)


def load_commands(path: Path = COMMANDS) -> Commands:
    """A commands file. Raises `LimberError`."""
    return read_commands(read_text(path), path.name if path == COMMANDS else str(path))


def find_routine(library: Library, name: str) -> Routine:
    """A routine by its id. Raises `LimberError` with the likeliest one."""
    if name not in library.routines:
        known = ", ".join(sorted(library.routines))
        raise LimberError(f"there is no routine '{name}'{suggestion(name, library.routines)}; there are: {known}")
    return library.routines[name]


@dataclass
class App:
    """The parts that every way of running shares, each made when it is first needed."""

    settings: Settings
    cache: Path
    commands: Commands
    language: Language
    own_voice: OwnVoice = field(default_factory=OwnVoice)
    lent: Devices | None = None
    """The devices that are lent to it; None: those that are set, opened when they are needed."""

    @staticmethod
    def open(
        settings: Settings,
        commands: Path | None = None,
        own_voice: OwnVoice | None = None,
        devices: Devices | None = None,
    ) -> "App":
        """Read what everything else depends on; without `commands`, the vocabulary of the language that is set."""
        voice = own_voice or OwnVoice()
        known = voice.extend(load_commands(commands or vocabulary(settings.language)))
        return App(settings, cache_folder(), known, load_language(settings.language), voice, devices)

    @property
    def devices(self) -> Devices:
        """How the loudspeaker and the microphone are opened."""
        return self.lent or Devices(
            lambda: Speaker(self.settings.speaker), lambda: Microphone(self.settings.microphone)
        )

    @cached_property
    def grammar(self) -> Grammar:
        """What a session's vocabulary can hear. What is worked out of it takes a small machine a second."""
        return Grammar(self.commands)

    def library(self) -> Library:
        """The library in the language that is set."""
        return load_library(language=self.settings.language)

    def voice(self, name: str = "", rate: Rate = OUTPUT_RATE) -> Voice:
        """A voice by its profile's name or path; the set one by default. Raises `LimberError`."""
        return voice_of(load_profile(voice_file(name or self.settings.voice)), self.cache, rate)

    def user_voice(self) -> Voice:
        """The voice that speaks for the person in rehearsals and tests; in a language of its own, the set one."""
        return self.voice(USER_VOICE if self.language.code == ENGLISH else "", INPUT_RATE)

    def recogniser(self, commands: Commands | None = None, *, sleeps: bool = False) -> Recogniser:
        """What makes words of sound; it decides nothing.

        Without `commands`, it knows what a session does, and what can be said in an exercise it can hear a second time.
        `sleeps`: quiet is not decoded. Raises `LimberError`.
        """
        folder = model_folder(self.settings)
        log.info("the speech model is %s", folder)
        try:
            known = Grammar(commands) if commands else self.grammar
            made = Recogniser(folder, known, self.cache, self.own_voice, sleeps=sleeps)
            if not commands:
                made.confirm(listened_for_in("work") & {*self.commands.names})
        except OSError as error:
            raise LimberError(
                f"the speech model cannot be prepared in {self.cache}: {reason(error, self.cache)}"
            ) from error
        return made

    def plain_listener(self, on_verdict: Callable[[Verdict], None] | None = None) -> Listener:
        """For sound without our own voice in it, such as a recording."""
        return Listener(self.recogniser(), on_verdict=on_verdict)

    def rehearsing_listener(self, on_verdict: Callable[[Verdict], None] | None = None) -> Listener:
        """For a rehearsal: it hears what `plain_listener` hears, and decodes only what sounds."""
        return Listener(self.recogniser(sleeps=True), on_verdict=on_verdict)

    def listener(
        self, saying: Saying, on_verdict: Callable[[Verdict], None] | None = None, commands: Commands | None = None
    ) -> Listener:
        """For a microphone that hears us; half duplex where pywebrtc-audio cannot be had. `commands`: as above."""
        recogniser = self.recogniser(commands)
        if self.settings.echo != "cancel":
            return Listener(recogniser, self.settings.echo, on_verdict=on_verdict)
        try:
            return Listener(recogniser, "cancel", NearEnd(dict(np.load(NEAR_END))), saying, on_verdict)
        except ImportError:
            log.warning("pywebrtc-audio cannot be had; the ear listens only while nothing is said")
            return Listener(recogniser, "cancel", on_verdict=on_verdict)

    def learner(self, *, standby: bool = False) -> Learner:
        """What works out how a person speaks; it goes by the vocabulary without their own phrases.

        `standby`: by what can be said while no session is under way. Raises `LimberError` where nothing can.
        """
        known = load_commands(vocabulary(self.settings.language))
        if standby:
            known = standby_vocabulary(known)
        return Learner(model_folder(self.settings), known, self.cache)

    def try_devices(self, *, anew: bool = False) -> None:
        """Open both devices, and close them again; `anew`: also those that came lately. Raises `DeviceError`.

        A microphone that is not there can often be opened all the same, and then gives no sound.
        """
        if anew:
            look_anew()
        Speaker(self.settings.speaker).close()
        microphone = Microphone(self.settings.microphone)
        try:
            microphone.start()
            if microphone.read(SILENT_S) is None:
                raise DeviceError("the microphone gives no sound", "microphone")
        finally:
            microphone.close()

    def turns(self, intents: frozenset[str] | None = None) -> Turns:
        """Speaking and listening by turns, for these intents; None: all. Raises `DeviceError`."""
        listener = self.plain_listener()
        listener.listen_for(intents)
        phrases = self.library().phrases
        says = Warnings(phrases["trouble_spoken"][0], phrases["mic_muted_now"][0])
        return Turns(self.devices.player(), self.devices.microphone(), listener, self.voice(), says)

    def parts(
        self,
        library: Library,
        routine: Routine,
        person: Person,
        *,
        today: Today | None = None,
        notes: Notes | None = None,
    ) -> Parts:
        """What a session is made of; without `notes`, only a transcript in memory is written."""
        log.info("the session is '%s', with %d exercises", routine.id, len(routine.items))
        coach = Coach(library, routine, self.commands.names, person, today)
        script = Script(Phrasing(library, self.commands.helps), OUTPUT_RATE)
        return Parts(coach, script, Mixer(OUTPUT_RATE), self.voice(), notes or Notes(), self.voice)

    def live(
        self,
        parts: Parts,
        links: Links,
        *,
        ahead: Iterable[Cue] = (),
        open_player: Callable[[], Player] | None = None,
    ) -> Live:
        """A session in real time, on the loudspeaker unless another player is given. Raises `DeviceError`."""
        return Live(parts, links, open_player or self.devices.player, ahead)

    def ear(self, live: Live, links: Links, journal: Journal | None = None) -> Ear:
        """The ear of such a session, whose verdicts and sound go into its journal. Raises `DeviceError`."""
        record = journal.heard if journal and journal.recording else None

        def decided(verdict: Verdict) -> None:
            if journal:
                journal.verdict(live.now, verdict)

        return Ear(self.devices.microphone, self.listener(live.saying, decided), links, record)


def words_ahead(library: Library, routine: Routine) -> Iterator[Cue]:
    """What is rendered ahead of time, as it comes without a warning: the goodbye after Ctrl-C, and counted words."""
    for text in library.phrases[AT_ONCE]:
        yield Cue(text, "talk")
    exercises = [library.exercises[item] for item in dict.fromkeys(routine.items)]
    ticks = {tick for each in exercises for tick in drill(each, routine.dose_of(each.id, each.dose)).ticks}
    for tick in sorted(ticks, key=lambda tick: tick.at):
        yield tick_cue(tick_text(library, tick), tick, OUTPUT_RATE, Seconds(0))


def fitted(library: Library, wish: Wish, person: Person) -> Routine:
    """A session built to fit a wish. Raises `LimberError` when nothing suits it."""
    routine = build(library, wish, permitted(library, person, hoped=True))
    if routine is None:
        raise LimberError("no exercise suits all of these wishes; leave one out")
    return routine


def library_with(routine: str, language: str = ENGLISH, unsaved: str | None = None) -> tuple[Library, Routine]:
    """The library and one routine of it: by id, or a person's own YAML file.

    `unsaved`: what is to stand in this file; None: what does.
    """
    path = Path(routine)
    if path.suffix.lower() in PLANS or unsaved is not None:
        library = load_library(extra=[path], language=language, unsaved=None if unsaved is None else {path: unsaved})
        *_, added = library.routines.values()
        _check_spoken(path, added, library, language)
        return library, added
    if path.suffix or len(path.parts) > 1:
        raise LimberError(f"{routine}: this is no plan; the name of a plan's file ends in {' or '.join(PLANS)}")
    library = load_library(language=language)
    return library, find_routine(library, routine)


def _check_spoken(path: Path, routine: Routine, library: Library, name: str) -> None:
    """What a plan says aloud is never a safety word by itself: those are the person's. Raises `ContentError`."""
    prescribed = routine.prescribed
    texts = [*prescribed.head.say, *(text for wanted in prescribed.exercises.values() for text in wanted.say)]
    for own in (library.exercises[each] for each in prescribed.own):
        texts += [own.name, own.purpose, own.short, own.feel, own.not_feel, own.breathing, own.touch_check]
        texts += [*own.setup, *own.exit, *own.turns, *(rung.change for rung in own.ladder)]
    grammar = Grammar(load_commands(vocabulary(name))) if texts else None
    mistakes = []
    for text in texts:
        for sentence in library.language.sentences.cut(text):
            meaning = grammar.meaning(re.sub(r"[^\w\s']", "", sentence).lower()) if grammar else None
            if grammar and meaning and grammar.acts_early(meaning.intent):
                message = f"'{sentence}' by itself is what the person says; write it as part of a longer sentence"
                mistakes.append(Mistake(str(path), 1, message))
    if mistakes:
        raise ContentError(mistakes)

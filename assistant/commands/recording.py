"""`limber voices record`: somebody is led by ear through reading the sentences, and is a voice from then on."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import soxr
import yaml

from assistant.app import App
from assistant.commands.showing import visible
from assistant.commands.speaking import say_and_show
from assistant.commands.taking_over import listening
from assistant.files import absent, make_folder, write_whole
from assistant.hearing.enrolling.takes import Take
from assistant.places import VOICES, own_voices_folder
from assistant.running.own_activities import write_private
from assistant.speaking.profile import RECORDINGS, VoiceProfile, load_profile
from assistant.speaking.recordings import Recordings
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

TAKE_S = 15.0
"""Seconds somebody may take for a sentence; the longest has fourteen words."""
RATE = 150
"""Words a minute at which somebody is taken to have read, so that "faster" and the settings mean something."""
AGAIN, ENOUGH = ("repeat", "no"), ("finish", "stop")
"""Intents that have a sentence recorded anew, and that end it."""
ANSWERS = frozenset({*AGAIN, "finish", "this_one", "yes", "next"})
"""What is listened for. "Stop" is not: it acts in the middle of a sentence, and some have it in them."""
TRIES = 2
"""How often a sentence is asked for when nothing is heard."""
CALLED = re.compile(r"[\w-]+")
"""How a voice may be called."""


def record(app: App, profile: VoiceProfile, texts: Sequence[str]) -> None:
    """Record what is missing of some texts, the first ones first. Raises `LimberError`."""
    store = Recordings(profile)
    missing = [text for text in texts if not store.has(text)]

    def keep(text: str, sound: Samples) -> None:
        make_folder(store.folder, 0o700)
        write_private(store.path(text), sound, "the recording cannot be kept")

    with listening(), app.turns(ANSWERS) as turns:

        def play(sound: Samples) -> None:
            turns.play(np.asarray(soxr.resample(sound, INPUT_RATE, OUTPUT_RATE), np.float32))

        phrases = app.library().phrases
        count = Reading(lambda text: say_and_show(turns, [text]), turns.take, play, phrases).read(missing, keep)
    said = app.language.reader("terminal")
    print(said("voices_recorded", count=count, left=len(missing) - count, name=visible(profile.name)))


def own_profile(name: str) -> VoiceProfile:
    """The profile of a voice that is recorded, written where there is none. Raises `LimberError`."""
    if not CALLED.fullmatch(name):
        raise LimberError(f"a voice cannot be called '{visible(name)}'; use letters and digits")
    path = own_voices_folder() / f"{name}.yaml"
    if not absent(VOICES / path.name):
        raise LimberError(f"'{name}' is one of our own voices; give yours another name")
    if absent(path):
        make_folder(path.parent, 0o700)
        table = {"description": f"{name}, recorded", "engine": RECORDINGS, "voice": name, "rate": RATE}
        make_folder(path.with_suffix(""), 0o700)
        write_whole(path, yaml.safe_dump(table, sort_keys=False, allow_unicode=True), "this voice cannot be kept")
    profile = load_profile(path)
    if profile.engine != RECORDINGS:
        raise LimberError(f"{path}: this voice is not a recorded one; give yours another name")
    return profile


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody reads texts, one after the other, and hears each of them."""

    say: Callable[[str], None]
    """Says a text; returns when it has been said."""
    take: Callable[[float], Take | None]
    """Sounds the tone; returns what is said after it within so many seconds, or None when nothing is."""
    play: Callable[[Samples], None]
    phrases: Mapping[str, Sequence[str]]
    """The library's."""

    def read(self, texts: Sequence[str], keep: Callable[[str, Samples], None]) -> int:
        """Have them read and keep each; returns how many were.

        After each, "again" has it read anew, and "that's enough" ends it. Anything else keeps it, also silence.
        """
        count = 0
        self.say(self.phrases["read_begin" if texts else "read_all"][0])
        for text in texts:
            taken = self._taken(text)
            if taken is None:
                break
            sound, enough = taken
            keep(text, sound)
            count += 1
            if enough:
                break
        self.say(self.phrases["read_done"][0])
        return count

    def _taken(self, text: str) -> tuple[Samples, bool] | None:
        """(one text as somebody wants it kept, whether they have had enough); None where nothing is said."""
        tries = 0
        while tries < TRIES:
            self.say(text)
            taken = self.take(TAKE_S)
            if taken is None:
                tries += 1
                self.say(self.phrases["read_nothing"][0])
                continue
            self.play(taken.sound)
            self.say(self.phrases["read_ask"][0])
            answer = self.take(0)
            intents = {heard.intent for heard in answer.heard} if answer else set()
            if not intents & {*AGAIN}:
                return taken.sound, bool(intents & {*ENOUGH})
        return None

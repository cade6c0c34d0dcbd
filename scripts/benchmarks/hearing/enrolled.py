"""What `limber enrol` gains, with people who recorded a word several times, and with voices of a strong accent.

Two recordings of each phrase are learnt and the others are tested. What enrolling lets in besides is measured with
other people's other words, which are heard with each learnt voice.
"""

import random
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.app import load_commands
from assistant.audio.wav import read_wav
from assistant.content.commands import Commands, IntentSpec
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.enrolling.guide import ROUNDS
from assistant.hearing.enrolling.learner import Learner, heard_in
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.takes import trimmed
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import Clip, as_floats, index
from benchmarks.table import Row, row_of
from benchmarks.tested import TestedListener, padded
from training.clips import held_out, load, trim

WORDS = ("up", "down", "off", "on", "go", "left", "right", "stop", "yes", "no")
"""Words of which one collection has several recordings by the same person."""
ACCENTS = ("it", "de", "fr-fr", "es", "pl", "ru", "hi", "ja")
"""espeak-ng's voices of other languages, which read English with an accent."""
MANNERS = ((150, 50), (165, 40), (140, 60), (175, 50))
"""The words a minute and the pitch of each recording by such a voice."""
OTHERS = 30
"""Other words that are heard with each voice."""

Recordings = Mapping[str, Sequence[Samples]]
"""What one speaker says: for each phrase several recordings."""


@dataclass(frozen=True, slots=True)
class Group:
    """Speakers who are measured together."""

    name: str
    speakers: Mapping[str, Recordings]
    commands: Commands
    """The vocabulary that holds what they say."""
    intents: frozenset[str]
    """What is listened for."""


def people(material: Path) -> dict[str, Recordings]:
    """The recordings of each speaker who was not trained on, where some are left to test when two were learnt."""
    found: dict[str, dict[str, list[Samples]]] = defaultdict(lambda: defaultdict(list))
    for row in index(material):
        word = row["transcript"].lower()
        if row["set"] == "speech_commands" and held_out(row["set"], row["speaker"]) and word in WORDS:
            sound = as_floats(trim(load(material / "speech" / row["path"])))
            found[row["speaker"]][word].append(sound)
    return {name: said for name, said in found.items() if any(len(sounds) > ROUNDS for sounds in said.values())}


def accents(phrases: Iterable[str]) -> dict[str, Recordings]:
    """The recordings of each voice of another language, made now."""
    found: dict[str, dict[str, list[Samples]]] = {}
    wanted = tuple(phrases)
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "said.wav"
        for voice in ACCENTS:
            found[voice] = {phrase: [] for phrase in wanted}
            for phrase in wanted:
                for speed, pitch in MANNERS:
                    line = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(out), phrase]
                    subprocess.run(line, check=True, capture_output=True)
                    found[voice][phrase].append(trimmed(read_wav(out, INPUT_RATE)))
    return dict(found)


def with_words(commands: Commands) -> Commands:
    """The vocabulary with the collection's words as commands."""
    more = tuple(IntentSpec(word, (word,), "end", "", 1) for word in WORDS if word not in ("stop", "yes", "no"))
    decoys = tuple(decoy for decoy in commands.decoys if decoy not in WORDS)
    return replace(commands, intents=commands.intents + more, decoys=decoys)


def groups(material: Path, state: frozenset[str]) -> list[Group]:
    """The people and the voices; `state` are the intents of the state in whose grammar they are heard."""
    plain = load_commands()
    repeated = {meaning.intent for phrase in plain.repeat_after if (meaning := Grammar(plain).meaning(phrase))}
    return [
        Group("ten words of people never met", people(material), with_words(plain), state | set(WORDS)),
        Group("phrases in strong accents (synthetic)", accents(plain.repeat_after), plain, state | repeated),
    ]


def enrolling(tested: TestedListener, material: Path, model: Path, cache: Path, clips: Sequence[Clip]) -> list[Row]:
    """What is heard right, and what else is taken for a command, before and after enrolling."""
    unknown = [clip for clip in clips if clip.collection == "speech_commands" and clip.text not in WORDS]
    others = [padded(clip.sound) for clip in unknown if not tested.grammar.meaning(clip.text)]
    random.Random(5).shuffle(others)
    rows = []
    for group in groups(material, tested.state("work")):
        for when in ("before", "after"):
            right: list[tuple[bool, str]] = []
            accepted: list[tuple[bool, str]] = []
            for speaker, recordings in group.speakers.items():
                hears = _hearing(group, recordings if when == "after" else None, model, cache)
                right += [(ok, speaker) for ok in _heard_right(group, recordings, hears)]
                accepted += [(hears(other) is not None, speaker) for other in others[:OTHERS]]
            name = f"{group.name}, {when} enrolling"
            rows.append(row_of(name, right, "two takes of each learnt, the others tested"))
            taken = f"{name}: other people's other words taken for a command"
            rows.append(row_of(taken, accepted, "lower is better"))
    return rows


def _heard_right(group: Group, recordings: Recordings, hears: Callable[[Samples], str | None]) -> list[bool]:
    """Whether each recording that is not learnt is heard right."""
    grammar = Grammar(group.commands)
    right = []
    for phrase, sounds in recordings.items():
        meaning = grammar.meaning(phrase)
        right += [hears(sound) == (meaning and meaning.intent) for sound in sounds[ROUNDS:]]
    return right


def _hearing(group: Group, learnt: Recordings | None, model: Path, cache: Path) -> Callable[[Samples], str | None]:
    """A function that gives the intent heard in a sound, by a listener that learnt a voice if one was given."""
    voice = OwnVoice()
    if learnt is not None:
        first = {phrase: list(sounds[:ROUNDS]) for phrase, sounds in learnt.items()}
        voice = Learner(model, group.commands, cache).enrol(first, OwnVoice())
    listener = Listener(Recogniser(model, Grammar(group.commands), cache, voice))
    listener.listen_for(group.intents)

    def hears(sound: Samples) -> str | None:
        found = heard_in(listener, sound)
        return found[-1].intent if found else None

    return hears

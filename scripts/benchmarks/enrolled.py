"""What `limber enrol` gains: people with several recordings of a word, and voices with a strong accent.

Two takes of each phrase are learnt from, the others are the test. What is let in besides is measured with other people's
other words, heard with each learnt voice.
"""

import csv
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

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
from training.clips import held_out, load, trim

WORDS = ("up", "down", "off", "on", "go", "left", "right", "stop", "yes", "no")
"""Of which one collection has several recordings by the same person."""
ACCENTS = ("it", "de", "fr-fr", "es", "pl", "ru", "hi", "ja")
"""espeak-ng voices of other languages, reading English."""
SAID = ((150, 50), (165, 40), (140, 60), (175, 50))
"""Words a minute and pitch of each take."""
OTHERS = 30
"""Other words heard with each voice."""

Person = dict[str, list[Samples]]


def people(material: Path) -> dict[str, Person]:
    """Speaker -> word -> recordings, of people never trained on, where there is one left to test."""
    with (material / "speech/index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    found: dict[str, Person] = defaultdict(lambda: defaultdict(list))
    for one in rows:
        word = one["transcript"].lower()
        if one["set"] == "speech_commands" and held_out(one["set"], one["speaker"]) and word in WORDS:
            sound = trim(load(material / "speech" / one["path"])).astype(np.float32) / 32768
            found[one["speaker"]][word].append(sound)
    return {name: said for name, said in found.items() if any(len(takes) > ROUNDS for takes in said.values())}


def accents(phrases: Iterable[str]) -> dict[str, Person]:
    """Voice -> phrase -> recordings."""
    found: dict[str, Person] = {}
    wanted = tuple(phrases)
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "said.wav"
        for voice in ACCENTS:
            found[voice] = {phrase: [] for phrase in wanted}
            for phrase in wanted:
                for speed, pitch in SAID:
                    line = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(out), phrase]
                    subprocess.run(line, check=True, capture_output=True)
                    found[voice][phrase].append(trimmed(read_wav(out, INPUT_RATE)))
    return found


def with_words(commands: Commands) -> Commands:
    """The vocabulary with the collection's words as commands."""
    more = tuple(IntentSpec(word, (word,), "end", "", 1) for word in WORDS if word not in ("stop", "yes", "no"))
    decoys = tuple(one for one in commands.decoys if one not in WORDS)
    return replace(commands, intents=commands.intents + more, decoys=decoys)


def rows(
    material: Path, model: Path, cache: Path, others: Sequence[Samples], state: frozenset[str]
) -> Iterator[tuple[str, list[tuple[bool, str]]]]:
    """(what was measured, [right, speaker] of each recording)."""
    plain = load_commands()
    said_again = {meaning.intent for phrase in plain.repeat_after if (meaning := Grammar(plain).meaning(phrase))}
    groups: list[tuple[str, dict[str, Person], Commands, frozenset[str]]] = [
        ("ten words of people never met", people(material), with_words(plain), state | set(WORDS)),
        ("phrases in strong accents (synthetic)", accents(plain.repeat_after), plain, state | said_again),
    ]
    for name, speakers, commands, intents in groups:
        for what, learnt in (("before", False), ("after", True)):
            right: list[tuple[bool, str]] = []
            taken: list[tuple[bool, str]] = []
            for speaker, said in speakers.items():
                first = {phrase: takes[:ROUNDS] for phrase, takes in said.items()}
                learner = Learner(model, commands, cache)
                voice = learner.enrol(first, OwnVoice()) if learnt else OwnVoice()
                grammar = Grammar(commands)
                listener = Listener(Recogniser(model, grammar, cache, voice))
                listener.listen_for(intents)
                hears = _hears(listener)
                for phrase, takes in said.items():
                    meaning = grammar.meaning(phrase)
                    right += [(hears(take) == (meaning and meaning.intent), speaker) for take in takes[ROUNDS:]]
                taken += [(hears(other) is not None, speaker) for other in others[:OTHERS]]
            yield f"{name}, {what} enrolling", right
            yield f"{name}, {what} enrolling: other people's other words taken for a command", taken


def _hears(listener: Listener) -> Callable[[Samples], str | None]:
    def hears(sound: Samples) -> str | None:
        found = heard_in(listener, sound)
        return found[-1].intent if found else None

    return hears

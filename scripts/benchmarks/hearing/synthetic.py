"""Phrases by synthetic voices that training never met. No people said most of these phrases."""

import hashlib
import os
import random
from collections import Counter

import numpy as np
from tqdm import tqdm

from assistant.hearing.decoding.grammar import spoken
from assistant.places import cache_folder
from assistant.words.samples import Samples
from benchmarks.hearing.noises import SNRS, mixed
from benchmarks.recordings import as_floats
from benchmarks.table import Row, row_of
from benchmarks.tested import TestedListener, padded
from training import voices
from training.voices import SyntheticVoice

SLOT_PHRASES = 60
"""The number of phrases with slots that each older voice says. It says all phrases without slots."""
NEURAL_PHRASES = 60
"""The number of all these phrases that each neural voice says. It takes about a second for each."""
EVERYDAY = """
good morning; have you seen my glasses; the kettle is boiling; I will call you back later; turn on the radio;
what a lovely evening; did you feed the dog; the neighbours are away; we should paint the kitchen; where is my phone;
put it on the table; it looks like rain; my sister lives in Canada; the television is broken; I need to buy some bread;
this soup tastes wonderful; the postman came at noon; please close the window; I forgot the password;
tomorrow is Sunday; the children are asleep; who left the lights burning; take an umbrella with you;
my train was delayed; oh never mind
"""
"""Sentences in which no command should be heard."""

Confusion = Counter[tuple[str, str]]
"""How often an intent was said and another one, or "nothing", was heard."""


def held_out_voices() -> dict[str, list[SyntheticVoice]]:
    """The voices that no training clip came from, by their kind."""
    kept = [voice for voice in voices.VOICES if voice.split == "test"]
    return {
        "older synthetic voices": [voice for voice in kept if voice.source == "synthetic"],
        "neural voices": [voice for voice in kept if voice.source == "neural"],
    }


def say(voice: SyntheticVoice, text: str) -> Samples:
    """A text in a voice. It is kept in the cache folder, because a neural voice needs a second to say it."""
    folder = cache_folder() / "bench"
    file = folder / f"{voice.engine}-{voice.name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.npy"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}.npy")
        np.save(draft, voices.say(voice, text, random.Random(text)))
        draft.replace(file)
    return as_floats(np.load(file))


def safety(tested: TestedListener, noise: dict[str, Samples]) -> list[Row]:
    """Safety phrases that are missed while an exercise is done, in quiet and at each level in noise."""
    stops = [spoken(" ".join(phrase)) for phrase in tested.grammar.phrases(["stop", "pause"])]
    texts = [*stops, "that hurts", "ouch", "my knee hurts"]
    rows, sounds = [], list(noise.values())
    for kind, group in held_out_voices().items():
        said = [(say(voice, text), text, voice.name) for voice in group for text in texts]
        for snr in (None, *SNRS):
            results = []
            for number, (sound, text, speaker) in enumerate(said):
                whole = padded(sound)
                heard_as = whole if snr is None else mixed(whole, sounds[number % len(sounds)], snr, number)
                found = tested.take_in(heard_as, tested.state("work"))
                wanted = tested.grammar.meaning(text)
                hit = any(wanted and heard.intent == wanted.intent for heard in found)
                results.append((not hit, speaker))
            name = "clean" if snr is None else f"{snr} dB, one of the noises each"
            rows.append(row_of(f"safety phrases missed, {kind}, {name}", results, "lower is better"))
    return rows


def all_phrases(tested: TestedListener, confusion: Confusion) -> list[Row]:
    """Phrases, heard right when all phrases are possible, and everyday sentences, taken for a command.

    What was heard for what is counted in `confusion`.
    """
    phrases = _drawn_phrases(tested)
    rows = []
    for kind, group in held_out_voices().items():
        results, accepted = [], []
        for voice in group:
            neural = voice.source == "neural"
            draw = random.Random(voice.name).sample(phrases, NEURAL_PHRASES) if neural else phrases
            for text in tqdm(draw, desc=voice.name, leave=False):
                heard = tested.listen(say(voice, text))
                meaning = tested.grammar.meaning(text)
                results.append((tested.right(text, heard), voice.name))
                confusion[meaning.intent if meaning else "?", heard[-1].intent if heard else "nothing"] += 1
            everyday = [sentence.strip() for sentence in EVERYDAY.split(";")]
            accepted += [(bool(tested.listen(say(voice, sentence))), voice.name) for sentence in everyday]
        rows.append(row_of(f"{kind} never met, all phrases", results))
        rows.append(row_of(f"everyday sentences of {kind} taken for a command", accepted, "lower is better"))
    return rows


def _drawn_phrases(tested: TestedListener) -> list[str]:
    """Every phrase without slots, and some of those with slots."""
    texts = [spoken(" ".join(phrase)) for phrase in tested.grammar.phrases()]
    plain = [text for text in texts if (meaning := tested.grammar.meaning(text)) and not meaning.slots]
    slotted = [text for text in texts if text not in plain]
    return plain + random.Random(7).sample(slotted, SLOT_PHRASES)

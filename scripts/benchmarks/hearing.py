"""`limber hear` on synthetic voices that gave no training clip, and on everyday sentences that are no commands."""

import math
import random
import subprocess
import tempfile
from pathlib import Path

from assistant.audio.wav import read_wav
from assistant.cli import hear
from assistant.hearing.grammar import Grammar, spoken
from assistant.hearing.recogniser import Recogniser
from assistant.units import INPUT_RATE
from benchmarks.stage import app
from training.voices import VOICES, Voice, command

SLOT_PHRASES = 60
"""Of the phrases with slots, so many are drawn; the others are all said."""
EVERYDAY = """good morning; have you seen my glasses; the kettle is boiling; I will call you back later; turn on the radio;
what a lovely evening; did you feed the dog; the neighbours are away; we should paint the kitchen; where is my phone;
put it on the table; it looks like rain; my sister lives in Canada; the television is broken; I need to buy some bread;
this soup tastes wonderful; the postman came at noon; please close the window; I forgot the password; tomorrow is Sunday;
the children are asleep; who left the lights burning; take an umbrella with you; my train was delayed; oh never mind"""


def main() -> None:
    shared = app()
    recogniser = shared.recogniser()
    voices = [voice for voice in VOICES if voice.split == "test"]
    right = total = taken = others = 0
    for voice in voices:
        wrong: list[str] = []
        phrases = said(recogniser.grammar)
        for text in phrases:
            meaning = recogniser.grammar.meaning(text)
            found = heard(recogniser, voice, text)
            if meaning is None or (found["intent"], found["slots"]) != (meaning.intent, dict(meaning.slots)):
                wrong.append(f"{text} -> {found['words'] or '-'}")
        print(f"{voice.engine} {voice.name}: {len(phrases) - len(wrong)} of {len(phrases)} commands right")
        for one in wrong:
            print(f"    {one}")
        right, total = right + len(phrases) - len(wrong), total + len(phrases)
        for text in [one.strip() for one in EVERYDAY.split(";")]:
            found = heard(recogniser, voice, text)
            others += 1
            if found["intent"]:
                taken += 1
                print(f"    oov taken: {text} -> {found['words']} ({found['intent']})")
    share = right / total
    error = 1.96 * math.sqrt(share * (1 - share) / total)
    print(f"all: {share:.1%} of {total} commands right (95 % interval +-{error:.1%}), all phrases in the grammar")
    print(f"everyday sentences taken for a command: {taken} of {others}")


def said(grammar: Grammar) -> list[str]:
    """Every phrase without slots, and a fixed draw of those with."""
    texts = [spoken(" ".join(phrase)) for phrase in grammar.phrases()]
    plain = [text for text in texts if (found := grammar.meaning(text)) and not found.slots]
    slotted = [text for text in texts if text not in plain]
    return plain + random.Random(7).sample(slotted, SLOT_PHRASES)


def heard(recogniser: Recogniser, voice: Voice, text: str) -> dict[str, object]:
    """What is heard when a voice says a text, with a third of a second of quiet around it."""
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "said.wav"
        line = command(voice, text.replace("i'm", "I'm"), random.Random(text), out)
        subprocess.run(line, check=True, capture_output=True, timeout=30)
        sound = read_wav(out, INPUT_RATE)
    import numpy as np

    quiet = np.random.default_rng(1).standard_normal(INPUT_RATE // 3).astype(np.float32) * np.float32(1e-4)
    peak = max(1e-6, float(np.abs(sound).max()))
    return hear(recogniser, Path(text), np.concatenate([quiet, sound * (0.3 / peak), quiet]))


if __name__ == "__main__":
    main()

"""Narration in a room where nobody else is: it must neither obey itself nor give way to itself."""

import random
from collections.abc import Sequence

import numpy as np
from tqdm import tqdm

from assistant.app import App
from assistant.audio.mixer import LATELY_S
from assistant.content.load import load_library
from assistant.hearing.decoding.grammar import spoken
from assistant.hearing.echo.near_end import HOP
from assistant.narration.phrasing import Phrasing
from assistant.narration.script import GAP_S
from assistant.words.effects import Line
from assistant.words.events import Heard, SpeechBegan
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.room.our_voice import our_sentences, spoken_by_us
from benchmarks.room.places import Places
from benchmarks.room.trials import SILENT_S, Bench
from training.rooms import Setting, make_scene

SENTENCES_A_MINUTE = 20
"""About how many sentences we say in a minute."""
STATES = ("work", "ready", "welcome")
"""The states in whose grammars we listen, minute by minute."""

Sentence = tuple[str, Samples]


def alone(bench: Bench, app: App, places: Places, minutes: float) -> dict[str, float]:
    """Commands heard and pauses made in about `minutes` of narration that says every command word."""
    texts = _texts(bench, app)
    sentences = spoken_by_us(app, texts[: int(minutes * SENTENCES_A_MINUTE)])
    false = pauses = 0
    seconds = paused_at = 0.0
    parts = np.array_split(np.arange(len(sentences)), max(1, int(minutes)))
    for number, part in enumerate(tqdm(parts, desc="narration alone", leave=False)):
        said = [sentences[at] for at in part]
        commands, begun, length = _minute(bench, places, number, said)
        false += commands
        for at in begun:
            if seconds + at - paused_at > SILENT_S:
                pauses, paused_at = pauses + 1, seconds + at
        seconds += length
    bench.saying = ""
    return {"hours": round(seconds / 3600, 2), "false_commands": false, "pauses": pauses}


def _texts(bench: Bench, app: App) -> list[str]:
    """Sentences with every command in them, those of the exercises, and the answer to a red flag, in random order."""
    helps = app.commands.helps
    phrasing = Phrasing(load_library(), helps)
    texts = [f"You can say {spoken(' '.join(phrase))}." for phrase in bench.tested.grammar.phrases()]
    texts += [text for text, _ in our_sentences(app)]
    texts += phrasing.say(Line("closing_unwell"), 2)
    random.Random(3).shuffle(texts)
    return texts


def _minute(bench: Bench, places: Places, number: int, said: Sequence[Sentence]) -> tuple[int, list[float], float]:
    """Some sentences, one after the other, in the room of a number.

    Returns how many commands were heard, the seconds at which speech was taken to begin, and the seconds it lasted.
    """
    chance = np.random.default_rng(number)
    gap = np.zeros(int(GAP_S * INPUT_RATE), np.float32)
    pieces = [piece for _, sound in said for piece in (sound, gap)]
    played = np.concatenate(pieces)
    start = int(chance.integers(max(1, len(places.noise) - len(played))))
    around = np.resize(places.noise[start : start + len(played)], len(played))
    setting = Setting(chance.uniform(0, 20), 0.08, 2, -20)
    scene = make_scene(places.rooms[number % len(places.rooms)], played, [], around, setting)
    listener = bench.listener("cancel", bench.tested.state(STATES[number % len(STATES)]))
    bounds = np.cumsum([len(piece) for piece in pieces])
    commands, begun = 0, []
    for at in range(0, len(played) // HOP * HOP, HOP):
        earlier = max(0, at - round(LATELY_S * INPUT_RATE))
        places_of = (int(np.searchsorted(bounds, when)) // 2 for when in (earlier, at))
        bench.saying = " ".join(said[min(len(said) - 1, place)][0] for place in places_of)
        for event in listener.accept(scene.heard[at : at + HOP], played[at : at + HOP]):
            commands += isinstance(event, Heard)
            if isinstance(event, SpeechBegan):
                begun.append(at / INPUT_RATE)
    return commands, begun, len(played) / INPUT_RATE

"""What phones a person's take of a phrase is made of: near the dictionary's, but as they say them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import vosk

from assistant.hearing.decoding.grammar import Network
from assistant.hearing.decoding.lexicon import PHONES, Phones
from assistant.hearing.decoding.model import Vocabulary, is_own, prepare, with_grammar
from assistant.hearing.decoding.network import FULL_SCALE, HISS
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

OTHER, MISSING, EXTRA = 2.0, 2.5, 3.0
"""What it costs, in nats, to say another phone than the dictionary's, to leave one out, and to put one in."""
QUIET_S = 0.3


def edits(ways: Sequence[Phones]) -> Network:
    """A grammar of phones: one of the ways, or anything like it at a cost for each difference."""
    arcs: list[tuple[int, str, float, int]] = []
    state = 2
    for way in ways:
        places = [0, *range(state, state + len(way) - 1), 1]
        state += len(way) - 1
        for here, phone, there in zip(places, way, places[1:], strict=False):
            arcs += [(here, one, 0.0 if one == phone else OTHER, there) for one in PHONES]
            if len(way) > 1:
                arcs.append((here, "", MISSING, there))
            if here:
                arcs += [(here, one, EXTRA, here) for one in PHONES]
    return Network(tuple(sorted(set(arcs))))


class PhoneEar:
    """Decodes single takes with our own model."""

    def __init__(self, model: Path, cache: Path) -> None:
        """Raises `LimberError` when the model is not ours or not there."""
        if not is_own(model):
            raise LimberError(f"the model in {model} cannot learn a voice; the built-in one can")
        every = Network(tuple((0, phone, 0.0, 1) for phone in PHONES))
        own = tuple((phone, ((phone,),)) for phone in PHONES)
        self._folder = prepare(model, Vocabulary(PHONES, (), every, ways=own), cache)

    def hear(self, take: Samples, ways: Sequence[Phones]) -> Phones:
        """The phones of a take of something the dictionary says in these ways; empty when nothing is heard."""
        return self._decode(take, edits(ways))

    def hear_any(self, take: Samples) -> Phones:
        """The phones of a take of which nothing is known."""
        return self._decode(take, Network(tuple((0, phone, OTHER, 0) for phone in PHONES)))

    def _decode(self, take: Samples, grammar: Network) -> Phones:
        ear = vosk.KaldiRecognizer(vosk.Model(str(with_grammar(self._folder, grammar))), float(INPUT_RATE))
        ear.SetWords(True)
        quiet = HISS[: round(QUIET_S * INPUT_RATE)] / FULL_SCALE
        sound = np.concatenate([quiet, np.clip(take, -1, 1), quiet]) * FULL_SCALE
        heard: list[str] = []
        step = INPUT_RATE // 10
        for at in range(0, len(sound), step):
            if ear.AcceptWaveform(sound[at : at + step].astype("<i2").tobytes()):
                heard += _phones(ear.Result())
        return tuple(heard + list(_phones(ear.FinalResult())))


def _phones(result: str) -> Iterator[str]:
    yield from (one["word"] for one in json.loads(result).get("result", []) if one["word"] in PHONES)

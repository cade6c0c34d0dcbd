"""What phones a person's take of a phrase is made of: near the dictionary's, but as they say them."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from assistant.hearing.decoding.engine import decoder, loaded
from assistant.hearing.decoding.lexicon import PHONES, Phones
from assistant.hearing.decoding.model import Vocabulary, is_own, prepare, with_grammar
from assistant.hearing.decoding.network import FULL_SCALE, HISS
from assistant.hearing.decoding.sentences import SentenceGraph
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

OTHER = 2.0
"""The cost, in nats, of saying another phone than the dictionary's.

Raised, what is learnt stays nearer to the dictionary; lowered, noise in a take is learnt as a pronunciation.
"""
MISSING = 2.5
"""The cost, in nats, of leaving out a phone of the dictionary's.

It is higher than `OTHER`, because people change more phones than they drop. Raised, swallowed sounds are not learnt;
lowered, a soft take is learnt with phones missing.
"""
EXTRA = 3.0
"""The cost, in nats, of a phone between the dictionary's.

It is the highest, because people seldom add one. Raised, sounds that an accent adds are not learnt; lowered, breathing
and noise are learnt as phones.
"""
QUIET_S = 0.3
"""Seconds of faint noise before and after a take, for the model to look into.

Raised, it costs more computing; lowered, first and last phones are lost.
"""


def edits(pronunciations: Sequence[Phones]) -> SentenceGraph:
    """A grammar of phones: one of the pronunciations, or anything like it at a cost for each difference."""
    arcs: list[tuple[int, str, float, int]] = []
    state = 2
    for phones in pronunciations:
        places = [0, *range(state, state + len(phones) - 1), 1]
        state += len(phones) - 1
        for here, phone, there in zip(places, phones, places[1:], strict=False):
            arcs += [(here, other, 0.0 if other == phone else OTHER, there) for other in PHONES]
            if len(phones) > 1:
                arcs.append((here, "", MISSING, there))
            if here:
                arcs += [(here, other, EXTRA, here) for other in PHONES]
    return SentenceGraph(tuple(sorted(set(arcs))))


class PhoneEar:
    """Decodes single takes with our own model."""

    def __init__(self, model: Path, cache: Path) -> None:
        """Raises `LimberError` when the model is not ours or not there."""
        if not is_own(model):
            raise LimberError(f"the model in {model} cannot learn a voice; the built-in one can")
        every = SentenceGraph(tuple((0, phone, 0.0, 1) for phone in PHONES))
        own = tuple((phone, ((phone,),)) for phone in PHONES)
        self._model = model
        self._prepare = partial(prepare, model, Vocabulary(PHONES, (), every, further=own), cache)
        self._folder = self._prepare()

    def hear(self, take: Samples, pronunciations: Sequence[Phones]) -> Phones:
        """The phones of a take of a phrase that has these pronunciations in the dictionary; empty for silence."""
        return self._decode(take, edits(pronunciations))

    def hear_any(self, take: Samples) -> Phones:
        """The phones of a take of which nothing is known."""
        return self._decode(take, SentenceGraph(tuple((0, phone, OTHER, 0) for phone in PHONES)))

    def _decode(self, take: Samples, sentences: SentenceGraph) -> Phones:
        folder = with_grammar(self._folder, sentences, self._prepare)
        ear = decoder(loaded(folder, self._model), self._model)
        quiet = HISS[: round(QUIET_S * INPUT_RATE)] / FULL_SCALE
        sound = np.concatenate([quiet, np.clip(take, -1, 1), quiet]) * FULL_SCALE
        heard: list[str] = []
        step = INPUT_RATE // 10
        for at in range(0, len(sound), step):
            if ear.AcceptWaveform(sound[at : at + step].astype("<i2").tobytes()):
                heard += _phones(ear.Result())
        return tuple(heard + list(_phones(ear.FinalResult())))


def _phones(result: str) -> Iterator[str]:
    yield from (entry["word"] for entry in json.loads(result).get("result", []) if entry["word"] in PHONES)

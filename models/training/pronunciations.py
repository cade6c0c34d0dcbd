"""Which phones each training clip is held to say. They are revised as the network learns.

Many words have several pronunciations. Training begins with the first of each. Later, a random other one is tried now
and then, and it is kept for a clip when the network finds it likelier.
"""

import random
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import Phones
from training import clips
from training.mmi import Bigram, Chain, numerator

INDEX = {name: at for at, name in enumerate(BASE_PHONES)}
SILENT: Chain = ((0, False),)
"""The chain of a clip in which nobody speaks: one silence."""


def chain(text: str, lexicon: Mapping[str, Sequence[Phones]], chance: random.Random | None) -> Chain:
    """The phones of a text, with optional silence before, between and after the words.

    With `chance` each word gets a random one of its pronunciations, otherwise the first.
    """
    parts: list[tuple[int, bool]] = [(0, True)]
    for word in text.split():
        variants = lexicon[word]
        phones = chance.choice(variants) if chance else variants[0]
        parts += [(INDEX[phone], False) for phone in phones]
        parts.append((0, True))
    return tuple(parts)


class Pronunciations:
    """The chain of phones of each clip."""

    def __init__(self, notes: Sequence[clips.Clip], lexicon: Mapping[str, Sequence[Phones]], seed: int) -> None:
        """Begin with the first pronunciation of every word."""
        self.texts = [note.text for note in notes]
        self.lexicon = lexicon
        self.chance = random.Random(seed)
        self.first = [chain(text, lexicon, None) for text in self.texts]
        self.now = list(self.first)

    def of(self, which: Sequence[int]) -> list[Chain]:
        """The chains in force of the clips `which`. Clip -1 is noise without speech."""
        return [SILENT if clip < 0 else self.now[clip] for clip in which]

    def challenge(self, which: Sequence[int], scores: Tensor, lengths: Tensor, bigram: Bigram) -> None:
        """Compare a random other pronunciation of each clip with the one in force, and keep the likelier.

        `scores` and `lengths` are what the network put out for these clips, as `numerator` takes them.
        """
        others = [SILENT if clip < 0 else chain(self.texts[clip], self.lexicon, self.chance) for clip in which]
        with torch.no_grad():
            better = numerator(scores, lengths, others, bigram) > numerator(scores, lengths, self.of(which), bigram)
        for clip, other, wins in zip(which, others, better.tolist(), strict=True):
            if wins and clip >= 0:
                self.now[clip] = other

"""Comparing an utterance with the examples that a person gave when they enrolled."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from assistant.hearing.decoding.grammar import Grammar, spoken
from assistant.hearing.decoding.model import is_own
from assistant.hearing.decoding.network import PhoneNetwork
from assistant.hearing.enrolling.examples import Example, difference, example
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

COMPARED_S = 3.0
"""Seconds of an utterance, its last ones, that are compared with the examples.

No phrase takes longer. Raised, a comparison takes longer; lowered, the beginnings of long phrases are left out.
"""


class Comparison:
    """Collects the sound of an utterance, and says how far it is from each example."""

    def __init__(self, network: PhoneNetwork, examples: Mapping[str, tuple[str, tuple[Example, ...]]]) -> None:
        """`examples` are token -> (its intent, takes of it)."""
        self._network, self._examples = network, examples
        self._sound = np.zeros(0, np.float32)

    @staticmethod
    def of(model: Path, grammar: Grammar, voice: OwnVoice) -> "Comparison | None":
        """For those examples of a person that can be said in a grammar; None where there are none.

        Raises `LimberError`, see `PhoneNetwork`.
        """
        known = [(token, grammar.meaning(spoken(token)), takes) for token, takes in voice.examples.items()]
        examples = {token: (meaning.intent, takes) for token, meaning, takes in known if meaning and takes}
        return Comparison(PhoneNetwork(model), examples) if is_own(model) and examples else None

    def add(self, block: Samples) -> None:
        """The next samples of the utterance."""
        self._sound = np.concatenate([self._sound, block])[-round(COMPARED_S * INPUT_RATE) :]

    def begin(self) -> None:
        """An utterance begins."""
        self._sound = self._sound[:0]

    def distances(self, intents: frozenset[str] | None) -> dict[str, float]:
        """How far the utterance is from the nearest example of each token of these intents; empty when it is silent."""
        sound = example(self._network.phones(self._sound))
        if not sound:
            return {}
        return {
            token: min(difference(sound, take) for take in takes)
            for token, (intent, takes) in self._examples.items()
            if intents is None or intent in intents
        }

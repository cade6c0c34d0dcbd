"""What is known of one person's way of speaking: further pronunciations, examples, and phrases of their own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from assistant.content.commands import Commands
from assistant.hearing.decoding.grammar import token_of
from assistant.hearing.decoding.lexicon import Phones, Ways
from assistant.hearing.enrolling.examples import Example

ALIKE = 0.34
"""Phrases that differ in a smaller share of their phones than this are too easily taken for one another."""
APART = 0.25
"""A further way to say something differs from every way to say anything else in this share of its phones."""
SIMPLE_PHONES = 2
"""A way to say something has at least so many phones, or any sound would be taken for it."""


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """One person's voice; empty for everybody else."""

    ways: Ways = field(default_factory=dict)
    """token -> further ways to say it"""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """intent -> phrases of their own"""
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    """token -> takes of it"""

    @property
    def taught(self) -> "OwnVoice":
        """What is known of the phrases of their own alone."""
        mine = {token_of(phrase) for phrases in self.phrases.values() for phrase in phrases}
        ways = {token: each for token, each in self.ways.items() if token in mine}
        return OwnVoice(ways, self.phrases, {token: each for token, each in self.examples.items() if token in mine})

    def extend(self, commands: Commands) -> Commands:
        """The vocabulary with this person's phrases; those of intents it lacks are left out."""
        intents = (replace(one, phrases=(*one.phrases, *self.phrases.get(one.name, ()))) for one in commands.intents)
        mine = {phrase for phrases in self.phrases.values() for phrase in phrases}
        decoys = tuple(one for one in commands.decoys if one not in mine)
        return replace(commands, intents=tuple(intents), decoys=decoys)

    def teach(self, intent: str, phrase: str, ways: Iterable[Phones], examples: Iterable[Example]) -> "OwnVoice":
        """The same with one more phrase, said in these ways and like these examples."""
        token = token_of(phrase)
        phrases = {**self.phrases, intent: tuple(dict.fromkeys((*self.phrases.get(intent, ()), phrase)))}
        return OwnVoice(
            {**self.ways, token: tuple(dict.fromkeys(ways))}, phrases, {**self.examples, token: tuple(examples)}
        )


def distance(one: Phones, other: Phones) -> float:
    """The share of phones to be changed to make one of the other, 0 to 1."""
    return Levenshtein.normalized_distance(one, other)


def further_ways(token: str, heard: Sequence[Phones], dictionary: Ways) -> tuple[Phones, ...]:
    """Of what was heard when a token was said, what is new and not (nearly) how any other token is said.

    It may be nearer to another token's ways than to its own: a way that is heard exactly wins over all that are not.
    """
    own = dictionary[token]
    others = [way for name, ways in dictionary.items() if name != token for way in ways]
    new = [way for way in dict.fromkeys(heard) if len(way) >= SIMPLE_PHONES and way not in own]
    return tuple(way for way in new if all(distance(way, each) >= APART for each in others))


def most_alike(ways: Iterable[Phones], dictionary: Ways) -> tuple[str, float]:
    """The token that is most like one of these ways, and how far it is."""
    each = [(distance(way, other), name) for way in ways for name, others in dictionary.items() for other in others]
    far, name = min(each, default=(1.0, ""))
    return name, far

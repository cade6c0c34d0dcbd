"""What is known of how one person speaks: further pronunciations, examples, and phrases of their own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from assistant.content.calling import WAKE
from assistant.content.commands import Commands
from assistant.hearing.decoding.grammar import token_of
from assistant.hearing.decoding.lexicon import Phones, Pronunciations
from assistant.hearing.enrolling.examples import Example

ALIKE = 0.34
"""The share of phones, 0 to 1, in which a new phrase must differ from every other.

Phrases that differ in less are easily taken for one another. Raised, more phrases of one's own are refused.
"""
APART = 0.25
"""The share of phones, 0 to 1, in which a further pronunciation must differ from those of everything else.

Raised, less is learnt from a strong accent; lowered, one phrase is taken for another.
"""
PHONES_LEAST = 2
"""The number of phones that a further pronunciation of a known phrase has at the least ("ow").

Any sound would be taken for a shorter one. Raised, pronunciations of short words are not learnt.
"""
PHONES_LEAST_TAUGHT = 3
"""The number of phones that a pronunciation of a phrase of the person's own has at the least.

It is higher than `PHONES_LEAST`, because such a phrase can be chosen freely. Raised, longer phrases have to be chosen.
"""


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """One person's voice; empty for everybody else."""

    pronunciations: Pronunciations = field(default_factory=dict)
    """token -> further pronunciations of it"""
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """intent -> phrases of their own"""
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    """token -> takes of it by this person, as likelihoods of phones; the sound is not kept"""
    unread: str = ""
    """Why nothing is known of a voice that there is a file of, in a sentence; empty where nothing is wrong."""

    @property
    def taught(self) -> "OwnVoice":
        """What is known of the phrases of their own alone."""
        mine = {token_of(phrase) for phrases in self.phrases.values() for phrase in phrases}
        further = {token: each for token, each in self.pronunciations.items() if token in mine}
        return OwnVoice(further, self.phrases, {token: each for token, each in self.examples.items() if token in mine})

    def extend(self, commands: Commands) -> Commands:
        """The vocabulary with this person's phrases; those of intents it lacks are left out.

        They stand in rows behind all others: what the vocabulary has itself, such as a safety phrase that a later
        version brought, keeps its own meaning.
        """
        rows = (
            replace(spec, name=f"own_{spec.name}", means=spec.intent, phrases=self.phrases[spec.name], help="")
            for spec in commands.intents
            if self.phrases.get(spec.name)
        )
        mine = {phrase for phrases in self.phrases.values() for phrase in phrases}
        decoys = tuple(decoy for decoy in commands.decoys if decoy not in mine)
        waking = commands.waking
        if waking:
            own = tuple(dict.fromkeys((*waking.phrases, *self.phrases.get(WAKE, ()))))
            waking = replace(waking, phrases=own, decoys=tuple(decoy for decoy in waking.decoys if decoy not in mine))
        return replace(commands, intents=(*commands.intents, *rows), decoys=decoys, waking=waking)

    def teach(
        self, intent: str, phrase: str, pronunciations: Iterable[Phones], examples: Iterable[Example]
    ) -> "OwnVoice":
        """The same with one more phrase, its pronunciations and examples of it."""
        token = token_of(phrase)
        phrases = {**self.phrases, intent: tuple(dict.fromkeys((*self.phrases.get(intent, ()), phrase)))}
        return OwnVoice(
            {**self.pronunciations, token: tuple(dict.fromkeys(pronunciations))},
            phrases,
            {**self.examples, token: tuple(examples)},
        )


def is_phrase(text: str) -> bool:
    """Whether it is words as they are spoken, in small letters."""
    return text == text.lower() and all(re.fullmatch(r"[^\W\d_]+('[^\W\d_]*)*", word) for word in text.split(" "))


def distance(first: Phones, second: Phones) -> float:
    """The share of phones that have to be changed to make the second out of the first, 0 to 1."""
    return Levenshtein.normalized_distance(first, second)


def further_pronunciations(token: str, heard: Sequence[Phones], dictionary: Pronunciations) -> tuple[Phones, ...]:
    """Of what was heard when a token was said, what is new and not (nearly) a pronunciation of another token.

    It may be nearer to another token's pronunciations than to its own: one that is heard exactly wins over all that are
    not.
    """
    own = dictionary[token]
    others = [phones for name, each in dictionary.items() if name != token for phones in each]
    new = [phones for phones in dict.fromkeys(heard) if len(phones) >= PHONES_LEAST and phones not in own]
    return tuple(phones for phones in new if all(distance(phones, other) >= APART for other in others))


def most_alike(pronunciations: Iterable[Phones], dictionary: Pronunciations) -> tuple[str, float]:
    """The token that is most like one of these pronunciations, and how far it is; ("", 1.0) for none."""
    each = [
        (distance(phones, other), name)
        for phones in pronunciations
        for name, others in dictionary.items()
        for other in others
    ]
    far, name = min(each, default=(1.0, ""))
    return name, far

"""What can be said now: every sayable phrase, and back from words to their meaning.

The vocabulary (commands.yaml) holds templates. From them come two things that therefore cannot disagree: the phrases
the recogniser is given, and the patterns a recognised phrase must match as a whole. The second is needed because Vosk
turns a list of phrases into word pairs, so that mixtures of two phrases come out of it.

A phrase is handed to the recogniser as tokens: literal words that stand together are one token
("that_hurts"), a slot value is another ("lower_back"). With our own model a token is one unit of the graph, so that
word pairs inside a phrase cannot mix; a model that knows only words is given them one by one.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.content.commands import Commands, IntentSpec
from assistant.content.fields import suggestion
from assistant.hearing.decoding.templates import (
    Choice,
    Part,
    Slot,
    Word,
    check_word,
    even_sample,
    leaves,
    parse,
    readings,
    runs,
)
from assistant.words.errors import ContentError, Mistake

PHRASES_PER_TEMPLATE = 600
"""The number of phrases that a template is represented by at the most: an even sample of its fillings.

It bounds what a model that takes phrases at run time is given. Raised, such a model starts more slowly; lowered, some
values are met in few combinations.
"""
LONG_TOKENS = 4
"""The number of tokens that phrases have on average, above which they count as sentences.

Commands have one or two. Raised, the sentences of a larger vocabulary are treated like commands: all of an utterance
must be sure.
"""
AGAIN_COST = 2.0
"""The cost, in nats, of one phrase after another in one utterance.

Raised, two commands in one breath are taken for something else; lowered, a long word is taken for two short commands.
"""
UNKNOWN = "[unk]"
"""The word that stands for anything that is no word of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: an intent and its slots, sorted by name."""

    intent: str
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceGraph:
    """All that can be said in one utterance: phrases, decoys and unknown words one after the other, unmixed.

    State 0 is the start and state 1 the end; an arc is (from, token, cost in nats, to), an empty token takes no time.
    """

    arcs: tuple[tuple[int, str, float, int], ...]


@dataclass(frozen=True)
class Grammar:
    """A vocabulary, compiled: phrases for the recogniser, meanings for what it hears."""

    commands: Commands

    def phrases(self, intents: Iterable[str] | None = None) -> tuple[tuple[str, ...], ...]:
        """Every sayable phrase of the named intents (all by default), each as a tuple of tokens; sorted, unique."""
        wanted = set(self._trees) if intents is None else set(intents)
        return tuple(sorted({phrase for name in wanted for phrase in self._tokenised[name]}))

    def decoys(self) -> tuple[tuple[str, ...], ...]:
        """Words that are not commands and are in the grammar to catch what is not one."""
        commands = {phrase for name in self._trees for phrase in self._tokenised[name]}
        return tuple((token_of(word),) for word in self.commands.decoys if (word,) not in commands)

    @cached_property
    def sentences(self) -> bool:
        """Whether the phrases are whole sentences, which are harder to mistake for something else."""
        phrases = self.phrases()
        return sum(map(len, phrases)) / max(1, len(phrases)) > LONG_TOKENS

    def sentence_graph(self, intents: Iterable[str] | None = None) -> SentenceGraph:
        """The phrases of these intents (all by default), exactly.

        Every phrase costs the same, however many there are, so that a word is not lost to `[unk]` for having company;
        where intents are named, less by its prior.
        """
        wanted = set(self._trees) if intents is None else set(intents)
        templates = [
            (tree, 0.0 if intents is None else self._specs[name].prior)
            for name, trees in self._trees.items()
            if name in wanted
            for tree in trees
        ]
        fillers = [phrase[0] for phrase in self.decoys()] + [UNKNOWN]
        entry = math.log(len(templates) + len(fillers))
        arcs: set[tuple[int, str, float, int]] = {(1, "", AGAIN_COST, 0)}
        arcs |= {(0, filler, entry, 1) for filler in fillers}
        states = itertools.count(2)
        for tree, prior in templates:
            known: dict[tuple[int, tuple[str, ...]], int] = {}
            for reading in readings(tree):
                steps = [self._tokens_of(run) for run in runs(reading)]
                at = 0
                for number, tokens in enumerate(steps, start=1):
                    if number < len(steps) and (at, tokens) not in known:
                        known[at, tokens] = next(states)
                    end = known[at, tokens] if number < len(steps) else 1
                    arcs |= {(at, token, entry - prior if at == 0 else 0.0, end) for token in tokens}
                    at = end
        return SentenceGraph(tuple(sorted(arcs)))

    def _tokens_of(self, run: str | Slot) -> tuple[str, ...]:
        """The tokens that can stand for a run of words or a slot."""
        if isinstance(run, str):
            return (run,)
        return tuple(token_of(text) for texts in self.commands.slots[run.name].values() for text in texts)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Every token of every phrase and decoy: the recogniser's whole vocabulary."""
        return frozenset(itertools.chain.from_iterable((*self.phrases(), *self.decoys())))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every token."""
        return frozenset(word for token in self.tokens for word in spoken(token).split())

    def meaning(self, words: str) -> Meaning | None:
        """What a whole phrase means, or None when it is not one."""
        for name, pattern in self._patterns:
            if found := pattern.fullmatch(words + " "):
                slots = {
                    group.rsplit("__", 1)[0]: self._values[group.rsplit("__", 1)[0], said]
                    for group, said in found.groupdict().items()
                    if said
                }
                return Meaning(name, tuple(sorted(slots.items())))
        return None

    def meanings(self, words: str) -> tuple[Meaning, ...]:
        """What the phrases mean that `words` is made of, end to end; empty when it is not."""
        return tuple(meaning for meaning, _ in self.parts(words))

    def parts(self, words: str) -> tuple[tuple[Meaning, slice], ...]:
        """The phrases that `words` is made of, as few as possible, and which words each has; empty when it is not."""
        parts = words.split()
        best: list[tuple[tuple[Meaning, slice], ...] | None] = [()] + [None] * len(parts)
        for end in range(1, len(parts) + 1):
            for start in range(end):
                before = best[start]
                now = best[end]
                if before is None or (now is not None and len(now) <= len(before) + 1):
                    continue
                if meaning := self.meaning(" ".join(parts[start:end])):
                    best[end] = (*before, (meaning, slice(start, end)))
        return best[-1] or ()

    def spec(self, intent: str) -> IntentSpec:
        """What commands.yaml says of an intent. Raises KeyError for one that it does not have."""
        return self._specs[intent]

    @cached_property
    def _specs(self) -> dict[str, IntentSpec]:
        return {intent.name: intent for intent in self.commands.intents}

    def acts_early(self, intent: str) -> bool:
        """Whether a stable partial result is enough."""
        return intent in self.early

    @cached_property
    def early(self) -> frozenset[str]:
        """The intents a stable partial result is enough for: the safety intents."""
        return frozenset(intent.name for intent in self.commands.intents if intent.act == "early")

    @cached_property
    def _trees(self) -> dict[str, list[tuple[Part, ...]]]:
        trees: dict[str, list[tuple[Part, ...]]] = {}
        mistakes: list[Mistake] = []
        for intent in self.commands.intents:
            trees[intent.name] = []
            for template in intent.phrases:
                try:
                    tree = parse(template)
                    self._check(tree)
                except ValueError as error:
                    mistakes.append(
                        Mistake(self.commands.file, intent.line, f"intent '{intent.name}', '{template}': {error}")
                    )
                else:
                    trees[intent.name].append(tree)
        if mistakes:
            raise ContentError(mistakes)
        return trees

    def _check(self, parts: Sequence[Part]) -> None:
        """Raises ValueError for a word that cannot be heard, and for a slot that there is not."""
        for leaf in leaves(parts):
            match leaf:
                case Word(text):
                    check_word(text)
                case Slot(name):
                    if name not in self.commands.slots:
                        raise ValueError(f"there is no slot '{name}'{suggestion(name, self.commands.slots)}")
                    for texts in self.commands.slots[name].values():
                        for word in " ".join(texts).split():
                            check_word(word)

    @cached_property
    def _values(self) -> dict[tuple[str, str], str]:
        """(slot, what is said) -> the value that it says."""
        return {
            (slot, said): value
            for slot, values in self.commands.slots.items()
            for value, texts in values.items()
            for said in texts
        }

    @cached_property
    def _tokenised(self) -> dict[str, frozenset[tuple[str, ...]]]:
        return {name: frozenset(self._fillings(trees)) for name, trees in self._trees.items()}

    def _fillings(self, trees: Sequence[tuple[Part, ...]]) -> Iterator[tuple[str, ...]]:
        for tree in trees:
            every = list(readings(tree))
            most = max(1, PHRASES_PER_TEMPLATE // max(1, len(every)))
            for number, reading in enumerate(every):
                pieces = [self._tokens_of(run) for run in runs(reading)]
                for digits in even_sample([len(piece) for piece in pieces], most, number * most):
                    tokens = tuple(piece[digit] for piece, digit in zip(pieces, digits, strict=True))
                    if tokens:
                        yield tokens

    @cached_property
    def _patterns(self) -> list[tuple[str, re.Pattern[str]]]:
        counter = itertools.count()
        return [
            (name, re.compile("".join(self._pattern(part, counter) for part in tree)))
            for name, trees in self._trees.items()
            for tree in trees
        ]

    def _pattern(self, part: Part, counter: "itertools.count[int]") -> str:
        match part:
            case Word(text):
                return re.escape(text) + " "
            case Slot(name):
                texts = sorted((text for texts in self.commands.slots[name].values() for text in texts), key=len)
                return f"(?P<{name}__{next(counter)}>{'|'.join(map(re.escape, reversed(texts)))}) "
            case Choice(options):
                each = ("".join(self._pattern(inner, counter) for inner in option) for option in options)
                return f"(?:{'|'.join(each)})"


def spoken(token: str) -> str:
    """A token as the words a person says."""
    return token.replace("_", " ")


def token_of(phrase: str) -> str:
    """A phrase of literal words as the recogniser's token; `spoken` is the way back."""
    return phrase.replace(" ", "_")

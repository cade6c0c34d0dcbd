"""What can be said now: every sayable phrase, and back from words to their meaning.

The vocabulary (commands.yaml) holds templates. From them come two things that therefore cannot disagree: the phrases
the recogniser is given, and the patterns a recognised phrase must match as a whole. The second is needed because Vosk
turns a list of phrases into word pairs, so that mixtures of two phrases come out of it.

A phrase is handed to the recogniser as tokens: literal words that stand together are one token
("that_hurts"), a slot value is another ("lower_back"). With our own model a token is one unit of the graph, so that
word pairs inside a phrase cannot mix; a model that knows only words is given them one by one.
"""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.content.calling import WAKE
from assistant.content.commands import Commands, IntentSpec
from assistant.content.fields import suggestion
from assistant.hearing.decoding.courtesies import without
from assistant.hearing.decoding.longer import longer_phrases
from assistant.hearing.decoding.patterns import Patterns
from assistant.hearing.decoding.sentences import HESITATION_COST, STRAY_COST, SentenceGraph, Weighted, sentence_graph
from assistant.hearing.decoding.templates import (
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
MET_MOST = 5000
"""The number of utterances whose meaning is remembered at the most. Raised, it costs memory."""
UNKNOWN = "[unk]"
"""The word that stands for anything that is no word of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: an intent and its slots, sorted by name."""

    intent: str
    slots: tuple[tuple[str, str], ...] = ()
    row: str = field(default="", compare=False)
    """The row of commands.yaml with the phrase, by which it is judged; empty: the one of the intent's name."""


@dataclass(frozen=True)
class Grammar:
    """A vocabulary, compiled: phrases for the recogniser, meanings for what it hears."""

    commands: Commands

    def phrases(self, intents: Iterable[str] | None = None) -> tuple[tuple[str, ...], ...]:
        """Every sayable phrase of the named intents (all by default), each as a tuple of tokens; sorted, unique."""
        return tuple(sorted({phrase for row in self._rows(intents) for phrase in self._tokenised[row]}))

    def early_phrases(self) -> tuple[tuple[str, ...], ...]:
        """The phrases that act on a partial hypothesis; not every phrase of a safety intent does."""
        return tuple(sorted({phrase for row in self.early for phrase in self._tokenised[row]}))

    def _rows(self, intents: Iterable[str] | None) -> tuple[str, ...]:
        """The rows of commands.yaml that are listened for with these intents (all by default)."""
        if intents is None:
            return tuple(self._trees)
        wanted = {*intents}
        rows = (spec for spec in self.commands.intents if spec.intent in wanted)
        return tuple(spec.name for spec in rows if wanted.isdisjoint(spec.apart_from))

    def _apart(self, intents: Collection[str] | None) -> tuple[str, ...]:
        """The rows that are not listened for because of what sounds like them."""
        wanted = {*(intents or ())}
        rows = (spec for spec in self.commands.intents if spec.intent in wanted)
        return tuple(spec.name for spec in rows if not wanted.isdisjoint(spec.apart_from))

    def stands_apart(self, meaning: Meaning, intents: Collection[str] | None) -> bool:
        """Whether a phrase counts for nothing because what sounds like it is listened for."""
        return intents is not None and not {*intents}.isdisjoint(self.row(meaning).apart_from)

    def decoys(self) -> tuple[tuple[str, ...], ...]:
        """Words that are not commands and are in the grammar to catch what is not one."""
        commands = {phrase for phrases in self._tokenised.values() for phrase in phrases}
        return tuple((token_of(word),) for word in self.commands.decoys if (word,) not in commands)

    def courtesies(self) -> tuple[str, ...]:
        """The tokens that may stand around every phrase."""
        polite = self.commands.courtesies
        return tuple(dict.fromkeys(map(token_of, (*polite.before, *polite.after))))

    def hesitations(self) -> tuple[str, ...]:
        """The tokens that are heard beside a safety phrase."""
        return tuple(dict.fromkeys(" ".join((*self.commands.hesitations, *self.commands.joining)).split()))

    @cached_property
    def sentences(self) -> bool:
        """Whether the phrases are whole sentences, which are harder to mistake for something else."""
        phrases = self.phrases()
        return sum(map(len, phrases)) / max(1, len(phrases)) > LONG_TOKENS

    def sentence_graph(self, intents: Iterable[str] | None = None) -> SentenceGraph:
        """The phrases of these intents (all by default), and what holds them, exactly.

        Where intents are named, their phrases cost less by their prior.
        """
        wanted = None if intents is None else frozenset(intents)
        rows = self._rows(wanted)
        templates = [
            Weighted(tree, 0.0 if wanted is None else self._specs[row].prior, self._specs[row].act == "early")
            for row in rows
            for tree in self._trees[row]
        ]
        if wanted is not None:
            longer = {key for row in rows for key in self._longer.get(row, ()) if key[0] not in rows}
            templates += [Weighted(self._trees[row][number]) for row, number in sorted(longer)]
        apart = {tokens[0] for row in self._apart(wanted) for tokens in self._tokenised[row] if len(tokens) == 1}
        fillers = [*(tokens[0] for tokens in self.decoys()), *sorted(apart), UNKNOWN]
        beside = {**dict.fromkeys(self.hesitations(), HESITATION_COST), UNKNOWN: STRAY_COST}
        return sentence_graph(templates, fillers, self.commands.courtesies, beside, self._tokens_of)

    @cached_property
    def _longer(self) -> Mapping[str, frozenset[tuple[str, int]]]:
        """Row -> the templates of other rows, by row and number, with phrases that hold one of its phrases."""
        phrases = {
            (row, number): {spoken(" ".join(tokens)) for tokens in self._fillings([tree])}
            for row, trees in self._trees.items()
            for number, tree in enumerate(trees)
        }
        return longer_phrases(phrases, {key: key[0] for key in phrases})

    def _tokens_of(self, run: str | Slot) -> tuple[str, ...]:
        """The tokens that can stand for a run of words or a slot."""
        if isinstance(run, str):
            return (run,)
        return tuple(token_of(text) for texts in self.commands.slots[run.name].values() for text in texts)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Every token of every phrase and decoy: the recogniser's whole vocabulary."""
        return frozenset(
            (*itertools.chain.from_iterable((*self.phrases(), *self.decoys())), *self.courtesies(), *self.hesitations())
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every token."""
        return frozenset(word for token in self.tokens for word in spoken(token).split())

    @cached_property
    def wake_words(self) -> frozenset[str]:
        """The words of the wake phrases; none but in the vocabulary of standby."""
        return frozenset(
            word for texts in self.commands.slots.get(WAKE, {}).values() for word in " ".join(texts).split()
        )

    def meaning(self, words: str) -> Meaning | None:
        """What a whole phrase means, with courtesies around it or without; None when it is not one."""
        return self._met(words)

    def bare(self, words: str) -> str:
        """A phrase without the courtesies around it; some words as they are when they are no phrase."""
        texts = (words, *without(words, self.commands.courtesies))
        return next((text for text in texts if self._is_polite(words, text)), words)

    def _is_polite(self, words: str, text: str) -> bool:
        """Whether `text`, a part of some words, is a phrase that what stands around it may stand around."""
        if (found := self._plain(text)) and text != words and self.row(found).report:
            return text in without(words, self.commands.courtesies.telling)
        return found is not None

    @cached_property
    def _met(self) -> Callable[[str], Meaning | None]:
        """What was asked for lately is remembered: while somebody speaks, the same words come again and again."""
        return lru_cache(MET_MOST)(lambda words: self._plain(self.bare(words)))

    def _plain(self, words: str) -> Meaning | None:
        """What a phrase means, as it stands in commands.yaml."""
        found = self._patterns.find(words)
        return Meaning(self._specs[found[0]].intent, found[1], found[0]) if found else None

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

    def row(self, meaning: Meaning) -> IntentSpec:
        """The row of commands.yaml by which a phrase is judged. Raises KeyError when there is none."""
        return self._specs[meaning.row or meaning.intent]

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
    def _patterns(self) -> Patterns:
        return Patterns(self._trees, self.commands.slots)


def spoken(token: str) -> str:
    """A token as the words a person says."""
    return token.replace("_", " ")


def token_of(phrase: str) -> str:
    """A phrase of literal words as the recogniser's token; `spoken` is the way back."""
    return phrase.replace(" ", "_")

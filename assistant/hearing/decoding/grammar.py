"""commands.yaml + what can be said now -> every sayable phrase, and back from words to meaning.

A template is read into a small tree. From the tree come two things that therefore cannot disagree: the phrases the
recogniser is given, and the patterns a recognised phrase must match as a whole. The second is needed because Vosk
turns its phrase list into word pairs, so that mixtures of two phrases come out of it.

A phrase is handed to the recogniser as tokens: literal words that stand together are one token
("that_hurts"), a slot value is another ("lower_back"). With our own model a token is one unit of the graph, which
leaves word pairs inside a phrase no chance to mix; a model that knows only words is given them one by one.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.content.commands import Commands, IntentSpec
from assistant.content.fields import suggestion
from assistant.words.errors import ContentError, Mistake

PHRASES_PER_TEMPLATE = 600
"""A template with more fillings than this is represented by an even sample of them."""
UNKNOWN = "[unk]"
AGAIN_COST = 2.0
"""Of one phrase after another, in nats."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Choice:
    options: tuple[tuple["_Part", ...], ...]


_Part = _Word | _Slot | _Choice


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: an intent and its slots, sorted by name."""

    intent: str
    slots: tuple[tuple[str, str], ...] = ()


def _check_word(word: str) -> None:
    if not re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*", word):
        raise ValueError(f"'{word}' cannot be heard as it is written; write it as it is spoken, such as 'ten' for 10")


@dataclass(frozen=True, slots=True)
class Network:
    """Every sentence exactly: phrases, decoys and unknown words one after the other, and no mixture inside a phrase.

    State 0 is the start and state 1 the end; an arc is (from, token, cost in nats, to), an empty token takes no time.
    """

    arcs: tuple[tuple[int, str, float, int], ...]


def _parse(template: str) -> tuple[_Part, ...]:
    """Read one template; ValueError says what is wrong with it."""
    tokens = re.findall(r"\{[^{}]*\}|[\[\]()|]|[^\s\[\]()|{}]+", template)
    if len("".join(tokens)) != len(re.sub(r"\s", "", template)):
        raise ValueError("a brace is left open")
    parts, rest = _sequence(tokens, 0)
    if rest != len(tokens):
        raise ValueError(f"'{tokens[rest]}' has no partner")
    if not parts:
        raise ValueError("it is empty")
    return parts


def _sequence(tokens: Sequence[str], at: int) -> tuple[tuple[_Part, ...], int]:
    parts: list[_Part] = []
    while at < len(tokens) and tokens[at] not in ("]", ")", "|"):
        token = tokens[at]
        if token in ("[", "("):
            options, at = _options(tokens, at + 1, "]" if token == "[" else ")")
            parts.append(_Choice((*options, ()) if token == "[" else options))
        elif token.startswith("{"):
            parts.append(_Slot(token[1:-1].strip()))
            at += 1
        else:
            parts.append(_Word(token))
            at += 1
    return tuple(parts), at


def _options(tokens: Sequence[str], at: int, closing: str) -> tuple[tuple[tuple[_Part, ...], ...], int]:
    options: list[tuple[_Part, ...]] = []
    while True:
        parts, at = _sequence(tokens, at)
        options.append(parts)
        if at >= len(tokens):
            raise ValueError(f"'{closing}' is missing")
        if tokens[at] == closing:
            return tuple(options), at + 1
        if tokens[at] != "|":
            raise ValueError(f"'{tokens[at]}' has no partner")
        at += 1


def _readings(parts: Sequence[_Part]) -> Iterator[tuple[_Word | _Slot, ...]]:
    """Every way through the choices, slots left open."""
    per_part: list[list[tuple[_Word | _Slot, ...]]] = []
    for part in parts:
        if isinstance(part, _Choice):
            per_part.append([way for option in part.options for way in _readings(option)])
        else:
            per_part.append([(part,)])
    for combination in itertools.product(*per_part):
        yield tuple(itertools.chain.from_iterable(combination))


def _sample(sizes: Sequence[int], most: int, first: int) -> Iterator[tuple[int, ...]]:
    """Index tuples of a product of `sizes`: all of them, or `most` spread evenly and without chance.

    `first` says where to begin, so that templates with few fillings each do not all take the same.
    """
    total = math.prod(sizes)
    if total <= most:
        yield from itertools.product(*(range(size) for size in sizes))
        return
    step = next(n for n in range(int(total * 0.618), 2 * total) if math.gcd(n, total) == 1)
    for count in range(first, first + most):
        index, digits = count * step % total, []
        for size in sizes:
            index, digit = divmod(index, size)
            digits.append(digit)
        yield tuple(digits)


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

    @property
    def mean_tokens(self) -> float:
        """How many tokens a phrase has on average."""
        phrases = self.phrases()
        return sum(map(len, phrases)) / max(1, len(phrases))

    def network(self, intents: Iterable[str] | None = None) -> Network:
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
        arcs: set[tuple[int, str, float, int]] = {(1, "", AGAIN_COST, 0)} | {(0, one, entry, 1) for one in fillers}
        states = itertools.count(2)
        for tree, prior in templates:
            known: dict[tuple[int, tuple[str, ...]], int] = {}
            for reading in _readings(tree):
                steps = [self._ways(part) for part in _runs(reading)]
                at = 0
                for number, ways in enumerate(steps, start=1):
                    if number < len(steps) and (at, ways) not in known:
                        known[at, ways] = next(states)
                    end = known[at, ways] if number < len(steps) else 1
                    arcs |= {(at, way, entry - prior if at == 0 else 0.0, end) for way in ways}
                    at = end
        return Network(tuple(sorted(arcs)))

    def _ways(self, part: tuple[type, tuple[_Word | _Slot, ...], _Slot]) -> tuple[str, ...]:
        """The tokens that can stand for a run of words or a slot."""
        kind, run, slot = part
        if kind is _Word:
            return ("_".join(one.text for one in run if isinstance(one, _Word)),)
        return tuple(token_of(way) for ways in self.commands.slots[slot.name].values() for way in ways)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Every token of every phrase and decoy: the recogniser's whole vocabulary."""
        return frozenset(itertools.chain.from_iterable((*self.phrases(), *self.decoys())))

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
                if one := self.meaning(" ".join(parts[start:end])):
                    best[end] = (*before, (one, slice(start, end)))
        return best[-1] or ()

    def spec(self, intent: str) -> IntentSpec:
        """What commands.yaml says of an intent."""
        return self._specs[intent]

    @cached_property
    def _specs(self) -> dict[str, IntentSpec]:
        return {one.name: one for one in self.commands.intents}

    def acts_early(self, intent: str) -> bool:
        """Whether a stable partial result is enough."""
        return intent in self.early

    @cached_property
    def early(self) -> frozenset[str]:
        """The intents a stable partial result is enough for."""
        return frozenset(one.name for one in self.commands.intents if one.act == "early")

    @cached_property
    def _trees(self) -> dict[str, list[tuple[_Part, ...]]]:
        trees: dict[str, list[tuple[_Part, ...]]] = {}
        mistakes: list[Mistake] = []
        for intent in self.commands.intents:
            trees[intent.name] = []
            for template in intent.phrases:
                try:
                    tree = _parse(template)
                    self._check_slots(tree)
                except ValueError as error:
                    mistakes.append(
                        Mistake(self.commands.file, intent.line, f"intent '{intent.name}', '{template}': {error}")
                    )
                else:
                    trees[intent.name].append(tree)
        if mistakes:
            raise ContentError(mistakes)
        return trees

    def _check_slots(self, parts: Sequence[_Part]) -> None:
        for part in parts:
            if isinstance(part, _Slot):
                if part.name not in self.commands.slots:
                    raise ValueError(f"there is no slot '{part.name}'{suggestion(part.name, self.commands.slots)}")
                for ways in self.commands.slots[part.name].values():
                    for word in " ".join(ways).split():
                        _check_word(word)
            if isinstance(part, _Word):
                _check_word(part.text)
            if isinstance(part, _Choice):
                for option in part.options:
                    self._check_slots(option)

    @cached_property
    def _values(self) -> dict[tuple[str, str], str]:
        return {
            (slot, said): value
            for slot, values in self.commands.slots.items()
            for value, ways in values.items()
            for said in ways
        }

    @cached_property
    def _tokenised(self) -> dict[str, frozenset[tuple[str, ...]]]:
        return {name: frozenset(self._fillings(trees)) for name, trees in self._trees.items()}

    def _fillings(self, trees: Sequence[tuple[_Part, ...]]) -> Iterator[tuple[str, ...]]:
        for tree in trees:
            readings = list(_readings(tree))
            most = max(1, PHRASES_PER_TEMPLATE // max(1, len(readings)))
            for number, reading in enumerate(readings):
                pieces = [self._ways(part) for part in _runs(reading)]
                for digits in _sample([len(piece) for piece in pieces], most, number * most):
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

    def _pattern(self, part: _Part, counter: "itertools.count[int]") -> str:
        if isinstance(part, _Word):
            return re.escape(part.text) + " "
        if isinstance(part, _Slot):
            ways = sorted((way for ways in self.commands.slots[part.name].values() for way in ways), key=len)
            return f"(?P<{part.name}__{next(counter)}>{'|'.join(map(re.escape, reversed(ways)))}) "
        options = ("".join(self._pattern(one, counter) for one in option) for option in part.options)
        return f"(?:{'|'.join(options)})"


def _runs(reading: Sequence[_Word | _Slot]) -> Iterator[tuple[type, tuple[_Word | _Slot, ...], _Slot]]:
    """Words that stand together as one run; every slot alone."""
    none = _Slot("")
    for is_word, group in itertools.groupby(reading, key=lambda part: isinstance(part, _Word)):
        parts = tuple(group)
        if is_word:
            yield _Word, parts, none
        else:
            for part in parts:
                yield _Slot, (part,), part if isinstance(part, _Slot) else none


def spoken(token: str) -> str:
    """A token as the words a person says."""
    return token.replace("_", " ")


def token_of(phrase: str) -> str:
    """A phrase of literal words as the recogniser's token; `spoken` is the way back."""
    return phrase.replace(" ", "_")

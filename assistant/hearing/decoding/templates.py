"""Templates of phrases, such as "[please] (go|come) {where}", read into a small tree.

`[...]` may be left out, `(a|b)` is a choice, `{name}` is a slot, everything else a literal word. A *reading* is one
way through all the choices, with the slots left open; a *filling* puts a value into each slot.
"""

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A literal word."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one of a slot's values."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences; an empty one may be left out."""

    options: tuple[tuple["Part", ...], ...]


Part = Word | Slot | Choice
Reading = tuple[Word | Slot, ...]


def parse(template: str) -> tuple[Part, ...]:
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


def _sequence(tokens: Sequence[str], at: int) -> tuple[tuple[Part, ...], int]:
    """The parts from a token on, and where they end."""
    parts: list[Part] = []
    while at < len(tokens) and tokens[at] not in ("]", ")", "|"):
        token = tokens[at]
        if token in ("[", "("):
            options, at = _options(tokens, at + 1, "]" if token == "[" else ")")
            parts.append(Choice((*options, ()) if token == "[" else options))
        elif token.startswith("{"):
            parts.append(Slot(token[1:-1].strip()))
            at += 1
        else:
            parts.append(Word(token))
            at += 1
    return tuple(parts), at


def _options(tokens: Sequence[str], at: int, closing: str) -> tuple[tuple[tuple[Part, ...], ...], int]:
    """The options of a choice whose bracket was opened before a token, and where it ends."""
    options: list[tuple[Part, ...]] = []
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


def leaves(parts: Sequence[Part]) -> Iterator[Word | Slot]:
    """Every word and slot of a template."""
    for part in parts:
        match part:
            case Choice(options):
                for option in options:
                    yield from leaves(option)
            case leaf:
                yield leaf


def check_word(word: str) -> None:
    """Raises ValueError when a word cannot be heard as it is written."""
    if not re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*", word):
        raise ValueError(f"'{word}' cannot be heard as it is written; write it as it is spoken, such as 'ten' for 10")


def readings(parts: Sequence[Part]) -> Iterator[Reading]:
    """Every way through the choices, slots left open."""
    per_part: list[list[Reading]] = []
    for part in parts:
        match part:
            case Choice(options):
                per_part.append([reading for option in options for reading in readings(option)])
            case leaf:
                per_part.append([(leaf,)])
    for combination in itertools.product(*per_part):
        yield tuple(itertools.chain.from_iterable(combination))


def runs(reading: Reading) -> Iterator[str | Slot]:
    """The tokens of a reading: words that stand together joined by "_", and every slot by itself."""
    for is_word, group in itertools.groupby(reading, key=lambda part: isinstance(part, Word)):
        if is_word:
            yield "_".join(part.text for part in group if isinstance(part, Word))
        else:
            yield from (part for part in group if isinstance(part, Slot))


def even_sample(sizes: Sequence[int], most: int, first: int) -> Iterator[tuple[int, ...]]:
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

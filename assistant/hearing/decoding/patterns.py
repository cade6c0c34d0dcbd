"""From the words of a whole phrase back to the row of commands.yaml that it stands in, and the values of its slots."""

import itertools
import re
from collections.abc import Mapping, Sequence

from assistant.hearing.decoding.templates import Choice, Part, Slot, Word

Slots = Mapping[str, Mapping[str, tuple[str, ...]]]
"""slot -> value -> the ways to say it"""


class Patterns:
    """The templates of every row as patterns that a phrase must match as a whole."""

    def __init__(self, trees: Mapping[str, Sequence[Sequence[Part]]], slots: Slots) -> None:
        self._slots = slots
        counter = itertools.count()
        self._patterns: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        """The first word of a phrase -> the rows and patterns that may begin with it, in the order of commands.yaml."""
        for row, each in trees.items():
            for tree in each:
                pattern = re.compile("".join(self._pattern(part, counter) for part in tree))
                for first in self._firsts(tree):
                    self._patterns.setdefault(first, []).append((row, pattern))
        self._values = {
            (slot, said): value for slot, values in slots.items() for value, texts in values.items() for said in texts
        }

    def find(self, words: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """(row, the values of its slots, sorted by name); None when the words are no phrase."""
        for row, pattern in self._patterns.get(words.partition(" ")[0], ()):
            if found := pattern.fullmatch(words + " "):
                slots = {
                    group.rsplit("__", 1)[0]: self._values[group.rsplit("__", 1)[0], said]
                    for group, said in found.groupdict().items()
                    if said
                }
                return row, tuple(sorted(slots.items()))
        return None

    def _pattern(self, part: Part, counter: "itertools.count[int]") -> str:
        match part:
            case Word(text):
                return re.escape(text) + " "
            case Slot(name):
                texts = sorted((text for texts in self._slots[name].values() for text in texts), key=len)
                return f"(?P<{name}__{next(counter)}>{'|'.join(map(re.escape, reversed(texts)))}) "
            case Choice(options):
                each = ("".join(self._pattern(inner, counter) for inner in option) for option in options)
                return f"(?:{'|'.join(each)})"

    def _firsts(self, parts: Sequence[Part]) -> set[str]:
        """The words with which a phrase can begin; "" among them where it may also have no word at all."""
        found = {""}
        for part in parts:
            match part:
                case Word(text):
                    more = {text}
                case Slot(name):
                    more = {text for texts in self._slots[name].values() for text in texts}
                case Choice(options):
                    more = set().union(*map(self._firsts, options))
            found = (found - {""}) | {text.partition(" ")[0] for text in more}
            if "" not in found:
                break
        return found

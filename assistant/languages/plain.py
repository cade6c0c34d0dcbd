"""Plain speech: what makes a spoken sentence hard to follow for somebody who hears it once and cannot see.

The rules are data of the language (`plain` in its rules.yaml). They name a sentence with too many words, with a mark
that nobody can hear, with two negatives in one clause, a question that is asked in the negative, a word that a listener
may not know, a turn of phrase that needs working out, and a counted word in the wrong form. They notice what can be
noticed by looking at words. Whether a sentence is clear still takes an ear.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.languages.plurals import PluralRule

WORD = re.compile(r"[\w'’-]+")
COUNTED = re.compile(r"(?<![\w.])(\d+) ([\w'’-]+)")


@dataclass(frozen=True, slots=True)
class Plain:
    """What a language calls plain; all words are in small letters."""

    most_words: int
    """The most words of one sentence. Raising it lets sentences outlast one breath of the listener."""
    marks: str
    """Marks that cannot be heard, such as a colon."""
    negatives: frozenset[str]
    joints: frozenset[str]
    """Words that begin a new clause within a sentence, beside the marks that do."""
    not_asked: frozenset[str]
    """Negatives that make "no" mean two things when a question holds them."""
    unknown: Mapping[str, str]
    """Words that a listener may not know -> what to say instead."""
    turns: tuple[str, ...]
    """Turns of phrase that have to be worked out, such as "as if"."""
    quoted: frozenset[str] = frozenset()
    """Sentences that stay as they were published, so that the answers to them can be compared."""

    def faults(self, sentence: str) -> Iterator[str]:
        """What is wrong with one sentence, each in a few words."""
        if sentence in self.quoted:
            return
        words = [word.lower() for word in WORD.findall(sentence)]
        if len(words) > self.most_words:
            yield f"{len(words)} words; {self.most_words} are the most"
        yield from (f"'{mark}' cannot be heard" for mark in self.marks if mark in sentence)
        for clause in self._clauses(sentence):
            found = [word for word in clause if word in self.negatives]
            if len(found) > 1:
                yield f"a double negative: {' and '.join(found)}"
        if sentence.endswith("?"):
            yield from (f"a question asked in the negative: {word}" for word in words if word in self.not_asked)
        for word in words:
            if word in self.unknown:
                yield f"'{word}' may not be known; say {self.unknown[word]}"
        said = f" {' '.join(words)} "
        yield from (f"'{turn}' has to be worked out" for turn in self.turns if f" {turn} " in said)

    def _clauses(self, sentence: str) -> Iterator[list[str]]:
        """The words of each clause."""
        for part in re.split(r"[,;:]", sentence):
            clause: list[str] = []
            for word in WORD.findall(part.lower()):
                if word in self.joints:
                    yield clause
                    clause = []
                clause.append(word)
            yield clause


def disagreements(sentence: str, forms: Iterable[Sequence[str]], plural: PluralRule) -> Iterator[str]:
    """Numbers whose word has the wrong form, such as "1 seconds"; `forms` are the forms of each counted word."""
    for number, word in COUNTED.findall(sentence):
        for words in forms:
            right = words[min(plural.choose(int(number)), len(words) - 1)]
            if word in words and word != right:
                yield f"'{number} {word}' should be '{number} {right}'"

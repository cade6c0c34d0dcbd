"""Words -> phones: an open dictionary, and pronunciations of whole phrases."""

import itertools
from collections.abc import Container, Iterable, Mapping, Sequence

Phones = tuple[str, ...]
"""One pronunciation."""
Pronunciations = Mapping[str, tuple[Phones, ...]]
"""token -> its pronunciations"""

PHONES: tuple[str, ...] = tuple(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)
"""The 39 phones of the CMU dictionary, without stress."""
BEGIN = "-"
"""Stands before the first phone of a word."""
PER_WORD = 3
"""The number of pronunciations of a word that stands alone, at the most.

Raised, rare pronunciations are heard, and the graph is larger and more easily taken for something else.
"""
PER_WORD_OF_PHRASE = 2
"""The number of pronunciations of each word of a phrase, at the most.

It is lower than `PER_WORD`, because the pronunciations of a phrase multiply. Raised, rare pronunciations are heard in
phrases too, and the graph grows fast.
"""
PER_TOKEN = 6
"""The number of pronunciations of a token, at the most.

Those of a phrase are all combinations of its words', and the first ones are kept. Raised, more combinations are heard;
lowered, a phrase of many words is heard in its usual pronunciation alone.
"""


def read_lexicon(lines: Iterable[str], wanted: Container[str] | None = None) -> dict[str, tuple[Phones, ...]]:
    """`word P P P` a line, a word once for each pronunciation; lines with unknown phones are passed over.

    `wanted`: the words that are looked for, which is much quicker than all (None): the dictionary has 126,000.
    """
    known = frozenset(PHONES)
    found: dict[str, list[Phones]] = {}
    for line in lines:
        word, _, said = line.partition(" ")
        if wanted is None or word in wanted:
            phones = said.split()
            if phones and known.issuperset(phones):
                found.setdefault(word, []).append(tuple(phones))
    return {word: tuple(dict.fromkeys(each)) for word, each in found.items()}


def read_phonotactics(lines: Iterable[str]) -> dict[tuple[str, str], float]:
    """(phone before, phone) -> cost in nats of the one following the other, 0 on average; before the first is `BEGIN`.

    The first line names the phones, each later one a phone before and the cost of each.
    """
    head, *rows = (line.split() for line in lines)
    return {(before, phone): float(cost) for before, *costs in rows for phone, cost in zip(head, costs, strict=True)}


def pronounce(token: str, lexicon: Mapping[str, Sequence[Phones]]) -> tuple[Phones, ...]:
    """The pronunciations of a token of one or more words; raises KeyError with the first unknown word."""
    words = [word for word in token.split("_") if word]
    most = PER_WORD_OF_PHRASE if len(words) > 1 else PER_WORD
    per_word = [lexicon[word][:most] for word in words]
    combined = (tuple(itertools.chain.from_iterable(choice)) for choice in itertools.product(*per_word))
    return tuple(itertools.islice(dict.fromkeys(combined), PER_TOKEN))


IPA = {
    "tʃ": "CH", "dʒ": "JH", "aʊ": "AW", "aɪ": "AY", "eɪ": "EY", "oʊ": "OW", "əʊ": "OW", "ɔɪ": "OY",
    "ɑː": "AA", "ɑ": "AA", "æ": "AE", "a": "AE", "ʌ": "AH", "ə": "AH", "ɐ": "AH", "ɔː": "AO", "ɔ": "AO", "ɒ": "AA",
    "ɛ": "EH", "e": "EH", "ɜː": "ER", "ɚ": "ER", "ɝ": "ER", "ɪ": "IH", "i": "IY", "iː": "IY", "ʊ": "UH", "uː": "UW",
    "u": "UW", "o": "OW", "b": "B", "d": "D", "ð": "DH", "f": "F", "ɡ": "G", "g": "G", "h": "HH", "k": "K", "l": "L",
    "m": "M", "n": "N", "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "ɾ": "T", "s": "S", "ʃ": "SH", "t": "T", "θ": "TH",
    "v": "V", "w": "W", "j": "Y", "z": "Z", "ʒ": "ZH", "x": "K", "ʔ": "T", "ɬ": "L", "ᵻ": "IH",
}  # fmt: skip


def from_ipa(ipa: str) -> Phones:
    """espeak-ng's IPA -> our phones, the longest match first; marks we have no phone for are passed over."""
    phones: list[str] = []
    at = 0
    while at < len(ipa):
        piece = next((ipa[at : at + size] for size in (2, 1) if ipa[at : at + size] in IPA), "")
        if piece:
            phones.append(IPA[piece])
        at += max(1, len(piece))
    return tuple(phones)

"""What is typed, as it would have been said: numbers in words, and no marks around words."""

import re
from collections.abc import Iterator

from assistant.languages.language import Reader

APOSTROPHES = str.maketrans("’ʼ‘`´", "'''''")
BETWEEN_WORDS = re.compile(r"[,;!?…\"“”„«»()\[\]—–]+(?!\d)|(?<!\d)[,;!?…\"“”„«»()\[\]—–]+")
"""Marks that part words, or stand around them. Those between two digits belong to a number."""
AT_THE_EDGE = re.compile(r"(?<!\S)[.:'-]+(?=\s|[^\W\d])|[.:'-]+(?=\s|$)")
"""Marks that may also stand inside a word, where they stand beside one."""
INSIDE_A_WORD = re.compile(r"(?<=[^\W\d])[.:-]+(?=[^\W\d])")
OF = re.compile(r"(\d+)\s*/\s*(\d+)")
SPAN = re.compile(r"(\d+)\s*[-–]\s*(\d+)")
WHOLE = re.compile(r"(?<![\w.,:-])\d{1,3}(?![.,:]?\w)")
"""A number by itself: "2.5" and "8:30" are none."""


def as_said(typed: str, say: Reader) -> Iterator[str]:
    """The ways in which a typed line can be read, the likeliest first; `say` reads the texts of the terminal."""
    text = typed.lower().translate(APOSTROPHES)
    text = OF.sub(lambda found: say("typed_of", number=found[1], most=found[2]), text)
    text = SPAN.sub(lambda found: say("typed_span", number=found[1], to=found[2]), text)
    text = AT_THE_EDGE.sub(" ", BETWEEN_WORDS.sub(" ", text))
    text = WHOLE.sub(lambda found: say.language.number_word(int(found[0])), text)
    plain = " ".join(text.split())
    yield plain
    apart = " ".join(INSIDE_A_WORD.sub(" ", plain).split())
    if apart != plain:
        yield apart

"""Courtesies: words around a command that change nothing in it, such as "can you ... please"."""

from collections.abc import Iterator, Sequence

from assistant.content.commands import Courtesies

BEFORE_MOST = 3
"""The number of courtesies before a command, at the most: "okay, can you please ...".

Raised, more of what begins like a request is taken for a command; lowered, polite people are not understood.
"""
AFTER_MOST = 2
"""The number of courtesies after a command, at the most: "... now please".

Raised, more talk that begins with a command is taken for it.
"""


def without(words: str, courtesies: Courtesies) -> Iterator[str]:
    """What is left of some words when courtesies around them are left out; those with fewest left out first."""
    fronts = _peeled(words, courtesies.before, BEFORE_MOST, front=True)
    every = [text for front in fronts for text in _peeled(front, courtesies.after, AFTER_MOST, front=False)]
    yield from sorted({text for text in every if text and text != words}, key=lambda text: (-len(text), text))


def _peeled(words: str, polite: Sequence[str], most: int, *, front: bool) -> list[str]:
    """Some words, and the same with up to `most` courtesies taken away from the front or from the end."""
    found, last = [words], [words]
    for _ in range(most):
        if front:
            last = [text[len(each) + 1 :] for text in last for each in polite if text.startswith(f"{each} ")]
        else:
            last = [text[: -len(each) - 1] for text in last for each in polite if text.endswith(f" {each}")]
        found += last
    return found

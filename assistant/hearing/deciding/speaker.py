"""Whether what was heard was said by somebody else than us: what speaks against it, if anything does.

While we speak, our own voice is subtracted from the microphone, but some of it is left. The near-end detector tells
when somebody else is almost certain to speak over us. It misses soft words, so a command that our own voice can hardly
have made needs less: a probability that somebody else sounded.
"""

from typing import assert_never

from assistant.hearing.echo.near_end import DETECTED_LATELY_S, LIKELY
from assistant.words.events import Guess, Heard, Unclear
from assistant.words.verdicts import Air, Reason

NEAR_LEAST_S = 0.25
"""Seconds in which somebody else must have been likely, of the last 1.5 s, for a word we say ourselves.

It is the length of a short word. Raised, somebody who says the same words as we do is missed; lowered, a click that is
taken for somebody makes a command of our own word.
"""
HINT = 0.25
"""The probability of somebody else that a short safety command needs while we speak and nobody is detected.

Nearly every word said over us has a moment that is so probable. Raised, more "stop"s spoken softly over us are missed.
"""


def objection(
    event: Heard | Guess | Unclear, air: Air, *, over_us: bool, safety: bool, taught: bool = False
) -> Reason | None:
    """Why an event counts as our own doing; None when it was somebody else's.

    `over_us` says whether our own voice sounded while it was said. `safety` says whether the command is a safety
    command, and `taught` whether it is one in the very words that the coach teaches ("that hurts").
    """
    if not air.cancelled or not over_us:
        return None
    detected = air.detected_s is not None and air.detected_s < DETECTED_LATELY_S
    if not isinstance(event, Heard):
        return None if detected else Reason.NOBODY_DETECTED
    words = event.words.split()
    also_ours = not _plain_words(air.saying).isdisjoint(map(_stem, words))
    if also_ours and (not detected or air.near_s < NEAR_LEAST_S):
        return Reason.SAID_BY_US
    if detected:
        return None
    if event.slots:
        return Reason.NOBODY_DETECTED
    short = len(words) == 1 or taught
    match air.room:
        case "known":
            # The probability can be believed, and a short safety command needs the least of it.
            near = air.near >= (HINT if safety and short else LIKELY)
        case "learning":
            # The probability says nothing yet, so any short command is believed: a session begins in this time.
            near = short
        case "slipped":
            # The canceller leaves more of our own voice than usual, so only a short safety command is believed.
            near = safety and short
        case _:
            assert_never(air.room)
    return None if near else Reason.NOBODY_NEAR


def _plain_words(text: str) -> frozenset[str]:
    return frozenset(_stem(word.strip(".,;:?!").lower()) for word in text.split())


def _stem(word: str) -> str:
    """A word without the "s" at its end, which the canceller may have taken out: our "seconds" is heard as "second"."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word

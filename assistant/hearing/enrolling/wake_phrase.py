"""What a wake phrase of one's own must be like: talk may not hold it by chance, and no command may sound like it."""

from pathlib import Path

from assistant.content.commands import Commands
from assistant.hearing.decoding.grammar import Grammar, spoken, token_of
from assistant.hearing.decoding.model import pronunciations_of
from assistant.hearing.enrolling.own_voice import ALIKE, most_alike
from assistant.words.errors import LimberError

PHONES_LEAST = 6
"""The number of phones of a wake phrase at the least; "hello coach" has seven.

Raised, longer phrases have to be chosen; lowered, talk holds more of them by chance.
"""
WORDS_MOST = 4
"""The number of its words at the most. Raised, a phrase is harder to say in one breath with what is wanted."""


def check_wake_phrase(phrase: str, model: Path, commands: Commands) -> None:
    """Whether a phrase can wake; `commands` is what a session hears. Raises `LimberError`."""
    words = phrase.split()
    if len(words) > WORDS_MOST:
        raise LimberError(f"'{phrase}' has {len(words)} words; a wake phrase has {WORDS_MOST} at the most")
    token = token_of(phrase)
    pronunciations = pronunciations_of(model, [token], {})[token]
    if min(map(len, pronunciations), default=0) < PHONES_LEAST:
        raise LimberError(
            f"'{phrase}' is too short for a wake phrase: talk would hold it by chance; choose a longer one"
        )
    name, far = most_alike(pronunciations, pronunciations_of(model, Grammar(commands).tokens, {}))
    if far < ALIKE:
        raise LimberError(
            f"'{phrase}' sounds too much like '{spoken(name)}', which is a command; choose another phrase"
        )

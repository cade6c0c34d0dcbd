"""Asking a person for takes, by voice: the coach says a phrase, a tone follows, the person says it after the tone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.hearing.decoding.grammar import Grammar, token_of
from assistant.hearing.enrolling.takes import Take
from assistant.words.errors import LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples

ROUNDS = 2
"""The number of times that each phrase is said.

Two takes show how much one person's takes differ. Raised, enrolling takes longer.
"""
TRIES = 2
"""The number of times that a phrase is asked for when nothing is heard. Raised, enrolling takes longer."""
ENDING = ("stop", "finish")
"""The intents that end the enrolling, where they were not asked for."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Asks for phrases, one after the other."""

    say: Callable[[str], None]
    """Says a text; returns when it has been said."""
    record: Callable[[], Take | None]
    """Sounds the tone; returns what is said after it, or None when nothing is."""
    texts: Mapping[str, Sequence[str]]
    """The library's phrases."""
    heed: Callable[[Sequence[Heard]], None]
    """Is given what was heard and not asked for; it may end the enrolling by raising an error of its own."""

    def collect(self, phrases: Sequence[str], grammar: Grammar, rounds: int = ROUNDS) -> dict[str, list[Samples]]:
        """The takes of each phrase, `rounds` times over; fewer when "stop" is said where it was not asked for."""
        takes: dict[str, list[Samples]] = {}
        for number in range(rounds):
            if number:
                self.say(self.texts["enrol_again"][0])
            for phrase in phrases:
                take = self._ask_for(phrase)
                if take is None:
                    continue
                wanted = grammar.meaning(phrase)
                asked = wanted.intent if wanted else None
                unasked = [heard for heard in take.heard if heard.intent != asked]
                if any(heard.intent in ENDING for heard in unasked):
                    return takes
                self.heed(unasked)
                takes.setdefault(phrase, []).append(take.sound)
        return takes

    def _ask_for(self, phrase: str) -> Take | None:
        for number in range(TRIES):
            self.say(self.texts["enrol_nothing" if number else "enrol_say"][0].format(phrase=phrase))
            if take := self.record():
                return take
        return None


def sayable(phrases: Iterable[str], grammar: Grammar) -> tuple[str, ...]:
    """Phrases to be repeated. Raises `LimberError` with the first that is none."""
    wanted = tuple(phrases)
    for phrase in wanted:
        if grammar.meaning(phrase) is None or token_of(phrase) not in grammar.tokens:
            raise LimberError(
                f"'{phrase}' is not a phrase that can be said; the phrases are in {grammar.commands.file}"
            )
    return wanted

"""Lines of text in the place of speech."""

import queue
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.hearing.deciding.rules import Rules
from assistant.hearing.decoding.grammar import Grammar, Meaning
from assistant.languages.language import Reader
from assistant.languages.typed import as_said
from assistant.words.events import AT_KEYBOARD, Event, Heard, Unclear
from assistant.words.verdicts import Final

LINE_MOST = 200
"""Letters of a line that are looked at: the longest phrase has a quarter of them.

Raised, more is shown of a line that is no phrase.
"""
WAITING_MOST = 100
"""Events that may wait in the inbox before further lines are read.

Raised, a file of a million lines takes more memory, and what comes from elsewhere, such as a "stop" on the page, waits
for longer behind them.
"""
LOOK_S = 0.05
"""Seconds between two looks at whether there is room again."""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Lines of text as what a person says."""

    grammar: Grammar
    say: Reader
    inbox: queue.SimpleQueue[Event]
    ends: bool = False
    """Whether the session ends with the last line, as it does where somebody sits at a terminal."""
    quits: Callable[[str], None] = lambda _word: None
    """Is given the word that ends the session, before it does."""
    warns: Callable[[str], None] = lambda _sentence: None
    """Is given a sentence on a line that was not taken whole."""

    def read(self, lines: Iterable[str]) -> None:
        """Put every line into the inbox, and wait while too many are in it."""
        for line in lines:
            while self.inbox.qsize() >= WAITING_MOST:
                time.sleep(LOOK_S)
            self.take(line)
        if self.ends:
            self._quit()

    def take(self, line: str) -> None:
        """Put what one line means into the inbox."""
        if len(line := line.strip()) > LINE_MOST:
            self.warns(self.say("typed_too_long", most=LINE_MOST))
            self.inbox.put(Unclear(f"{line[:LINE_MOST]} …"))
            return
        words = ""
        for words in as_said(line, self.say):
            if words in self.say("typed_quit").split():
                self.quits(words)
                self._quit()
                return
            if meanings := self._meant(words):
                for meaning in meanings:
                    self.inbox.put(Heard(meaning.intent, meaning.slots, words))
                return
        if words:
            self.inbox.put(Unclear(words))

    def _meant(self, words: str) -> tuple[Meaning, ...]:
        """What words mean: as in speech, short words beside a safety phrase ("no wait", "stop, well") mean nothing."""
        if self.grammar.meaning(words) is None:
            for found, _short_words in Rules.of(self.grammar).called(Final(tuple(words.split()), ())):
                return tuple(meaning for meaning, _ in found)
        return self.grammar.meanings(words)

    def _quit(self) -> None:
        """End it with the farewell, as Ctrl-C does."""
        for intent in ("stop", "finish"):
            self.inbox.put(Heard(intent, (), AT_KEYBOARD))

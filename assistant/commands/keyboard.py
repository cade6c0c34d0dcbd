"""Lines of text in the place of speech."""

import queue
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.hearing.decoding.grammar import Grammar
from assistant.languages.language import Reader
from assistant.languages.typed import as_said
from assistant.words.events import AT_KEYBOARD, Event, Heard, Unclear


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

    def read(self, lines: Iterable[str]) -> None:
        """Put every line into the inbox."""
        for line in lines:
            self.take(line)
        if self.ends:
            self._quit()

    def take(self, line: str) -> None:
        """Put what one line means into the inbox."""
        words = ""
        for words in as_said(line, self.say):
            if words in self.say("typed_quit").split():
                self.quits(words)
                self._quit()
                return
            if meanings := self.grammar.meanings(words):
                for meaning in meanings:
                    self.inbox.put(Heard(meaning.intent, meaning.slots, words))
                return
        if words:
            self.inbox.put(Unclear(words))

    def _quit(self) -> None:
        """End it with the farewell, as Ctrl-C does."""
        for intent in ("stop", "finish"):
            self.inbox.put(Heard(intent, (), AT_KEYBOARD))

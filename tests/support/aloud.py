"""A session as it is heard: a driver in which each sentence takes about as long as the default voice needs for it."""

from dataclasses import dataclass, field

from assistant.narration.phrasing import FULL, Phrasing
from assistant.narration.script import GAP_S, QUESTION_GAP_S
from assistant.words.effects import Adjust, Effect, Line
from assistant.words.events import Told
from tests.support.drive import Driver, library

LETTER_S = 0.058
"""Seconds of one letter at the default voice; measured over the sentences of the library."""


def spoken_s(sentence: str) -> float:
    """Seconds of a sentence without the silence after it."""
    return LETTER_S * len(sentence)


@dataclass
class Aloud(Driver):
    """Knows what was said, in words, and when."""

    heard: list[tuple[float, str]] = field(default_factory=list)
    """(when it began, sentence) of all that was said, and what the person said, with a mark"""
    verbosity: int = FULL

    def hear(self, intent: str, **slots: str) -> list[Effect]:
        said = " ".join((intent, *slots.values()))
        self.heard.append((self.now, f"    > {said}"))
        return super().hear(intent, **slots)

    @property
    def silent(self) -> bool:
        """Whether nothing is being said."""
        return not self._talk

    def run_on(self) -> None:
        """Let the next thing happen."""
        upcoming = self._next()
        assert upcoming is not None, f"nothing happens any more in {self.flow}"
        self.run_to(upcoming)

    def _perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Adjust) and effect.name == "verbosity":
                self.verbosity = int(effect.value)
            super()._perform([effect])
            self.heard = [told for told in self.heard if told[0] <= self.now or self._talk]

    def _narrate(self, number: int, lines: tuple[Line, ...]) -> None:
        phrasing = Phrasing(self.content or library(), {})
        begin = max(self.now, self._talk[-1][1] if self._talk else self.now)
        for at, said in enumerate(lines):
            sentences = phrasing.say(said, self.verbosity)
            end = begin
            for sentence in sentences:
                self.heard.append((end, sentence))
                end += spoken_s(sentence) + (QUESTION_GAP_S if phrasing.is_question(sentence) else GAP_S)
            if not self._talk:
                self.lines.append(("begun", said))
            self._talk.append((begin, end, Told(number, at), said))
            self.said.append((begin, said.key))
            begin = end

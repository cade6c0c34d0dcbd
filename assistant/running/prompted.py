"""A rehearsed person who goes by what happens, and not by the clock: they answer when they are asked.

So their lines need no times, and stay right when the narration becomes longer or shorter.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.coach.states import FLOW
from assistant.coach.view import View
from assistant.content.fields import Table
from assistant.running.rehearsal import READY, RehearsedPerson
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

ANSWER_S = 0.9
"""Seconds of silence after which they answer. Raised, the rehearsal takes longer; lowered, they answer in a pause."""


@dataclass(frozen=True, slots=True)
class PromptedLine:
    """What the person says, and what it waits for."""

    flow: str
    """The state of the session in which it is said, such as "work"."""
    text: str
    number: int = 0
    """The number of the count at which it is said; 0: once nothing has been said for a moment."""
    after_s: float = 0
    """Seconds after the state began at which it is said, also over us; 0: once nothing has been said for a moment."""


def read_prompted(table: Table) -> PromptedLine:
    """One line of a script: `{in: work, count: 6, say: that hurts}`."""
    line = PromptedLine(
        flow=table.choice("in", tuple(FLOW)),
        text=table.text("say"),
        number=table.whole("count", 0, least=1, most=60) if "count" in table else 0,
        after_s=table.number("after", most=60) if "after" in table else 0,
    )
    table.close()
    return line


class PromptedPerson(RehearsedPerson):
    """Says each line when what it waits for has happened, in order; what is never asked for is left out."""

    def __init__(self, lines: Sequence[PromptedLine], say: Callable[[str], Samples]) -> None:
        """`say` speaks a text at 16 kHz."""
        super().__init__(np.zeros(0, np.float32), say(READY))
        self._lines, self._say = list(lines), say
        self._flow, self._in_flow, self._silent = "", 0, 0

    def notice(self, count: int, look: Callable[[], View], *, idle: bool) -> None:
        """What they see and hear of the session, for the next `count` samples."""
        view = look()
        self._in_flow = self._in_flow + count if view.flow == self._flow else 0
        self._silent = self._silent + count if idle and not self.speaking else 0
        self._flow = view.flow
        if not self.speaking and (line := self._due(view)):
            self._silent = 0
            self.begin(self._say(line.text))

    def _due(self, view: View) -> PromptedLine | None:
        """The line to say now, taken from those that are left; what comes before it was never asked for."""
        if self._lines and self._lines[0].flow == view.flow:
            return self._lines.pop(0) if self._is_due(self._lines[0], view) else None
        for number, line in enumerate(self._lines):
            if self._is_due(line, view):
                self._lines = self._lines[number + 1 :]
                return line
        return None

    def _is_due(self, line: PromptedLine, view: View) -> bool:
        if line.flow != view.flow or view.gate != "open":
            return False
        if line.number:
            return view.count is not None and view.count.number >= line.number
        if line.after_s:
            return self._in_flow >= line.after_s * INPUT_RATE
        return self._silent >= ANSWER_S * INPUT_RATE

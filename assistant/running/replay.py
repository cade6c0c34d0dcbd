"""A journal played again: the coach is given what it was given, and must answer what it answered.

The coach is pure, so its answers, and with them the transcript, follow from the journal alone. What sounded when is
taken from the journal: that depended on the machine.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from assistant.audio.mixer import CueReport
from assistant.running.entries import Answered, Closed, JournalEntry, Judged, LeftOut, Passed, Sounded, Took, Troubled
from assistant.running.performance import Notes, Parts, Performance
from assistant.running.transcript import Transcript
from assistant.words.effects import Effect
from assistant.words.events import Event
from assistant.words.units import Seconds
from assistant.words.wire import to_plain

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it."""

    transcript: Transcript
    until: Seconds
    """The session time it went to."""
    effects: int
    """How many answers were the same."""
    difference: str
    """The first answer that is another one than the journal's, in a sentence; empty when all are the same."""


class _Answers:
    """Observes what the coach answers now."""

    def __init__(self) -> None:
        self.given: deque[Effect] = deque()

    def event(self, at: Seconds, event: Event | None) -> None:
        """Nothing to note."""

    def effect(self, _at: Seconds, effect: Effect) -> None:
        """Keep it until it is compared."""
        self.given.append(effect)

    def sound(self, at: Seconds, report: CueReport) -> None:
        """Nothing to note."""

    def trouble(self, at: Seconds, text: str) -> None:
        """Nothing to note."""


class _Again(Performance):
    """A performance whose time is the journal's, and whose cues are not rendered."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts, submit=lambda _cue, _epoch: None)
        self.at = Seconds(0)

    @property
    def now(self) -> Seconds:
        """The time of the entry."""
        return self.at


def replay(entries: tuple[JournalEntry, ...], parts_with: Callable[[Notes], Parts]) -> Replayed:
    """Play entries again, up to the first answer that differs. `parts_with` makes the session's parts with these notes.

    An error in the coach counts as a difference; its trace is logged.
    """
    transcript, answers = Transcript(), _Answers()
    performance = _Again(parts_with(Notes(transcript, None, (answers,))))
    same, difference = 0, ""
    for entry in entries:
        if isinstance(entry, Took | Passed | Sounded | LeftOut) and answers.given:
            difference = f"now the coach answers {_shown(answers.given[0])} as well"
        elif isinstance(entry, Answered):
            difference = _compared(entry.effect, answers.given)
            same += not difference
        if difference:
            break
        try:
            _play(performance, entry)
        except Exception as error:
            log.exception("the coach fails at %.2f s of the journal", entry.at)
            difference = f"the coach fails with {type(error).__name__}: {error}"
            break
    return Replayed(transcript, performance.at, same, difference and f"at {performance.at:.2f} s {difference}")


def _play(performance: _Again, entry: JournalEntry) -> None:
    match entry:
        case Took(at, event):
            performance.at = at
            performance.take(event)
        case Passed(at):
            performance.at = at
            performance.pass_time()
        case Sounded(_, report):
            performance.note(report)
        case Troubled(at, text):
            performance.at = at
            performance.trouble(text)
        case Answered() | Judged() | LeftOut() | Closed():
            pass


def _compared(then: Effect, now: deque[Effect]) -> str:
    """How an answer differs from the next of those given now; empty when it does not."""
    if not now:
        return f"the coach answered {_shown(then)}; now it answers nothing more"
    answer = now.popleft()
    return "" if answer == then else f"the coach answered {_shown(then)}; now it answers {_shown(answer)}"


def _shown(effect: Effect) -> str:
    return str(to_plain(effect))

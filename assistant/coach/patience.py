"""Waiting for somebody who says nothing: they are reminded ever more rarely, and in the end nobody waits any more.

`Awaits`, `Reminds` and `GivesTime` are outputs for the rows of a wait. Whoever is down when a session has ended is
waited for long, until `exhausted`. Within a session it is asked after a few reminders whether anybody is there:
`asks_there`, `AsksThere`, and `unanswered` when nobody said so.
"""

from dataclasses import dataclass

from assistant.coach.stage import Stage, Turn
from assistant.words.effects import line


@dataclass
class Patience:
    """How often somebody was reminded of what is waited for now, and asked whether they are there."""

    reminded: int = 0
    asked: tuple[str, float] | None = None
    """The deadline by which that question was to be answered, and when it is; None: it was not asked."""


@dataclass(frozen=True, slots=True)
class Awaits:
    """An output that begins to wait; the deadline of this name reminds."""

    due: str

    def __call__(self, stage: Stage, _turn: Turn) -> None:
        """Begin to wait."""
        await_person(stage, self.due)


@dataclass(frozen=True, slots=True)
class Reminds:
    """An output that reminds of what can be said, in the sentence of this key."""

    due: str
    key: str

    def __call__(self, stage: Stage, _turn: Turn) -> None:
        """Remind."""
        wait_on(stage, self.due)
        stage.speech.answer(line(self.key))


@dataclass(frozen=True, slots=True)
class GivesTime:
    """An output that waits from the beginning, and says so in the sentence of this key."""

    due: str
    key: str

    def __call__(self, stage: Stage, _turn: Turn) -> None:
        """Give the person time."""
        await_person(stage, self.due)
        stage.speech.answer(line(self.key))


@dataclass(frozen=True, slots=True)
class AsksThere:
    """An output that asks whether anybody is there; whatever is said, somebody is."""

    due: str

    def __call__(self, stage: Stage, _turn: Turn) -> None:
        """Ask."""
        own, until = stage.of(Patience), stage.now + stage.pacing.there_s
        own.reminded += 1
        own.asked = self.due, until
        stage.course.set(self.due, until)
        stage.speech.answer(line("are_you_there"))


def asks_there(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether there were so many reminders that it is asked whether anybody is there."""
    return stage.of(Patience).reminded >= stage.pacing.there_reminders


def unanswered(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether that was asked, and its time is over."""
    return stage.of(Patience).reminded > stage.pacing.there_reminders


def was_asked(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether that was asked and waits for an answer, so that "yes" says no more than that somebody is there."""
    asked = stage.of(Patience).asked
    return asked is not None and stage.course.due(asked[0]) == asked[1]


def await_person(stage: Stage, due: str) -> None:
    """Begin to wait; a deadline of this name reminds."""
    stage.of(Patience).reminded = 0
    stage.course.set(due, stage.now + stage.pacing.remind_s)


def wait_on(stage: Stage, due: str) -> None:
    """Wait on after a reminder, twice as long as before."""
    own = stage.of(Patience)
    own.reminded += 1
    stage.course.set(due, stage.now + stage.pacing.remind_s * 2**own.reminded)


def exhausted(stage: Stage, _turn: Turn | None = None) -> bool:
    """Whether there were so many reminders that nobody seems to be there."""
    return stage.of(Patience).reminded >= stage.pacing.reminders_most

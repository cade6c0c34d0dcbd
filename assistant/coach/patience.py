"""Waiting for somebody who says nothing: they are reminded ever more rarely, and in the end nobody waits any more."""

from dataclasses import dataclass

from assistant.coach.stage import Stage


@dataclass
class Patience:
    """How often somebody was reminded of what is waited for now."""

    reminded: int = 0


def await_person(stage: Stage, due: str) -> None:
    """Begin to wait; a deadline of this name reminds."""
    stage.of(Patience).reminded = 0
    stage.course.set(due, stage.now + stage.pacing.remind_s)


def wait_on(stage: Stage, due: str) -> None:
    """Wait on after a reminder, twice as long as before."""
    own = stage.of(Patience)
    own.reminded += 1
    stage.course.set(due, stage.now + stage.pacing.remind_s * 2**own.reminded)


def exhausted(stage: Stage) -> bool:
    """Whether it was reminded so often that nobody seems to be there."""
    return stage.of(Patience).reminded >= stage.pacing.reminders_most

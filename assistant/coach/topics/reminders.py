"""Reminders of sessions, and calls to stand up after long sitting."""

from assistant.coach.length import minutes
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import UNHURRIED
from assistant.coach.table import on
from assistant.words.effects import line
from assistant.words.records import BreaksSet, RemindersCleared, ReminderSet

NOON = 12
"""The hour; also when to remind if no time was said."""


def set_reminder(stage: Stage, turn: Turn) -> None:
    """Remind of sessions from now on."""
    said = turn.heard
    days = said.slot("days") or "day"
    at = f"{int(said.slot('at') or NOON) + (NOON if said.slot('part') == 'evening' else 0)}:00"
    stage.keep(ReminderSet(f"every {days} at {at}"))
    stage.speech.answer(line("reminder_set", days=days, time=at))


def clear_reminders(stage: Stage, _turn: Turn) -> None:
    """Remind of nothing any more."""
    stage.keep(RemindersCleared())
    stage.speech.answer(line("reminders_cleared"))


def offer_breaks(stage: Stage, _turn: Turn) -> None:
    """Call to stand up after long sitting from now on."""
    stage.keep(BreaksSet(wanted=True))
    stage.speech.answer(line("breaks_on", minutes=minutes(stage.pacing.sitting_s)))


def offer_no_breaks(stage: Stage, _turn: Turn) -> None:
    """Call to stand up no more."""
    stage.keep(BreaksSet(wanted=False))
    stage.speech.answer(line("breaks_off"))


ROWS = (
    on("remind", UNHURRIED, None, set_reminder),
    on("no_reminders", UNHURRIED, None, clear_reminders),
    on("breaks", UNHURRIED, None, offer_breaks),
    on("no_breaks", UNHURRIED, None, offer_no_breaks),
)

"""What was planned, beside what was done: of single sessions, and of weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from assistant.history.past import WEEK, Past, PastNote, PastSession
from assistant.words.clinical_records import PlanFollowed, SessionPlanned
from assistant.words.effects import Line, line


@dataclass(frozen=True, slots=True)
class Sets:
    """The sets of a session."""

    planned: int
    done: int


def plan_followed(past: Past) -> tuple[date, date, PlanFollowed] | None:
    """(first day, last day, plan) of the plan that was followed last; None: no session followed one."""
    found = [(note.day, note.record) for note in past.dated_notes if isinstance(note.record, PlanFollowed)]
    if not found:
        return None
    last = found[-1][1]
    days = [day for day, plan in found if plan == last]
    return days[0], days[-1], last


def planned_days(past: Past, monday: date) -> int | None:
    """On how many days of a week the plan in force wanted something done; None: no plan said so."""
    wanted = [
        note.record.days_a_week
        for note in past.dated_notes
        if isinstance(note.record, PlanFollowed) and note.day < monday + WEEK
    ]
    return (wanted[-1] or None) if wanted else None


def reminded(past: Past, day: date) -> tuple[Line, ...]:
    """What a reminder says of the plan in force: how often it wants something done, and on how many days it was."""
    monday = day - timedelta(days=day.weekday())
    followed = plan_followed(past)
    if followed is None or not followed[2].days_a_week:
        return ()
    plan = followed[2]
    done = len({session.day for session in past.practised if monday <= session.day <= day})
    wanted = line("call_planned", number=plan.days_a_week, times=plan.times_a_day)
    return (wanted, line("call_done", number=done)) if done else (wanted,)


def done_of_planned(past: Past, since: date, until: date, days_a_week: int) -> tuple[int, int]:
    """(days on which something was done, days planned) of a plan that asks for so many days a week."""
    done = len({session.day for session in past.practised if since <= session.day <= until})
    return done, max(1, round(((until - since).days + 1) / WEEK.days * days_a_week))


def planned_of(past: Past, session: PastSession) -> SessionPlanned | None:
    """What a session set out to do; None: that was not written down."""
    found = [note.record for note in past.dated_notes if _is_planned(note, session)]
    record = found[-1] if found else None
    return record if isinstance(record, SessionPlanned) else None


def sets_of(past: Past, session: PastSession) -> Sets:
    """How many sets were planned and done; where it was not written down how many were planned, those begun."""
    planned = planned_of(past, session)
    done = sum(practice.how == "done" for practice in session.practices)
    return Sets(planned.sets if planned else len(session.practices), done)


def _is_planned(note: PastNote, session: PastSession) -> bool:
    return note.session == session.id and isinstance(note.record, SessionPlanned)

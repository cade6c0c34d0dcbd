"""Which day each session counts for, where the clock could not be believed.

A clock that runs only while the machine is on puts weeks into a day, and one that was years ahead puts a session into
a future that nothing comes after. Our clock tells such a one, and so do later sessions that are dated earlier. So a
session with a stamp in doubt counts by its place: each start of the machine is a day of its own at least, and a run
of such sessions lies between the last day that is known before it and the first one after it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from assistant.clock import ClockState
from assistant.history.past import Past, PastSession

AHEAD = timedelta(days=1)
"""A stamp that is further ahead of a clock that is believed, or of a later session, is wrong. Less would doubt small
corrections."""


def counted(past: Past, now: datetime, clock: ClockState) -> Past:
    """The past with the day that each session counts for, and the day that it is now, where either is in doubt."""
    doubted = _doubted(past.sessions, now, clock)
    if clock.believed and not any(doubted):
        return past
    days: list[date] = []
    at = 0
    while at < len(doubted):
        end = next((end for end in range(at, len(doubted)) if not doubted[end]), len(doubted))
        if end > at:
            after = past.sessions[end].begun.date() if end < len(doubted) else (now.date() if clock.believed else None)
            before = days[-1] if days else None
            days += _placed(past.sessions[at:end], before, after, past.sessions[at - 1] if at else None)
            at = end
        else:
            days.append(past.sessions[at].begun.date())
            at += 1
    sessions = tuple(replace(session, counted=day) for session, day in zip(past.sessions, days, strict=True))
    by_id = {session.id: session.day for session in sessions}
    notes = tuple(replace(note, day=by_id[note.session]) for note in past.dated_notes)
    return Past(sessions, notes, None if clock.believed else _today(sessions, now, clock), sum(doubted))


def _doubted(sessions: Sequence[PastSession], now: datetime, clock: ClockState) -> list[bool]:
    """Of each session whether its stamp is in doubt."""
    found = [each.clock == "unset" or (clock.believed and each.begun > now + AHEAD) for each in sessions]
    known = [at for at, doubt in enumerate(found) if not doubt]
    if any(sessions[later].begun < sessions[earlier].begun - AHEAD for earlier, later in pairwise(known)):
        rising = _rising([sessions[at].begun for at in known])
        for number, at in enumerate(known):
            found[at] = number not in rising
    return found


def _rising(stamps: Sequence[datetime]) -> set[int]:
    """The numbers of as many stamps as possible that never go back."""
    ends: list[int] = []
    """How the rows of 1, 2, 3 ... stamps end that end the earliest."""
    before: list[int | None] = []
    for number, stamp in enumerate(stamps):
        length = bisect_right(ends, stamp, key=stamps.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [number]
    found, last = set[int](), ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def _placed(
    run: Sequence[PastSession], before: date | None, after: date | None, last: PastSession | None
) -> list[date]:
    """The days of a run of sessions in doubt, between two known ones; None: there is none."""
    steps = [0 if last is None else _days_between(last, run[0].boot, run[0].begun)]
    for earlier, later in pairwise(run):
        steps.append(steps[-1] + _days_between(earlier, later.boot, later.begun))
    if before is not None and after is not None:
        share = max(0, (after - before).days) / (steps[-1] + 1)
        return [before + timedelta(days=int(step * share)) for step in steps]
    if after is not None:
        return [after - timedelta(days=steps[-1] + 1 - step) for step in steps]
    start = before or run[0].begun.date()
    return [start + timedelta(days=step) for step in steps]


def _days_between(earlier: PastSession, boot: str, moment: datetime) -> int:
    """The days that lie between a session and a later moment at least."""
    by_clock = (moment.date() - earlier.begun.date()).days
    return max(0, by_clock) if boot and boot == earlier.boot else max(1, by_clock)


def _today(sessions: Sequence[PastSession], now: datetime, clock: ClockState) -> date:
    if not sessions:
        return now.date()
    return sessions[-1].day + timedelta(days=_days_between(sessions[-1], clock.boot, now))

"""Which day each session counts for, where the clock could not be believed.

A clock that runs only while the machine is on puts weeks into a day. A clock with a wrong year puts a session years
ahead, or years back. A stamp is in doubt in three cases:

* The clock was not set when the session began.
* The stamp is ahead of a clock that is believed now.
* It contradicts other stamps, because a later session is dated earlier. One of the two is wrong then. People practise
  every few days, so a pause of years is less likely than a wrong clock: the stamps that leave few sessions in doubt and
  no long pause are believed. So a wrong year is told whether it is ahead or back, and so are several sessions in a row
  with it. A session that began with a clock known to be set counts for more than one of which that is not known.

A session with a stamp in doubt counts by its place. Each start of the machine is a day of its own at least, and a run
of such sessions lies between the last day that is known before it and the first one after it.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise

from assistant.clock import ClockState
from assistant.history.past import Past, PastSession

DAY = timedelta(days=1)
AHEAD = DAY
"""A stamp that is further ahead of a clock that is believed, or of a later session, is wrong. Less would doubt small
corrections."""
PAUSE_DAYS = 28
"""A pause between two sessions is nothing unusual up to here. Each further day speaks against their stamps. Raising it
believes longer pauses."""
DOUBT = 7.0
"""What it costs to doubt one session, in days of a pause. Raising it believes longer pauses."""
DOUBT_SET = 14.0
"""The same for a session whose clock is known to have been set."""


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
    stamps = [sessions[at].begun for at in known] + [now] * clock.believed
    costs = [DOUBT_SET if sessions[at].clock == "set" else DOUBT for at in known] + [math.inf] * clock.believed
    believed = _believed(stamps, costs)
    for number, at in enumerate(known):
        found[at] = number not in believed
    return found


def _believed(stamps: Sequence[datetime], costs: Sequence[float]) -> set[int]:
    """The numbers of the stamps that are believed. `costs` has what it costs to doubt each of them, in days.

    A stamp that contradicts no other is believed. Of the others, the choice is the one that costs least. Each doubt has
    its cost. The time between two believed stamps costs the days that are more than `PAUSE_DAYS` for each session.
    Nothing is doubted that fits between the believed ones.
    """
    days = [(stamp - stamps[0]) / DAY for stamp in stamps]
    disputed = _disputed(days)
    if not any(disputed):
        return set(range(len(days)))
    doubting = [math.inf, *(cost if doubt else math.inf for cost, doubt in zip(costs, disputed, strict=True))]
    days = [-math.inf, *days, math.inf]  # an end on either side that contradicts nothing
    least, before = [0.0], [0]  # what the stamps up to each one cost where it is believed, and the believed one before
    for at in range(1, len(days)):
        best, previous, doubts = math.inf, 0, 0.0
        latest: float | None = None  # of those in between that fit before this one
        for earlier in reversed(range(at)):
            if doubts >= best:
                break
            if days[earlier] <= days[at] + AHEAD / DAY:
                cost = least[earlier] + doubts + _pause(days[at] - days[earlier], at - earlier)
                if cost < best and (latest is None or latest < days[earlier] - AHEAD / DAY):
                    best, previous = cost, earlier
                latest = days[earlier] if latest is None else max(latest, days[earlier])
            doubts += doubting[earlier]
        least.append(best)
        before.append(previous)
    found, last = set[int](), before[-1]
    while last:
        found.add(last - 1)
        last = before[last]
    return found


def _pause(days: float, sessions: int) -> float:
    """What it costs that so many days lie between two believed stamps, the second so many sessions after the first."""
    return max(0.0, days - PAUSE_DAYS * sessions) if days < math.inf else 0.0


def _disputed(days: Sequence[float]) -> list[bool]:
    """Of each stamp, in days, whether it is too far ahead of a later one, or too far behind an earlier one."""
    latest = accumulate(days, max)
    earliest = reversed(list(accumulate(reversed(days), min)))
    return [max(high - day, day - low) > AHEAD / DAY for day, high, low in zip(days, latest, earliest, strict=True)]


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

"""Standby: Limber waits in the background, reminds of sessions, and offers breaks from long sitting.

Moments are local and naive, as a clock on the wall shows them. A clock that is set and a machine that slept let a
reminder that is long past go.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from typing import Literal

LOOK_S = 10.0
"""Seconds between two looks at the clock; a call comes so late at most."""
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS: Mapping[str, frozenset[int]] = {
    "day": frozenset(range(7)),
    "weekday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    **{name: frozenset({number}) for number, name in enumerate(WEEK)},
}
LATE = timedelta(minutes=10)
"""A reminder that is longer past is let go: the machine slept, or its clock was set."""
SITTING_FROM, SITTING_TO = time_of_day(9), time_of_day(17)
"""Breaks are offered between these times, on weekdays. Our own proposal; no source gives hours."""
LAST_HOUR, LAST_MINUTE = 23, 59

Call = Literal["session", "break"]


@dataclass(frozen=True, slots=True)
class Reminder:
    """Of a session, on some days of each week."""

    days: str
    """One of `DAYS`."""
    at: time_of_day


@dataclass(frozen=True, slots=True)
class Calls:
    """All that somebody wants to be called for."""

    reminders: tuple[Reminder, ...] = ()
    sitting: timedelta | None = None
    """After so long without a break; None: never."""


def parse(text: str) -> Reminder | None:
    """A reminder as it is written, such as "every weekday at 8:30"; None when it is none."""
    found = re.fullmatch(r"every (\w+) at (\d{1,2})(?::(\d\d))?", text.strip().lower())
    if not found or found[1] not in DAYS or int(found[2]) > LAST_HOUR or int(found[3] or 0) > LAST_MINUTE:
        return None
    return Reminder(found[1], time_of_day(int(found[2]), int(found[3] or 0)))


def parsed(texts: Iterable[str]) -> tuple[Reminder, ...]:
    """Each once; what cannot be read is left out."""
    return tuple(dict.fromkeys(reminder for reminder in map(parse, texts) if reminder))


def reminder_due(reminders: Iterable[Reminder], since: datetime, now: datetime) -> Reminder | None:
    """The one whose time came after `since` and not after `now`."""
    since = max(since, now - LATE)
    return next(
        (
            reminder
            for day in (since.date(), now.date())
            for reminder in reminders
            if day.weekday() in DAYS[reminder.days] and since < datetime.combine(day, reminder.at) <= now
        ),
        None,
    )


def break_due(sitting: timedelta, moved: datetime, now: datetime) -> bool:
    """Whether somebody who moved last at `moved` has sat for long."""
    working = now.weekday() in DAYS["weekday"] and SITTING_FROM <= now.time() < SITTING_TO
    return working and now - max(moved, datetime.combine(now.date(), SITTING_FROM)) >= sitting


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005 (the clock on the wall)


class Standby:
    """Looks at the clock, and calls somebody when it is time to."""

    def __init__(
        self, calls: Callable[[], Calls], call: Callable[[Call, datetime], None], now: Callable[[], datetime] = _now
    ) -> None:
        """`calls` is asked each time, as they may be changed by voice; `call` returns when it has been dealt with."""
        self._calls, self._call, self._now = calls, call, now
        self._since = self._moved = now()

    def run(self) -> None:
        """For ever."""
        while True:
            self.look()
            time.sleep(LOOK_S)

    def look(self) -> None:
        """Look at the clock once."""
        now = self._now()
        if not self._since <= now <= self._since + LATE:  # the clock was set, or the machine slept
            self._moved = now
        since, self._since = self._since, now
        wanted = self._calls()
        if reminder_due(wanted.reminders, since, now):
            self._make("session", now)
        elif wanted.sitting and break_due(wanted.sitting, self._moved, now):
            self._make("break", now)

    def _make(self, call: Call, now: datetime) -> None:
        self._call(call, now)
        self._since = self._moved = self._now()

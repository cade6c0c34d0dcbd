"""Reminders of sessions, and of breaks from long sitting: when they are due.

Moments are moments of the world, and a reminder's time is what a clock on the wall shows. So when clocks go back, a
time that comes twice calls once; when they go forward, a time that is skipped calls as long after the skip began. A
clock that is set and a machine that slept let a reminder that is long past go. One that cannot be spoken, because no
device is there just now, is tried again until then.

While nobody can say what time it is, nobody is called: a Raspberry Pi without a network starts at a time of the past.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import time as time_of_day
from typing import Literal

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS: Mapping[str, frozenset[int]] = {
    "day": frozenset(range(7)),
    "weekday": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
    **{name: frozenset({number}) for number, name in enumerate(WEEK)},
}
LATE = timedelta(minutes=10)
"""A reminder that is longer past is let go: the machine slept, or its clock was set."""
CALLED_MOST = 100
"""Reminders that are remembered as dealt with: those of several days. Raising it guards against greater changes of a
clock."""
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
    found = re.fullmatch(r"every (\w+) at ([\d:]+)", text.strip().lower())
    at = time_read(found[2]) if found and found[1] in DAYS else None
    return Reminder(found[1], at) if found and at is not None else None


def time_read(text: str) -> time_of_day | None:
    """A time of day as it is written, such as "8:30" or "8"; None when it is none."""
    found = re.fullmatch(r"([0-9]{1,2})(?::([0-9]{2}))?", text)
    if not found or int(found[1]) > LAST_HOUR or int(found[2] or 0) > LAST_MINUTE:
        return None
    return time_of_day(int(found[1]), int(found[2] or 0))


def parsed(texts: Iterable[str]) -> tuple[Reminder, ...]:
    """Each once; what cannot be read is left out."""
    return tuple(dict.fromkeys(reminder for reminder in map(parse, texts) if reminder))


def moments_due(reminders: Iterable[Reminder], since: datetime, now: datetime, zone: tzinfo | None) -> list[datetime]:
    """The moments of reminders that came after `since` and not after `now`, in a zone; None: the machine's."""
    since = max(since, now - LATE)
    days = sorted({(moment.astimezone(zone).date() + timedelta(days=by)) for moment in (since, now) for by in (-1, 0)})
    found = {
        datetime.combine(day, reminder.at, zone).astimezone(UTC)
        for day in days
        for reminder in reminders
        if day.weekday() in DAYS[reminder.days]
    }
    return sorted(moment for moment in found if since < moment <= now)


def break_due(sitting: timedelta, moved: datetime, now: datetime, zone: tzinfo | None) -> bool:
    """Whether somebody who moved last at `moved` has sat for long."""
    local = now.astimezone(zone)
    working = local.weekday() in DAYS["weekday"] and SITTING_FROM <= local.time() < SITTING_TO
    begun = datetime.combine(local.date(), SITTING_FROM, zone).astimezone(UTC)
    return working and now - max(moved, begun) >= sitting


def _now() -> datetime:
    return datetime.now(UTC)


class Reminders:
    """Looks at the clock, and calls somebody when it is time to."""

    def __init__(
        self,
        calls: Callable[[], Calls],
        call: Callable[[Call, datetime], bool],
        now: Callable[[], datetime] = _now,
        zone: tzinfo | None = None,
        believed: Callable[[], bool] = lambda: True,
    ) -> None:
        """`calls` is asked each time, as they may be changed by voice.

        `call` returns when it has been dealt with, and whether it could be spoken at all. `zone` None: the machine's.
        `believed` is asked whether the clock can be believed, until it can.
        """
        self._calls, self._call, self._now, self._zone, self._believed = calls, call, now, zone, believed
        self._set = False
        """Whether the clock can be believed; that does not end."""
        self._since = self._moved = now()
        self._called: deque[datetime] = deque(maxlen=CALLED_MOST)
        """Moments of reminders that have been dealt with: a clock that is set back brings none of them again."""
        self._waiting: datetime | None = None
        """The moment of a reminder that could not be spoken yet."""

    def look(self) -> None:
        """Look at the clock once."""
        self._set = self._set or self._believed()
        if not self._set:
            return
        now = self._now()
        if not self._since <= now <= self._since + LATE:  # the clock was set, or the machine slept
            self._moved = now
        since, self._since = self._since, now
        wanted = self._calls()
        due = [moment for moment in moments_due(wanted.reminders, since, now, self._zone) if moment not in self._called]
        self._called.extend(due)
        self._waiting = due[-1] if due else self._waiting
        if self._waiting and timedelta() <= now - self._waiting <= LATE:
            if self._make("session", now):
                self._waiting = None
        elif wanted.sitting and break_due(wanted.sitting, self._moved, now, self._zone):
            self._make("break", now)

    def _make(self, call: Call, now: datetime) -> bool:
        if not self._call(call, now.astimezone(self._zone)):
            return False
        self._since = self._moved = self._now()
        return True

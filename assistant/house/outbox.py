"""What is to be told to the house: how Limber stands now, and what has happened.

Any thread puts something in, and never waits. One thread takes it out, at the broker's speed. Of statuses only the
newest counts. Events are kept until the broker has them, up to a bound; a call for help is the last to be given up.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.house.status import Status

EVENTS_MOST = 200
"""Events that wait for a broker that is gone. A day has about ten; raised, a broker that stays away takes memory."""
HELP = "help_wanted"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event."""

    name: str
    """One of `EVENTS` in discovery.py."""
    data: Mapping[str, Any]


@dataclass
class Outbox:
    """May be used from any thread."""

    _status: Status = field(default_factory=Status)
    _told: Status | None = None
    """What the house was told last; None: nothing that it still knows."""
    _waiting: list[Happening] = field(default_factory=list)
    _lost: int = 0
    _news: threading.Condition = field(default_factory=threading.Condition)
    _closed: bool = False

    @property
    def status(self) -> Status:
        """How Limber stands."""
        with self._news:
            return self._status

    def change(self, how: Callable[[Status], Status]) -> None:
        """Let it stand otherwise; `how` gives the new status for the old one, and may not wait."""
        with self._news:
            self._status = how(self._status)
            if self._status.news(self._told):
                self._news.notify_all()

    def tell(self, happening: Happening) -> None:
        """Tell what happened."""
        with self._news:
            if len(self._waiting) >= EVENTS_MOST:
                self._give_up()
            self._waiting.append(happening)
            self._news.notify_all()

    def begin_anew(self) -> None:
        """Another connection: the house may know nothing."""
        with self._news:
            self._told = None
            self._news.notify_all()

    def wake(self) -> None:
        """Let whoever waits look again."""
        with self._news:
            self._news.notify_all()

    def close(self) -> None:
        """Nothing more comes."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    @property
    def closed(self) -> bool:
        """Whether nothing more comes."""
        return self._closed

    def take(self, wait_s: float | None, *, may_show: Callable[[], bool], room: Callable[[], int]) -> "Post":
        """What is to be sent, once there is something or the wait, in seconds, is over.

        `may_show`: whether a status may be sent now. `room`: how many events may be sent.
        """

        def ready() -> bool:
            due = may_show() and self._status.news(self._told)
            return self._closed or due or bool(self._waiting and room() > 0)

        with self._news:
            self._news.wait_for(ready, wait_s)
            events = self._waiting[: max(0, room())]
            del self._waiting[: len(events)]
            status = None
            if may_show() and self._status.news(self._told):
                status = self._told = self._status
            return Post(status, tuple(events))

    def _give_up(self) -> None:
        """Give up the oldest event that is no call for help."""
        at = next((at for at, waiting in enumerate(self._waiting) if waiting.name != HELP), 0)
        del self._waiting[at]
        self._lost += 1
        self._status = replace(self._status, lost=self._lost)


@dataclass(frozen=True, slots=True)
class Post:
    """What is to be sent now."""

    status: Status | None
    events: tuple[Happening, ...]

"""Writes what the coach records, in a thread of its own: a slow card must not hold up a sound."""

import logging
import queue
import threading
from collections.abc import Callable

from assistant.coach.person import Person
from assistant.history.store import UNKEPT, Store
from assistant.logs import noted
from assistant.words.errors import LimberError
from assistant.words.records import Forgotten, Record, SessionEnded

log = logging.getLogger(__name__)


class Recorder(threading.Thread):
    """Keeps one session. After a failure it goes on trying, and says so once."""

    def __init__(
        self,
        store: Store,
        failed: Callable[[str], None],
        undeleted: Callable[[str], None] = log.warning,
        beside: Callable[[], None] = lambda: None,
    ) -> None:
        """`failed` is told once, from this thread, in a sentence. `undeleted` is told what could not be deleted.

        `beside` deletes what is kept beside the history, and raises `LimberError`.
        """
        super().__init__(name="recorder", daemon=True)
        self._store, self._failed, self._undeleted, self._beside = store, failed, undeleted, beside
        self._said = self._forgot = False
        self._session: int | None = None
        """Its number; None while nothing of it stands in the history."""
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def record(self, at_s: float, record: Record) -> None:
        """Keep one record of the coach, made at `at_s` seconds of session time."""
        if not isinstance(record, UNKEPT):
            self._work.put(lambda: self._record(at_s, record))

    def person(self, person: Person) -> None:
        """Keep what is known of the person."""
        self._work.put(lambda: self._store.keep_person(person))

    def close(self) -> None:
        """End when all is written."""
        self._work.put(None)
        self.join()

    def run(self) -> None:
        """The thread's work."""
        while (work := self._work.get()) is not None:
            try:
                work()
            except LimberError as error:
                self._say(str(error))
            except Exception as error:  # noqa: BLE001 (what comes next is to be kept all the same)
                self._say(noted(log, "something could not be kept", error))

    def _say(self, why: str) -> None:
        if not self._said:
            self._said = True
            self._failed(why)

    def _record(self, at_s: float, record: Record) -> None:
        if isinstance(record, Forgotten):
            self._forget()
            return
        if self._session is None:
            if self._forgot and isinstance(record, SessionEnded):
                return  # nothing was done since all was deleted
            self._session = self._store.begin()
        self._store.record(self._session, at_s, record)

    def _forget(self) -> None:
        """Delete all that is remembered; when a part of it cannot be, the rest is deleted all the same."""
        self._session, self._forgot = None, True
        for forget in (self._store.forget, self._beside):
            try:
                forget()
            except LimberError as error:
                self._undeleted(str(error))

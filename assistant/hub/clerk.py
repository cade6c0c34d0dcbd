"""What a hub does with what came: it writes it into the database, and tells the speakers what is stored.

It has a thread of its own, so that a slow disk holds up nobody else. Where the database fails nothing is confirmed; it
is tried again, and then all speakers are asked for what they still have.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from assistant.files import FileError
from assistant.hub.collected import Collected
from assistant.hub.messages import FinishedSession, HubTopics, PlanAnswer, Stored, read_message, written
from assistant.hub.seen import SeenSpeaker
from assistant.logs import WarnedOnce, noted
from assistant.words.errors import LimberError

AT_A_TIME = 100
"""Sessions that are written at a time: one wait for the disk serves them all."""
CAME_MOST = 2_000
"""Messages that may wait to be written. More are passed over, and asked for again."""
LOOKS_S = 0.5
"""Seconds after which the time is looked at where nothing comes."""
TRIES_S = 5.0
"""Seconds between two tries of a database that failed. Raised, sessions stay at the speakers for longer."""
ENDS_S = 5.0
"""Seconds that may be spent at the end on what has come."""

log = logging.getLogger(__name__)


class Clerk:
    """Takes messages from any thread."""

    def __init__(
        self,
        collected: Collected,
        speaker: Callable[[str], SeenSpeaker],
        seen: Callable[[], Sequence[SeenSpeaker]],
        send: Callable[[str, str], None],
    ) -> None:
        """`speaker` gives the one of a slug, or raises `LimberError`. `send` sends a text to a topic."""
        self._collected, self._speaker, self._seen, self._send = collected, speaker, seen, send
        self._came: queue.Queue[tuple[str, str, bytes]] = queue.Queue(CAME_MOST)
        self._over, self._closing = threading.Event(), threading.Event()
        """`_over`: something was passed over because too much came."""
        self.trouble, self._tried_at, self._complain = "", 0.0, WarnedOnce(log)
        """`trouble`: what is wrong with the database now; empty: nothing."""
        self._thread = threading.Thread(target=self._run, name="clerk", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Write what has come, and end."""
        self._closing.set()
        self._thread.join(ENDS_S)

    def put(self, kind: str, slug: str, payload: bytes = b"") -> None:
        """Something came from a speaker: "about", "session" or "answer". It waits for nothing."""
        try:
            self._came.put_nowait((kind, slug, payload))
        except queue.Full:
            self._over.set()

    def _run(self) -> None:
        while not self._closing.is_set() or not self._came.empty():
            try:
                self._serve(self._gather())
                if self.trouble and time.monotonic() - self._tried_at >= TRIES_S:
                    self._tried_at = time.monotonic()
                    self._collected.check()
                    self.trouble = ""
                    log.warning("the hub's database can be used again")
                    self._ask_all()
                if self._over.is_set() and self._came.empty():
                    self._over.clear()
                    self._ask_all()
            except LimberError as error:
                self._fail(str(error))
            except Exception as error:  # noqa: BLE001 (what comes next is to be kept all the same)
                noted(log, "the hub could not serve a message", error)

    def _gather(self) -> Sequence[tuple[str, str, bytes]]:
        """What came, up to so much at a time; waits a little for the first of it."""
        found = []
        try:
            found.append(self._came.get(timeout=LOOKS_S))
            while len(found) < AT_A_TIME:
                found.append(self._came.get_nowait())
        except queue.Empty:
            pass
        return found

    def _serve(self, messages: Sequence[tuple[str, str, bytes]]) -> None:
        sessions: dict[str, list[FinishedSession]] = {}
        for kind, slug, payload in messages:
            try:
                device = self._speaker(slug).about.device
                if kind == "session":
                    sessions.setdefault(slug, []).append(_session_of(device, payload))
                elif kind == "answer":
                    self._collected.answered(device, read_message(payload, PlanAnswer))
                else:
                    self._ask(slug, device)
            except FileError as error:
                self._fail(str(error))
            except LimberError as error:
                self._complain(f"what came from '{slug}' is passed over: {error}")
        if sessions:
            self._store(sessions)

    def _store(self, sessions: Mapping[str, Sequence[FinishedSession]]) -> None:
        kept = set(self._collected.keep([session for several in sessions.values() for session in several]))
        for slug, several in sessions.items():
            if done := tuple(session.id for session in several if session.id in kept):
                self._send(HubTopics(slug).stored, written(Stored(done)))

    def _ask(self, slug: str, device: str) -> None:
        """Ask a speaker for what it still has, and send it the plans that it has not answered."""
        topics = HubTopics(slug)
        self._send(topics.wants, "")
        for plan in self._collected.unanswered(device):
            self._send(topics.plan, written(plan))

    def _ask_all(self) -> None:
        for speaker in self._seen():
            self._send(HubTopics(speaker.slug).wants, "")

    def _fail(self, trouble: str) -> None:
        if not self.trouble:
            self._tried_at = time.monotonic()
            log.warning("%s; the speakers keep their sessions until it can be used again", trouble)
        self.trouble = trouble


def _session_of(device: str, payload: bytes) -> FinishedSession:
    """A session of this speaker. Raises `LimberError`."""
    session = read_message(payload, FinishedSession)
    if not session.id.startswith(f"{device}-"):
        raise LimberError("it is a session of another speaker")
    return session

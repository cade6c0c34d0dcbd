"""A clinic's hub at its broker: it shows the speakers that allow it, sends plans to them and collects their sessions.

paho's thread only notes what comes. The clerk writes it into the database and tells the speakers what is stored: only
then do they forget that it was to be sent.
"""

import logging
import secrets
import socket
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.content.household import HouseSettings
from assistant.content.plans import PLAN_MOST
from assistant.house.client import CONNECTS_S, KEEPALIVE_S, RETRY_S, client_of, leave, refusal, try_broker, unreached
from assistant.house.discovery import ONLINE, Topics
from assistant.hub.clerk import Clerk
from assistant.hub.collected import Collected
from assistant.hub.messages import (
    HERE,
    MESSAGE_MOST,
    TEXT_MOST,
    About,
    HubHere,
    HubTopics,
    read_message,
    whose,
    written,
)
from assistant.hub.seen import SeenSpeaker, state_of
from assistant.logs import WarnedOnce, noted
from assistant.words.errors import LimberError

SPEAKERS_MOST = 20_000
"""Speakers that are shown; a broker that tells of more is not believed."""
SETTLES_S = 1.0
"""Seconds for which a hub looks whether another one is there."""

log = logging.getLogger(__name__)


@dataclass
class _Connection:
    """What is known of the connection; paho's thread writes it."""

    connected: threading.Event = field(default_factory=threading.Event)
    refused: str = ""
    other: HubHere | None = None
    """Another hub at the broker."""


class Hub:
    """The hub, while it is there. Any thread may use it."""

    def __init__(self, settings: HouseSettings, collected: Collected) -> None:
        """Raises `LimberError` where the package is missing, or the password cannot be read."""
        self._settings, self._collected = settings, collected
        self._me = HubHere(secrets.token_hex(8), socket.gethostname()[:TEXT_MOST])
        self._seen: dict[str, SeenSpeaker] = {}
        self._lock = threading.Lock()
        self._clerk = Clerk(collected, self._speaker, self.seen, self._send)
        self._link, self._begun, self._closing = _Connection(), False, threading.Event()
        self._complain = WarnedOnce(log)
        client = self._client = client_of(settings, f"limber-hub-{self._me.hub}")
        client.reconnect_delay_set(*RETRY_S)
        client.will_set(HERE, "", qos=1, retain=True)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
        client.on_connect_fail, client.on_message = self._on_connect_fail, self._on_message

    def start(self) -> None:
        """Connect, and begin. Raises `LimberError` where the broker refuses, or another hub is there."""
        try_broker(self._settings)
        self._client.connect_async(self._settings.host, self._settings.port, KEEPALIVE_S)
        self._client.loop_start()
        if not self._link.connected.wait(CONNECTS_S):
            leave(self._client)
            raise LimberError(self._link.refused or f"the broker {self._settings.host} does not answer")
        self._closing.wait(SETTLES_S)
        if other := self._link.other:
            leave(self._client)
            raise LimberError(f"another hub is at this broker already, on the machine {other.host}; end that one first")
        self._begun = True
        self._greet()
        self._clerk.start()

    def close(self) -> None:
        """Write what has come, and go."""
        self._closing.set()
        if self._begun:
            self._clerk.close()
            if self._link.connected.is_set() and not self.gone:
                self._client.publish(HERE, "", qos=1, retain=True)
        leave(self._client)

    @property
    def trouble(self) -> str:
        """What is wrong now, in a sentence; empty: nothing."""
        return self.gone or self._clerk.trouble or ("" if self._link.connected.is_set() else self._no_broker())

    @property
    def gone(self) -> str:
        """Why this hub has to end; empty: it need not."""
        other = self._link.other
        came = self._begun and other is not None and other.hub < self._me.hub
        return (
            f"another hub has come to this broker, on the machine {other.host}; this one ends" if came and other else ""
        )

    def seen(self) -> Sequence[SeenSpeaker]:
        """The speakers that allow it, by name."""
        with self._lock:
            return sorted(self._seen.values(), key=lambda speaker: (speaker.about.name.lower(), speaker.slug))

    def belongs(self, slug: str, patient: str | None) -> None:
        """Let a speaker belong to somebody from now on; None: to nobody. Raises `LimberError`."""
        self._collected.belongs(self._speaker(slug).about.device, patient)
        self._send(HubTopics(slug).wants, "")

    def send_plan(self, slug: str, name: str, text: str) -> None:
        """Send a plan to a speaker; it is sent again until it is answered. Raises `LimberError`."""
        if len(text) > PLAN_MOST or len(written({"text": text}).encode()) > MESSAGE_MOST - 100:
            raise LimberError(f"a plan that is sent has at most {PLAN_MOST} characters")
        plan = self._collected.offer(self._speaker(slug).about.device, name, text)
        self._send(HubTopics(slug).plan, written(plan))

    def _send(self, topic: str, text: str) -> None:
        self._client.publish(topic, text, qos=1)

    def _speaker(self, slug: str) -> SeenSpeaker:
        with self._lock:
            if slug not in self._seen:
                raise LimberError("this speaker does not allow it any more")
            return self._seen[slug]

    def _no_broker(self) -> str:
        return self._link.refused or f"the broker {self._settings.host} is gone; the speakers keep what they have"

    # What follows runs in paho's thread.

    def _greet(self) -> None:
        self._client.publish(HERE, written(self._me), qos=1, retain=True)

    def _on_connect(self, client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            self._link.refused = refusal(self._settings, code)
            return
        self._link.refused = ""
        every = HubTopics("+")
        for topic in (HERE, every.about, every.session, every.answer):
            client.subscribe(topic, qos=1)
        self._link.connected.set()
        if self._begun:
            self._greet()

    def _on_disconnect(self, *_: Any) -> None:
        if self._link.connected.is_set() and not self._closing.is_set():
            log.warning("%s", self._no_broker())
        self._link.connected.clear()

    def _on_connect_fail(self, _client: Any, _data: Any) -> None:
        if isinstance(error := sys.exception(), Exception):
            self._link.refused = unreached(self._settings, error)

    def _on_message(self, _client: Any, _data: Any, message: Any) -> None:
        try:
            self._take(message.topic, message.payload, kept=message.retain)
        except LimberError as error:
            self._complain(str(error))
        except UnicodeDecodeError:
            self._complain("a message came to a topic that is no text")
        except Exception as error:  # noqa: BLE001 (the next message is to be taken all the same)
            noted(log, "a message could not be taken", error)

    def _take(self, topic: str, payload: bytes, *, kept: bool) -> None:
        if topic == HERE:
            self._meet(payload)
            return
        if topic.count("/") == 2:
            self._note_state(topic, payload)
            return
        slug, kind = whose(topic)
        if kind == "about":
            self._note_about(slug, payload)
        elif kind in ("session", "answer") and not kept:
            self._clerk.put(kind, slug, payload)

    def _meet(self, payload: bytes) -> None:
        """Somebody tells that a hub is there, or that none is."""
        if payload:
            found = read_message(payload, HubHere)
            self._link.other = None if found == self._me else found
            if self._begun and self._link.other and not self.gone:
                self._greet()  # the other one leaves
        elif self._begun and not self._closing.is_set():
            self._greet()  # the broker has let our last connection go
        else:
            self._link.other = None

    def _note_about(self, slug: str, payload: bytes) -> None:
        topics = Topics(slug)
        if not payload:
            with self._lock:
                self._seen.pop(slug, None)
            self._client.unsubscribe([topics.state, topics.available])
            return
        about = read_message(payload, About)
        with self._lock:
            before = self._seen.get(slug)
            if before is None and len(self._seen) >= SPEAKERS_MOST:
                raise LimberError(f"more than {SPEAKERS_MOST} speakers are told of; the rest is passed over")
            self._seen[slug] = replace(before, about=about) if before else SeenSpeaker(slug, about)
        if before is None:
            self._client.subscribe([(topics.state, 0), (topics.available, 1)])
        self._clerk.put("about", slug)

    def _note_state(self, topic: str, payload: bytes) -> None:
        _, slug, kind = topic.split("/")
        with self._lock:
            if found := self._seen.get(slug):
                now = state_of(payload) if kind == "state" else None
                self._seen[slug] = (
                    replace(found, online=payload == ONLINE.encode()) if now is None else replace(found, state=now)
                )

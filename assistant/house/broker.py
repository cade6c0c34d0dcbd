"""The connection to the broker, by paho-mqtt. Nothing here may hold up a session.

paho's thread connects, and connects again. A second thread, `house`, hands it what the outbox has. Whoever puts
something into the outbox waits for neither of them.
"""

import json
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.content.household import HouseSettings
from assistant.house.client import KEEPALIVE_S, RETRY_S, client_of, leave, refusal, unreached
from assistant.house.discovery import OFFLINE, ONLINE, Topics
from assistant.house.outbox import Outbox
from assistant.house.status import Status
from assistant.logs import WarnedOnce, noted

SHOWS_S = 1.0
"""Seconds between two statuses. Lowered, the broker is told more often."""
UNDER_WAY_MOST = 10
"""Events that may be under way to the broker at a time."""
GOODBYE_S = 2.0
"""Seconds that the last messages may take when the program ends."""

log = logging.getLogger(__name__)
Take = Callable[[str, bytes], None]
"""Takes the key of an order and what was sent; it is called by paho's thread, and may not wait."""


@dataclass(frozen=True, slots=True)
class Alongside:
    """What goes over the same connection beside the house. All of it is called by paho's thread, and may not wait."""

    kept: Callable[[], Mapping[str, str]] = dict
    """topic -> what the broker is to keep there; it is told at each connection."""
    topics: tuple[str, ...] = ()
    """What is subscribed to."""
    joined: Callable[[], None] = lambda: None
    """There is a new connection."""
    take: Callable[[str, bytes], None] = lambda _topic, _payload: None
    """Takes what comes to another topic than that of an order."""


class Broker:
    """The connection, while it is kept."""

    def __init__(  # noqa: PLR0913  # what is sent and taken, and how long it waits
        self,
        settings: HouseSettings,
        topics: Topics,
        outbox: Outbox,
        document: dict[str, Any],
        shown: Callable[[Status], dict[str, Any]],
        take: Take,
        beside: Alongside | None = None,
        *,
        retry_s: tuple[int, int] = RETRY_S,
        keepalive_s: int = KEEPALIVE_S,
    ) -> None:
        """`document` is what Home Assistant is told, and `shown` what is sent of a status. Raises `LimberError`."""
        self._settings, self._topics, self._outbox = settings, topics, outbox
        self._document, self._shown, self._take = json.dumps(document), shown, take
        self._beside = beside or Alongside()
        self._keepalive_s, self._connected, self._warn = keepalive_s, threading.Event(), WarnedOnce(log)
        self._shown_at = float("-inf")
        self._under_way = set[int]()
        """The numbers of the events that paho has, and the broker has not. Only the thread `house` uses it."""
        self._arrived: queue.SimpleQueue[int] = queue.SimpleQueue()
        """The numbers of all messages that the broker has, for that thread."""
        client = self._client = client_of(settings, f"limber-{topics.slug}")
        client.reconnect_delay_set(*retry_s)
        client.will_set(topics.available, OFFLINE, retain=True)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
        client.on_connect_fail = self._on_connect_fail
        client.on_message, client.on_publish = self._on_message, self._on_publish
        self._thread = threading.Thread(target=self._run, name="house", daemon=True)

    @property
    def connected(self) -> bool:
        """Whether the broker has let us in."""
        return self._connected.is_set()

    def start(self) -> None:
        """Connect, now or as soon as that is possible."""
        self._client.connect_async(self._settings.host, self._settings.port, self._keepalive_s)
        self._client.loop_start()
        self._thread.start()

    def close(self) -> None:
        """Say goodbye, where there is a connection, and end."""
        self._outbox.close()
        self._thread.join(GOODBYE_S)
        if self.connected:
            last = self._client.publish(self._topics.available, OFFLINE, retain=True)
            try:
                last.wait_for_publish(GOODBYE_S)
            except (RuntimeError, ValueError):
                log.info("the broker has gone before it was told goodbye")
        leave(self._client)

    def send(self, topic: str, text: str, *, keep: bool = False) -> bool:
        """Hand a message to the broker; returns whether there is a connection. `keep`: the broker is to keep it.

        paho sends it again over the next connection where this one breaks. It waits for nothing.
        """
        if self.connected:
            self._client.publish(topic, text, qos=1, retain=keep)
        return self.connected

    def _run(self) -> None:
        while True:
            wait_s = max(0.0, self._shown_at + SHOWS_S - time.monotonic())
            post = self._outbox.take(wait_s or None, may_show=self._may_show, room=self._room)
            try:
                self._send_status(post.status)
                for event in post.events:
                    data = json.dumps({"event_type": event.name, **event.data})
                    self._send_event(self._topics.event(event.name), data)
            except Exception as error:  # noqa: BLE001 (what comes next is to be told all the same)
                noted(log, "the house could not be told", error)
            if self._outbox.closed:
                return

    def _may_show(self) -> bool:
        return self.connected and time.monotonic() - self._shown_at >= SHOWS_S

    def _room(self) -> int:
        while not self._arrived.empty():
            self._under_way.discard(self._arrived.get())
        return UNDER_WAY_MOST - len(self._under_way) if self.connected else 0

    def _send_status(self, status: Status | None) -> None:
        if status is not None:
            self._shown_at = time.monotonic()
            self._client.publish(self._topics.state, json.dumps(self._shown(status)), retain=True)

    def _send_event(self, topic: str, data: str) -> None:
        """Hand an event to paho, which keeps it until the broker has it, also over another connection."""
        self._under_way.add(self._client.publish(topic, data, qos=1).mid)

    def _on_connect(self, client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            self._warn(refusal(self._settings, code))
            return
        self._warn.forget()
        log.info("the house is connected")
        client.subscribe(self._topics.orders, qos=1)
        client.publish(self._topics.config, self._document, retain=True)
        client.publish(self._topics.available, ONLINE, retain=True)
        for topic in self._beside.topics:
            client.subscribe(topic, qos=1)
        for topic, text in self._beside.kept().items():
            client.publish(topic, text, qos=1, retain=True)
        self._shown_at = float("-inf")
        self._connected.set()
        self._outbox.begin_anew()
        self._beside.joined()

    def _on_connect_fail(self, _client: Any, _data: Any) -> None:
        """Paho calls this while it deals with the error that a connection ended with."""
        if isinstance(error := sys.exception(), Exception):
            self._warn(unreached(self._settings, error))

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if self.connected:
            log.warning("the house is disconnected: %s", code)
        self._connected.clear()

    def _on_publish(self, _client: Any, _data: Any, number: int, _code: Any, _properties: Any) -> None:
        self._arrived.put(number)
        self._outbox.wake()

    def _on_message(self, _client: Any, _data: Any, message: Any) -> None:
        """An order. One that the broker kept from earlier is none: it would begin a session at each connection."""
        try:
            key = self._topics.key(message.topic)
        except UnicodeDecodeError:
            return
        if message.retain:
            return
        try:
            if key is None:
                self._beside.take(message.topic, message.payload)
            else:
                self._take(key, message.payload)
        except Exception as error:  # noqa: BLE001 (the next order is to be taken all the same)
            noted(log, "an order of the house could not be taken", error)

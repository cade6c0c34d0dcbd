"""The connection to the broker, by paho-mqtt. Nothing here may hold up a session.

paho's thread connects, and connects again. A second thread, `house`, hands it what the outbox has. Whoever puts
something into the outbox waits for neither of them.
"""

import json
import logging
import queue
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.content.household import HouseSettings
from assistant.files import FileError, read_text
from assistant.house.discovery import OFFLINE, ONLINE, Topics
from assistant.house.outbox import Outbox
from assistant.house.status import Status
from assistant.logs import noted
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

MISSING = "the house needs the package paho-mqtt; install it with: {how}"
PACKET_MOST = 65536
"""Bytes of a message that are taken in. A broker that sends more is left, so that it cannot fill the memory."""
UNFINISHED_MOST = 20
"""Messages that a broker may begin to deliver and not finish, as MQTT allows with QoS 2, which we never ask for."""
SHOWS_S = 1.0
"""Seconds between two statuses. Lowered, the broker is told more often."""
UNDER_WAY_MOST = 10
"""Events that may be under way to the broker at a time."""
CONNECTS_S = 5.0
"""Seconds that a broker may take to answer. Raised, a broker that is gone is noticed later."""
KEEPALIVE_S = 20
"""Seconds of silence after which it is asked whether the broker is still there, as MQTT has it."""
RETRY_S = (1, 60)
"""The first pause before it is connected again, in seconds, and the longest; each is twice the one before."""
GOODBYE_S = 2.0
"""Seconds that the last messages may take when the program ends."""

log = logging.getLogger(__name__)
Take = Callable[[str, bytes], None]
"""Takes the key of an order and what was sent; it is called by paho's thread, and may not wait."""


def client_of(settings: HouseSettings, client_id: str) -> Any:
    """A client that is not connected yet. Raises `LimberError`."""
    client_class = _client_class()
    client = client_class(client_id)
    client.connect_timeout = CONNECTS_S
    if settings.user:
        client.username_pw_set(settings.user, _password(settings.password_file))
    if settings.ca_file:
        path = Path(settings.ca_file).expanduser()
        read_text(path)
        try:
            client.tls_set(ca_certs=str(path))
        except (OSError, ssl.SSLError) as error:
            raise FileError(f"{path}: this holds no certificates that can be read") from error
    return client


def _client_class() -> Any:
    try:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion
    except ImportError as error:
        raise LimberError(MISSING.format(how=how_to_add("'paho-mqtt>=2'", "python3-paho-mqtt"))) from error

    class BoundedClient(Client):
        """A client that leaves a broker which sends too much at a time."""

        def __init__(self, client_id: str) -> None:
            super().__init__(CallbackAPIVersion.VERSION2, client_id)

        def _sock_recv(self, bufsize: int) -> bytes:
            """Read as paho does; it asks for a whole message at a time. No bytes mean that the broker has gone."""
            if bufsize > PACKET_MOST or len(self._in_messages) > UNFINISHED_MOST:
                log.warning("the broker sends too much at a time; I leave it")
                return b""
            return bytes(super()._sock_recv(bufsize))

    return BoundedClient


def _password(name: str) -> str | None:
    """The password in a file, without the end of its line. Raises `FileError`."""
    return read_text(Path(name).expanduser()).strip("\r\n") if name else None


def try_broker(settings: HouseSettings) -> None:
    """Whether the broker answers and lets us in. Raises `LimberError` with why not."""
    client, answered, refused = client_of(settings, f"limber-{settings.slug}-doctor"), threading.Event(), [""]

    def connected(_client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        refused[0] = str(code) if code.is_failure else ""
        answered.set()

    client.on_connect = connected
    try:
        client.connect(settings.host, settings.port, KEEPALIVE_S)
    except (OSError, ValueError) as error:
        raise LimberError(f"the broker {settings.host} does not answer at port {settings.port}: {error}") from error
    client.loop_start()
    try:
        if not answered.wait(CONNECTS_S):
            raise LimberError(f"{settings.host} does not answer at port {settings.port} as a broker does")
        if refused[0]:
            raise LimberError(f"the broker {settings.host} refuses: {refused[0].lower()}")
    finally:
        _leave(client)


def _leave(client: Any) -> None:
    """Disconnect; twice, as paho's thread may just have connected again."""
    client.disconnect()
    client.loop_stop()
    client.disconnect()


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
        *,
        retry_s: tuple[int, int] = RETRY_S,
        keepalive_s: int = KEEPALIVE_S,
    ) -> None:
        """`document` is what Home Assistant is told, and `shown` what is sent of a status. Raises `LimberError`."""
        self._settings, self._topics, self._outbox = settings, topics, outbox
        self._document, self._shown, self._take = json.dumps(document), shown, take
        self._keepalive_s, self._connected, self._refused = keepalive_s, threading.Event(), ""
        self._shown_at = float("-inf")
        self._under_way = set[int]()
        """The numbers of the events that paho has, and the broker has not. Only the thread `house` uses it."""
        self._arrived: queue.SimpleQueue[int] = queue.SimpleQueue()
        """The numbers of all messages that the broker has, for that thread."""
        client = self._client = client_of(settings, f"limber-{topics.slug}")
        client.reconnect_delay_set(*retry_s)
        client.will_set(topics.available, OFFLINE, retain=True)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
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
        _leave(self._client)

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
            if self._refused != str(code):
                self._refused = str(code)
                log.warning("the broker %s refuses: %s", self._settings.host, code)
            return
        self._refused = ""
        log.info("the house is connected")
        client.subscribe(self._topics.orders, qos=1)
        client.publish(self._topics.config, self._document, retain=True)
        client.publish(self._topics.available, ONLINE, retain=True)
        self._shown_at = float("-inf")
        self._connected.set()
        self._outbox.begin_anew()

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
        if key is None or message.retain:
            return
        try:
            self._take(key, message.payload)
        except Exception as error:  # noqa: BLE001 (the next order is to be taken all the same)
            noted(log, "an order of the house could not be taken", error)

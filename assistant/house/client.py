"""A client of paho-mqtt: made as the settings have it, bounded in what it takes in, and tried.

Whoever is connected to the broker uses this: the speaker in `broker.py`, and a clinic's hub.
"""

import logging
import ssl
import threading
from typing import Any

from assistant.content.household import HouseSettings
from assistant.files import FileError, read_text, system_reason
from assistant.paths import at_home
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

MISSING = "the house needs the package paho-mqtt; install it with: {how}"
PACKET_MOST = 65536
"""Bytes of a message that are taken in. A broker that sends more is left, so that it cannot fill the memory."""
UNFINISHED_MOST = 20
"""Messages that a broker may begin to deliver and not finish, as MQTT allows with QoS 2, which we never ask for."""
CONNECTS_S = 5.0
"""Seconds that a broker may take to answer. Raised, a broker that is gone is noticed later."""
KEEPALIVE_S = 20
"""Seconds of silence after which it is asked whether the broker is still there, as MQTT has it."""
RETRY_S = (1, 60)
"""The first pause before it is connected again, in seconds, and the longest; each is twice the one before."""

log = logging.getLogger(__name__)


class _ClosedWhenRefused(ssl.SSLSocket):
    """A socket that is closed at once where the other side cannot be trusted; paho would leave it open."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 (it is the library's)
        try:
            super().do_handshake(block)
        except OSError:
            self.close()
            raise


def client_of(settings: HouseSettings, client_id: str) -> Any:
    """A client that is not connected yet. Raises `LimberError`."""
    client_class = _client_class()
    client = client_class(client_id)
    client.connect_timeout = CONNECTS_S
    if settings.user:
        client.username_pw_set(settings.user, _password(settings.password_file))
    if settings.ca_file:
        path = at_home(settings.ca_file)
        read_text(path)
        try:
            trusts = ssl.create_default_context(cafile=str(path))
        except (OSError, ssl.SSLError) as error:
            raise FileError(f"{path}: this holds no certificates that can be read") from error
        trusts.sslsocket_class = _ClosedWhenRefused
        client.tls_set_context(trusts)
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
    return read_text(at_home(name)).strip("\r\n") if name else None


def unreached(settings: HouseSettings, error: Exception) -> str:
    """Why the broker could not be reached, in a sentence. `error` is what the connection ended with."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the broker {settings.host} shows a certificate that {settings.ca_file} does not vouch for: "
            f"{error.verify_message}; nothing was sent"
        )
    if isinstance(error, ssl.SSLError):
        return f"the broker {settings.host} does not speak TLS at port {settings.port}: {error.reason or error}"
    why = system_reason(error) if isinstance(error, OSError) else str(error)
    return f"the broker {settings.host} does not answer at port {settings.port}: {why}"


def refusal(settings: HouseSettings, code: Any) -> str:
    """That the broker does not let us in, in a sentence. `code` is paho's reason, of MQTT 3.1.1 or 5."""
    return f"the broker {settings.host} refuses: {str(code).lower()}"


def try_broker(settings: HouseSettings) -> None:
    """Whether the broker answers and lets us in. Raises `LimberError` with why not."""
    client, answered, refused = client_of(settings, f"limber-{settings.slug}-doctor"), threading.Event(), [""]

    def connected(_client: Any, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        refused[0] = refusal(settings, code) if code.is_failure else ""
        answered.set()

    client.on_connect = connected
    try:
        client.connect(settings.host, settings.port, KEEPALIVE_S)
    except (OSError, ValueError) as error:
        raise LimberError(unreached(settings, error)) from error
    client.loop_start()
    try:
        if not answered.wait(CONNECTS_S):
            raise LimberError(f"{settings.host} does not answer at port {settings.port} as a broker does")
        if refused[0]:
            raise LimberError(refused[0])
    finally:
        leave(client)


def leave(client: Any) -> None:
    """Disconnect; twice, as paho's thread may just have connected again."""
    client.disconnect()
    client.loop_stop()
    client.disconnect()

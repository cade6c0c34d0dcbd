"""Tells the manager of services (systemd) how this program is: it is ready, it lives, it ends.

That is one datagram to the socket in `NOTIFY_SOCKET` for each message. Where there is no such socket, somebody started
the program by hand, and nobody is told. A message that cannot be delivered is let go: the manager notices a missing one
by itself.
"""

import logging
import socket
from collections.abc import MutableMapping
from dataclasses import dataclass

from assistant.words.units import Seconds

ADDRESS = "NOTIFY_SOCKET"
"""The environment variable that names the socket; a name that begins with "@" is no file."""
LIMIT = "WATCHDOG_USEC"
"""The environment variable with the microseconds after which a silent program is restarted."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notifier:
    """The way to the manager of services."""

    address: str = ""
    """Of its socket; empty: there is no manager."""
    limit: Seconds | None = None
    """The manager restarts a program that it has heard nothing of for so long; None: it never does."""

    @property
    def watched(self) -> bool:
        """Whether a manager restarts this program when it says nothing."""
        return bool(self.address) and self.limit is not None

    def ready(self) -> None:
        """The program has begun its work; from now on it is watched."""
        self._send("READY=1")

    def alive(self) -> None:
        """The program does its work."""
        self._send("WATCHDOG=1")

    def stopping(self) -> None:
        """The program ends, as it was asked to."""
        self._send("STOPPING=1")

    def status(self, text: str) -> None:
        """What it does at the moment, in one sentence."""
        self._send(f"STATUS={' '.join(text.split())}")

    def begins_longer(self, wait: Seconds) -> None:
        """The program is still beginning, and needs so many seconds more at least."""
        self._send(f"EXTEND_TIMEOUT_USEC={round(wait * 1e6)}")

    def _send(self, message: str) -> None:
        if not self.address:
            return
        name = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
                way.setblocking(False)  # a manager that stands still must not hold up the coach
                way.sendto(message.encode(), name)
        except (OSError, ValueError) as error:
            log.warning("the manager of services cannot be told %s: %s", message, error)


def notifier(environment: MutableMapping[str, str]) -> Notifier:
    """The way to the manager that started this program.

    It is taken out of the environment, so that no program which we start speaks for us.
    """
    address, limit = environment.pop(ADDRESS, ""), environment.pop(LIMIT, "")
    environment.pop("WATCHDOG_PID", None)
    if address and address[0] not in "/@":
        log.warning("the manager of services cannot be told anything: %s is '%s'", ADDRESS, address)
        address = ""
    return Notifier(address, Seconds(int(limit) / 1e6) if limit.isdecimal() and int(limit) else None)

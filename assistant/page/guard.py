"""Who may talk to the page: a browser on this machine, or, where the page is in the network, one that was paired.

A page of somebody else that the same browser shows must not press a button here. So the names in `Host` and `Origin`
are checked (which also stops DNS rebinding), and all that is sent carries a cookie that only our own page sends. The
cookie of a browser on this machine is given to whoever loads the page here. One in the network gets its own when it has
sent the code that Limber said aloud.
"""

import ipaddress
import secrets
from dataclasses import dataclass, field

HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""How this machine calls itself."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'{styles}; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer; {styles} are the hashes of style elements that the page has."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as the request has it."""

    client: str = ""
    """Their address."""
    server: str = ""
    """Ours, as they reached it."""
    host: str = ""
    origin: str | None = None
    cookie: str = ""

    @property
    def local(self) -> bool:
        """Whether it is a browser on this machine."""
        return _is_loopback(self.client)


@dataclass
class Guard:
    """Of one run of the page."""

    port: int
    network: bool = False
    """Whether others in the network may be paired."""
    secure: bool = False
    """Whether it is reached by TLS."""
    names: tuple[str, ...] = ()
    """What others in the network call this machine."""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    """The value of the cookie of browsers on this machine."""
    paired: set[str] = field(default_factory=set)
    """The cookies of the others."""

    @property
    def cookie(self) -> str:
        """The name of the cookie; a browser keeps one for all ports of a machine, and so each port has its own."""
        return f"limber-{self.port}"

    def strange(self, caller: Caller) -> str:
        """Why somebody may not ask at all, whatever their cookie; empty where they may."""
        if not self.network and not caller.local:
            return "this page is only for this machine"
        hosts = {f"{host}:{self.port}" for host in self._hosts(caller)}
        if caller.host.lower() not in hosts:
            return "this page is only for this machine"
        scheme = "https://" if self.secure else "http://"
        if caller.origin is not None and caller.origin.lower() not in {f"{scheme}{host}" for host in hosts}:
            return "another page may not do that"
        return ""

    def knows(self, caller: Caller) -> bool:
        """Whether their cookie is one of ours."""
        known = {self.token} if caller.local else self.paired
        return any(secrets.compare_digest(caller.cookie.encode(), each.encode()) for each in known)

    def let_in(self, caller: Caller) -> str:
        """A cookie for somebody who may come in: who is on this machine, or was paired just now."""
        if caller.local:
            return self.token
        token = secrets.token_urlsafe(32)
        self.paired.add(token)
        return token

    def _hosts(self, caller: Caller) -> set[str]:
        found = set(HOSTS) if caller.local else set()
        if self.network:
            found |= {name.lower() for name in self.names}
            found.add(f"[{caller.server}]" if ":" in caller.server else caller.server)
        return found


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

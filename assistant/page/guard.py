"""Who may talk to the page: only a browser on this machine that has loaded it from here.

A page of somebody else that the same browser shows must not press a button here. So the names in `Host` and `Origin`
are checked (which also stops DNS rebinding), and every press carries a cookie that only our own page sends.
"""

import secrets
from collections.abc import Mapping

COOKIE = "limber"
HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""How this machine calls itself."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer."""


class Guard:
    """Of one run of the page."""

    def __init__(self, port: int) -> None:
        self._hosts = {f"{host}:{port}" for host in HOSTS}
        self.token = secrets.token_urlsafe(32)
        """The value of the cookie."""

    def refuses(self, headers: Mapping[str, str], cookies: Mapping[str, str], *, known: bool) -> str:
        """Why a request is refused; empty where it is not. `known`: only a browser that has loaded the page may."""
        if headers.get("host", "") not in self._hosts:
            return "this page is only for this machine"
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return "another page may not do that"
        if known and not secrets.compare_digest(cookies.get(COOKIE, "").encode(), self.token.encode()):
            return "load the page first"
        return ""

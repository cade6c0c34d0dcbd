"""What stands behind an address of the page: a door, what comes to it, and what it answers."""

import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.words.errors import LimberError

BODY_MOST = 4096
"""Bytes that are read of what is sent, where a door does not say more."""
KINDS = {"css": "text/css", "js": "text/javascript", "html": "text/html"}


class RefusedError(LimberError):
    """What was asked for cannot be had; the status is HTTP's."""

    def __init__(self, message: str, status: int = 400, told: Mapping[str, Any] | None = None) -> None:
        """`told`: what else the page is to know."""
        super().__init__(message)
        self.status, self.told = status, told or {}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What comes to a door."""

    name: str = ""
    """What stands in the address in the place of `{name}`."""
    data: Any = None
    """What was sent, read from JSON."""
    tag: str = ""
    """The version that is to be there still; empty: none was named."""
    new: bool = False
    """Whether nothing may be there yet."""
    client: str = ""
    """The address of who asks."""
    closing: Callable[[], bool] = lambda: False
    """Whether the page is being closed, so that what is endless ends."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered."""

    body: str | bytes | Mapping[str, Any] | AsyncIterator[str]
    """A mapping is sent as JSON; an iterator as server-sent events."""
    kind: str = "text/html"
    """The kind of a text."""
    status: int = 200
    tag: str = ""
    """The version of what is sent."""
    styles: tuple[str, ...] = ()
    """What stands in style elements of a page of HTML; nothing else may stand in any."""
    to: str = ""
    """The address that is to be loaded in its place."""
    pairs: bool = False
    """Whether the browser that asks is let in from now on."""


@dataclass(frozen=True, slots=True)
class Door:
    """One address. `does` may raise `LimberError`; a `RefusedError` says with which status."""

    path: str
    does: Callable[[Inquiry], Reply]
    method: Literal["GET", "POST", "PUT"] = "GET"
    body_most: int = BODY_MOST
    """Bytes that are read of what is sent."""
    quick: bool = False
    """Whether it waits for nothing, so that all that comes to it keeps its order."""
    page: bool = False
    """Whether it is a page that is loaded: it lets in a browser on this machine, and leads any other to be paired."""
    letting_in: bool = False
    """Whether it is open to a browser that was not let in yet, so that it can be: it may show nothing of the person."""


def version(text: str | bytes) -> str:
    """The tag of what stands in a file: another one wherever anything else stands in it."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()[:32]

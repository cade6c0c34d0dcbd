"""The page's server: starlette and uvicorn, in a thread of its own. What it shows stands behind doors.

Without a setting it is reached from this machine alone. Whatever comes is looked at in this order: who asks, whether
they ask too often, whether they were let in, how much they send, and whether it can be read.
"""

import base64
import errno
import hashlib
import json
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.content.fields import MAX_DEPTH
from assistant.files import system_reason
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.guard import HEADERS, Caller, Guard
from assistant.page.limits import Pace
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError
from assistant.words.wire import read_json

LOOPBACK, EVERYWHERE = ("127.0.0.1", "::1"), ("0.0.0.0", "::")  # noqa: S104 (only where the settings ask for it)
"""Addresses of IPv4 and of IPv6."""
WITHOUT = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT})
"""What a machine without IPv6 says of its addresses."""
BEGINS_S = 10.0
"""Seconds that the server may take to begin."""
AT_A_TIME = 80
"""Connections at a time. Raised, a program that opens more and more of them takes more of the machine."""
PAIR = "/pair"
"""The page on which a browser in the network is let in."""
MISSING = "the page needs the packages starlette and uvicorn; install them with: {how}"

log = logging.getLogger(__name__)


class Page:
    """The page, while it is served."""

    def __init__(self, doors: Sequence[Door], guard: Guard, certificate: tuple[Path, Path] | None = None) -> None:
        """`certificate`: its file and its key's. Raises `LimberError` where the packages are missing."""
        self._doors, self._guard, self._pace = doors, guard, Pace(time.monotonic)
        uvicorn = _package()
        from assistant.page.yielding import Yielding

        self.app = self._asgi()
        """What answers requests, as ASGI has it."""
        secured = {"ssl_certfile": str(certificate[0]), "ssl_keyfile": str(certificate[1])} if certificate else {}
        config = uvicorn.Config(  # h11 bounds what is read before a request is whole, and httptools does not
            self.app, http=Yielding, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none",
            proxy_headers=False, timeout_graceful_shutdown=1, limit_concurrency=AT_A_TIME, **secured,
        )  # fmt: skip
        try:
            config.load()
        except OSError as error:
            raise LimberError(f"{certificate and certificate[0]}: this certificate cannot be used: {error}") from error
        self._server = uvicorn.Server(config)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="page", daemon=True)

    @property
    def address(self) -> str:
        """Where it is."""
        name = self._guard.names[-1] if self._guard.network and self._guard.names else "localhost"
        return f"http{'s' if self._guard.secure else ''}://{name}:{self._guard.port}/"

    def start(self) -> None:
        """Begin to serve. Raises `LimberError` where the port is taken, or the server does not come."""
        self._sockets = listening(EVERYWHERE if self._guard.network else LOOPBACK, self._guard.port)
        self._thread.start()
        for _ in range(int(BEGINS_S / 0.05)):
            if self._server.started or not self._thread.is_alive():
                break
            self._thread.join(0.05)
        if not self._server.started:
            self.close()
            raise LimberError("the page cannot be shown: its server did not begin in time; try again")

    def close(self) -> None:
        """Serve no longer."""
        self._closing = True
        self._server.should_exit = True
        self._thread.join(timeout=3)
        for each in self._sockets:
            each.close()

    def _run(self) -> None:
        try:
            self._server.run(self._sockets)
        except Exception:
            log.exception("the page has ended")

    def _asgi(self) -> Any:
        from starlette.applications import Starlette
        from starlette.routing import Route

        return Starlette(routes=[Route(door.path, self._endpoint(door), methods=[door.method]) for door in self._doors])

    def _endpoint(self, door: Door) -> Any:
        async def answers(request: Any) -> Any:
            caller, lets_in = self._caller(request), False
            try:
                refused = self._refused(door, caller)
                answer = refused or await self._answer(door, caller, request)
                lets_in = answer.pairs or (refused is None and door.page and caller.local)
            except RefusedError as error:
                answer = _told(str(error), error.status, error.told)
            except LimberError as error:
                answer = _told(str(error))
            found = _response(answer)
            if lets_in:
                cookie, secure = self._guard.let_in(caller), self._guard.secure
                found.set_cookie(self._guard.cookie, cookie, httponly=True, samesite="strict", secure=secure)
            return found

        return answers

    def _caller(self, request: Any) -> Caller:
        headers, client, server = request.headers, request.client, request.scope.get("server")
        return Caller(
            client=client.host if client else "",
            server=str(server[0]).partition("%")[0] if server else "",  # no browser sends the zone of IPv6
            host=headers.get("host", ""),
            origin=headers.get("origin"),
            cookie=request.cookies.get(self._guard.cookie, ""),
        )

    def _refused(self, door: Door, caller: Caller) -> Reply | None:
        """The answer to somebody who may not ask this; None where they may."""
        if why := self._guard.strange(caller):
            return _told(why, 403)
        if not self._pace.allows(caller.client):
            return _told("too many requests; wait for a moment", 429)
        if door.letting_in or self._guard.knows(caller):
            return None
        if not door.page:
            return _told("load the page first", 403)
        return None if caller.local else Reply("", to=PAIR, status=303)

    async def _answer(self, door: Door, caller: Caller, request: Any) -> Reply:
        from starlette.concurrency import run_in_threadpool

        data = None if door.method == "GET" else await _sent(request, door.body_most)
        asked = Inquiry(
            name=request.path_params.get("name", ""),
            data=data,
            tag=request.headers.get("if-match", "").strip('"'),
            new=request.headers.get("if-none-match", "") == "*",
            client=caller.client,
            closing=lambda: self._closing,
        )
        if door.quick:
            return door.does(asked)
        answer: Reply = await run_in_threadpool(door.does, asked)
        return answer


async def _sent(request: Any, most: int) -> Any:
    """What was sent, read from JSON. Raises `RefusedError`."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise RefusedError("send JSON", 415)
    from starlette.requests import ClientDisconnect

    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise RefusedError(f"at most {most} bytes", 413)
    except ClientDisconnect:
        raise RefusedError("the request broke off before all of it was here; send it again") from None
    try:
        found = read_json(body)
        json.dumps(found, ensure_ascii=False).encode()  # halves of characters cannot be written to any file
    except (ValueError, RecursionError):
        raise RefusedError("this is no JSON") from None
    if _deep(found):
        raise RefusedError("this is nested too deeply")
    return found


def _deep(found: Any) -> bool:
    """Whether it is nested so deeply that no file of ours may be."""
    level = [found]
    for _ in range(MAX_DEPTH):
        tables = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [inner for table in tables for inner in table]
    return bool(level)


def _told(why: str, status: int = 400, also: Mapping[str, Any] | None = None) -> Reply:
    return Reply({"trouble": why, **(also or {})}, status=status)


def _response(answer: Reply) -> Any:
    from starlette.responses import JSONResponse, Response, StreamingResponse

    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in answer.styles]
    styles = "".join(f" 'sha256-{each}'" for each in hashes)
    headers = {name: value.replace("{styles}", styles) for name, value in HEADERS.items()}
    headers |= {"ETag": f'"{answer.tag}"'} if answer.tag else {}
    headers |= {"Location": answer.to} if answer.to else {}
    body = answer.body
    if isinstance(body, AsyncIterator):
        return StreamingResponse(body, answer.status, headers, "text/event-stream")
    if isinstance(body, Mapping):
        return JSONResponse(body, answer.status, headers)
    return Response(body, answer.status, headers, answer.kind)


def listening(hosts: Sequence[str], port: int) -> list[socket.socket]:
    """A socket at a port of each of these addresses, which nobody else has; without IPv6, those of IPv4.

    Raises `LimberError`.
    """
    found: list[socket.socket] = []
    for host in hosts:
        try:
            found.append(_at(host, port))
        except OSError as error:
            if ":" in host and error.errno in WITHOUT:
                continue
            for each in found:
                each.close()
            why = f"the page cannot be shown at port {port} of this machine: {system_reason(error)}"
            raise LimberError(why) from error
    return found


def _at(host: str, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if found.family == socket.AF_INET6:  # the socket of IPv4 is another one
            found.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        found.bind((host, port))
    except OSError:
        found.close()
        raise
    return found


def _package() -> Any:
    try:
        import starlette  # noqa: F401 (needed by the routes)
        import uvicorn
    except ImportError as error:
        raise LimberError(
            MISSING.format(how=how_to_add("starlette uvicorn", "python3-starlette python3-uvicorn"))
        ) from error
    return uvicorn

"""The page's server: starlette and uvicorn, in a thread of its own, on this machine alone.

GET /            the page
GET /page.css    how it looks
GET /page.js     what it does
GET /news        what happens, as server-sent events
POST /press      what was pressed or typed
"""

import asyncio
import errno
import json
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from html import escape
from string import Template
from typing import Any

from assistant.files import read_bytes
from assistant.languages.language import Reader
from assistant.page.board import Board, Follower, News
from assistant.page.guard import COOKIE, HEADERS, Guard
from assistant.places import PACKAGE
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

STATIC = PACKAGE / "page" / "static"
KINDS = {"page.css": "text/css", "page.js": "text/javascript"}
LOOPBACK = "127.0.0.1"
BEAT_S = 1.0
"""Seconds between two signs of life; the page says after three that the connection is lost."""
GATHERS_S = 0.03
"""Seconds for which news is gathered before it is sent. Raised, what is said is shown later."""
BODY_MOST = 4096
"""Bytes that are read of a press."""
READERS_MOST = 20
"""Pages that may be open at a time."""
BEGINS_S = 10.0
"""Seconds that the server may take to begin."""
MISSING = "the page needs the packages starlette and uvicorn; install them with: {how}"

log = logging.getLogger(__name__)
Take = Callable[[Any], None]
"""Takes what was pressed, as it was sent. Raises `LimberError`."""


def page_text(words: Reader) -> str:
    """The page in the language of `words`."""
    text = read_bytes(STATIC / "page.html").decode()
    shown = {key: escape(value) for key, value in words.language.texts[words.file].items()}
    return Template(text).substitute(shown, lang=words.language.code)


def sent(news: News) -> str:
    """News as a server-sent event."""
    data: dict[str, Any] = {"entries": [entry.as_data() for entry in news.entries], "fresh": news.fresh}
    if news.scene is not None:
        data["scene"] = news.scene.as_data()
    if news.saying is not None:
        data["saying"] = news.saying
    return f"event: news\ndata: {json.dumps(data)}\n\n"


def listening(host: str, port: int) -> socket.socket:
    """A socket at a port, which nobody else has. Raises `LimberError`."""
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be had: {error.strerror}"
        raise LimberError(f"the page cannot be shown: port {port} of this machine {why}") from error
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


class Page:
    """The page, while it is served."""

    def __init__(self, board: Board, words: Reader, take: Take, port: int) -> None:
        """Raises `LimberError` where the packages are missing."""
        self._board, self._take, self._port = board, take, port
        self._guard, self._text = Guard(port), page_text(words)
        self._readers = 0
        uvicorn, app = _package(), self._app()
        config = uvicorn.Config(
            app, LOOPBACK, port, log_config=None, access_log=False, server_header=False, lifespan="off",
            timeout_graceful_shutdown=1, limit_concurrency=4 * READERS_MOST,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="page", daemon=True)

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://localhost:{self._port}/"

    def start(self) -> None:
        """Begin to serve. Raises `LimberError` where the port is taken, or the server does not come."""
        self._socket = listening(LOOPBACK, self._port)
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
        self._socket.close()

    def _run(self) -> None:
        try:
            self._server.run([self._socket])
        except Exception:
            log.exception("the page has ended")

    def _app(self) -> Any:
        from starlette.applications import Starlette
        from starlette.routing import Route

        routes = [Route("/", self._index), Route("/news", self._news), Route("/press", self._press, methods=["POST"])]
        routes += [Route(f"/{name}", self._static) for name in KINDS]
        return Starlette(routes=routes)

    def _refused(self, request: Any, *, known: bool = True) -> Any:
        """The answer to a request that is refused; None where it is not."""
        why = self._guard.refuses(request.headers, request.cookies, known=known)
        return _told(why, 403) if why else None

    async def _index(self, request: Any) -> Any:
        from starlette.responses import HTMLResponse

        if refused := self._refused(request, known=False):
            return refused
        answer = HTMLResponse(self._text, headers=HEADERS)
        answer.set_cookie(COOKIE, self._guard.token, httponly=True, samesite="strict")
        return answer

    async def _static(self, request: Any) -> Any:
        from starlette.responses import Response

        if refused := self._refused(request, known=False):
            return refused
        name = request.url.path.removeprefix("/")
        return Response(read_bytes(STATIC / name), media_type=KINDS[name], headers=HEADERS)

    async def _press(self, request: Any) -> Any:
        if refused := self._refused(request):
            return refused
        if not request.headers.get("content-type", "").startswith("application/json"):
            return _told("send JSON", 415)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > BODY_MOST:
                return _told(f"at most {BODY_MOST} bytes", 413)
        try:
            self._take(json.loads(body))
        except (ValueError, RecursionError):
            return _told("this is no JSON", 400)
        except LimberError as error:
            return _told(str(error), 400)
        return _told("", 200)

    async def _news(self, request: Any) -> Any:
        from starlette.responses import StreamingResponse

        if refused := self._refused(request):
            return refused
        if self._readers >= READERS_MOST:
            return _told("too many pages are open", 503)
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=HEADERS)

    async def _stream(self) -> AsyncIterator[str]:
        """All that happens from now on, until the reader goes; what they missed comes first."""
        loop, woken, follower, key = asyncio.get_running_loop(), asyncio.Event(), Follower(), object()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(woken.set)

        self._readers += 1
        self._board.follow(key, wake)
        try:
            while not self._closing:
                woken.clear()
                yield sent(self._board.news(follower))
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), BEAT_S)
                    await asyncio.sleep(GATHERS_S)
        finally:
            self._board.leave(key)
            self._readers -= 1


def _told(why: str, status: int) -> Any:
    from starlette.responses import JSONResponse

    return JSONResponse({"trouble": why}, status, headers=HEADERS)

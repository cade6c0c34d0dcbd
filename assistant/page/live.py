"""The live page: a session as it goes on.

GET /            the page
GET /news        what happens, as server-sent events
POST /press      what was pressed or typed
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from typing import Any

from assistant.languages.language import Reader
from assistant.page.board import Board, Follower, News
from assistant.page.doors import Door, Inquiry, RefusedError, Reply
from assistant.page.shell import Shell

BEAT_S = 1.0
"""Seconds between two signs of life; the page says after three that the connection is lost."""
GATHERS_S = 0.03
"""Seconds for which news is gathered before it is sent. Raised, what is said is shown later."""
AGAIN_MS = 1000
"""Milliseconds after which a browser that has lost the page tries again."""
READERS_MOST = 20
"""Pages that may be open at a time."""
Take = Callable[[Any], None]
"""Takes what was pressed, as it was sent. Raises `LimberError`."""


class Showing:
    """Shows what stands on the board, and hands on what is pressed."""

    def __init__(self, board: Board, words: Reader, take: Take) -> None:
        self._board, self._words, self._take = board, words, take
        self._readers = 0

    def doors(self, shell: Shell) -> Sequence[Door]:
        """The addresses of the live page."""
        text = shell.live(self._words)
        return (
            Door("/", lambda _asked: Reply(text), quick=True, page=True),
            Door("/news", self._news, quick=True),
            Door("/press", self._press, "POST", quick=True),
        )

    def _press(self, asked: Inquiry) -> Reply:
        self._take(asked.data)
        return Reply({"trouble": ""})

    def _news(self, asked: Inquiry) -> Reply:
        if self._readers >= READERS_MOST:
            raise RefusedError("too many pages are open", 503)
        return Reply(self._stream(asked.closing))

    async def _stream(self, closing: Callable[[], bool]) -> AsyncIterator[str]:
        """All that happens from now on, until the reader goes; what they missed comes first."""
        loop, woken, follower, key = asyncio.get_running_loop(), asyncio.Event(), Follower(), object()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(woken.set)

        self._readers += 1
        self._board.follow(key, wake)
        try:
            yield f"retry: {AGAIN_MS}\n\n"
            while not closing():
                woken.clear()
                yield sent(self._board.news(follower))
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), BEAT_S)
                    await asyncio.sleep(GATHERS_S)
        finally:
            self._board.leave(key)
            self._readers -= 1


def sent(news: News) -> str:
    """News as a server-sent event."""
    data: dict[str, Any] = {"entries": [entry.as_data() for entry in news.entries], "fresh": news.fresh}
    if news.scene is not None:
        data["scene"] = news.scene.as_data()
    if news.saying is not None:
        data["saying"] = news.saying
    return f"event: news\ndata: {json.dumps(data)}\n\n"

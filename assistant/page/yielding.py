"""What gives a newcomer a place where all are taken: the connection that has been waited for the longest.

The server answers so many connections at a time. One on which nothing is asked takes a place too, such as one that a
browser keeps, or one of a program that means to keep others out. A page that is being read is never given up.
"""

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol


class Yielding(H11Protocol):
    """A connection that knows since when its other end is waited for."""

    waits_since = 0.0
    """When it was made, or when its last answer was sent, by the clock of the loop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count the newcomer, and give up another one where it finds no place."""
        super().connection_made(cast("asyncio.Transport", transport))
        self.waits_since = self.loop.time()
        if self.limit_concurrency is None or len(self.connections) < self.limit_concurrency:
            return
        others = [other for other in self.connections if isinstance(other, Yielding) and other is not self]
        waiting = [other for other in others if other.waits and not other.transport.is_closing()]
        if waiting:
            min(waiting, key=lambda other: other.waits_since).transport.abort()

    def on_response_complete(self) -> None:
        """From now on the next request is waited for."""
        self.waits_since = self.loop.time()
        super().on_response_complete()

    @property
    def waits(self) -> bool:
        """Whether we wait for the other end: to ask, to send all of its request, or to read the answer."""
        cycle = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body or self.flow.write_paused

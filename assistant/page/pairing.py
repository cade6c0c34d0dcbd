"""Letting in a browser in the network: by six digits that Limber says aloud, and only who is in the room hears.

Whoever types the digits hears or reads them at that moment, so nobody has to remember them. A code can be tried five
times and lasts five minutes. Only a few codes are given in an hour, so that nobody can try for long.
"""

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.page.doors import RefusedError

DIGITS = 6
TRIES = 5
"""Wrong codes that end a code. Raised, it is guessed sooner."""
LASTS_S = 300.0
"""Seconds in which a code can be used. Lowered, somebody who types slowly needs another one."""
EVERY_S = 20.0
"""Seconds between two codes. Lowered, somebody in the network can make Limber speak more often."""
AN_HOUR = 6
"""Codes in an hour: at five tries each, a code is guessed once in four years of trying."""


@dataclass
class Pairing:
    """The code that lets in now, if there is one."""

    clock: Callable[[], float]
    """Seconds, monotonic."""
    _code: str = ""
    _until: float = 0.0
    _tries: int = 0
    _given: deque[float] = field(default_factory=lambda: deque(maxlen=AN_HOUR))

    def new(self) -> str:
        """Another code, to be said aloud; the last is void. Raises `RefusedError` where it is too early for one."""
        now = self.clock()
        waits = self._given[-1] + EVERY_S - now if self._given else 0.0
        if len(self._given) == AN_HOUR:
            waits = max(waits, self._given[0] + 3600 - now)
        if waits > 0:
            raise RefusedError(f"wait for {waits:.0f} seconds before you ask for another code", 429)
        self._given.append(now)
        self._code, self._until, self._tries = _digits(), now + LASTS_S, TRIES
        return self._code

    def check(self, code: str) -> None:
        """Use the code, which is void then. Raises `RefusedError` where it is another one, or there is none."""
        if not self._tries or self.clock() >= self._until:
            raise RefusedError("there is no code now; ask for a new one", 410)
        if not secrets.compare_digest(code.encode(), self._code.encode()):
            self._tries -= 1
            left = f"{self._tries} tries are left" if self._tries else "ask for a new one"
            raise RefusedError(f"this is not the code; {left}", 403)
        self._tries = 0


def _digits() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))

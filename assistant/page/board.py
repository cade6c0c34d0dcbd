"""Where the page's news is: the present scene, and all that was said and heard in this session.

The thread that performs the session writes; any number of followers follow, each at their own speed. A slow follower
misses scenes that are over, and nothing that was said; it never holds up the session.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.page.scene import Scene


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the conversation."""

    who: Literal["limber", "person"]
    text: str
    """The sentence, or the words that were heard or pressed; empty where they are not known."""
    meant: str = ""
    """What it was taken for, in words."""

    def as_data(self) -> dict[str, Any]:
        """What is sent to the page."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class News:
    """What a follower does not know yet."""

    scene: Scene | None
    """None: it is the one they know."""
    entries: tuple[Entry, ...]
    fresh: bool
    """Whether another session has begun, so that what they knew of the conversation is over."""
    saying: str | None
    """What is being said; empty: nothing. None: what they know."""


@dataclass
class Follower:
    """How far one follower has got."""

    session: int = -1
    scene: Scene | None = None
    entries: int = 0
    saying: str | None = None


@dataclass
class Board:
    """May be used from any thread."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _scene: Scene = field(default_factory=Scene)
    _entries: list[Entry] = field(default_factory=list)
    _saying: str = ""
    _session: int = 0
    _wake: dict[object, Callable[[], None]] = field(default_factory=dict)

    @property
    def scene(self) -> Scene:
        """The scene now."""
        with self._lock:
            return self._scene

    def begin(self) -> None:
        """Another session begins, and with it another conversation."""
        with self._lock:
            self._entries, self._saying, self._session = [], "", self._session + 1
        self._tell()

    def show(self, scene: Scene) -> None:
        """Show this scene from now on."""
        with self._lock:
            same = scene == self._scene
            self._scene = scene
        if not same:
            self._tell()

    def add(self, entry: Entry) -> None:
        """Add what was said or heard."""
        with self._lock:
            self._entries.append(entry)
        self._tell()

    def says(self, text: str) -> None:
        """Tell what is being said from now on."""
        with self._lock:
            self._saying = text
        self._tell()

    def has_said(self, text: str) -> None:
        """Tell that this is being said no longer; where something else is being said, that stays."""
        with self._lock:
            ended = self._saying == text
            self._saying = "" if ended else self._saying
        if ended:
            self._tell()

    def follow(self, key: object, wake: Callable[[], None]) -> None:
        """Call `wake` whenever there is news, from whichever thread has it. `wake` may not wait."""
        with self._lock:
            self._wake[key] = wake

    def leave(self, key: object) -> None:
        """Follow no longer."""
        with self._lock:
            self._wake.pop(key, None)

    def news(self, follower: Follower) -> News:
        """What a follower does not know yet; from now on they do."""
        with self._lock:
            fresh = follower.session != self._session
            if fresh:
                follower.session, follower.entries, follower.saying = self._session, 0, None
            found = News(
                scene=None if self._scene == follower.scene else self._scene,
                entries=tuple(self._entries[follower.entries :]),
                fresh=fresh,
                saying=None if self._saying == follower.saying else self._saying,
            )
            follower.scene, follower.entries, follower.saying = self._scene, len(self._entries), self._saying
            return found

    def _tell(self) -> None:
        with self._lock:
            wakes = tuple(self._wake.values())
        for wake in wakes:
            wake()

"""Buttons in use: what goes down and up becomes presses, and each is posted to whoever is listening now.

Sources, which know the devices, only call `change`, `came` and `went` from threads of their own. One thread keeps the
time of all buttons. A device that is plugged in again is a button again.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Protocol

from assistant.content.hands import ButtonSettings
from assistant.logs import noted
from assistant.running.learnt import PRESSES, Does
from assistant.running.pressing import Presses, PressTimes
from assistant.words.errors import LimberError
from assistant.words.events import HasButton, Pressed, PressKind

log = logging.getLogger(__name__)
Post = Callable[[Pressed | HasButton], None]
Change = tuple[str, Does, bool]
"""(a button by a name of its own, what it does, whether it is down now)"""


class ButtonSource(Protocol):
    """Where buttons are. It calls what it was given for each change, until it is closed."""

    def start(self, hands: "Hands") -> None:
        """Begin to tell."""

    def close(self) -> None:
        """Tell no more, and let go of the devices."""


def times(settings: ButtonSettings) -> PressTimes:
    """How long is what."""
    wanted = (settings.time(name) for name in ("bounce", "accept", "double", "long", "very_long"))
    return PressTimes(*wanted)


class Hands:
    """All buttons of the person."""

    def __init__(
        self, settings: ButtonSettings, sources: Collection[ButtonSource], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings, self._sources, self._clock = settings, sources, clock
        self._changes: queue.SimpleQueue[tuple[float, Change] | str | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._post: Post | None = None
        self._there: set[str] = set()
        """The devices that are there."""
        self._buttons: dict[str, Presses] = {}
        self._ended = False
        self._latest = float("-inf")
        self._thread = threading.Thread(target=self._run, name="hands", daemon=True)

    def start(self, warn: Callable[[str], None]) -> None:
        """Begin; what a source says of why it cannot is passed on."""
        self._thread.start()
        for source in self._sources:
            try:
                source.start(self)
            except LimberError as error:
                warn(str(error))
            except Exception as error:  # noqa: BLE001 (a session goes on without its buttons)
                warn(noted(log, "a button cannot be used", error))

    def close(self) -> None:
        """End, and let go of all devices."""
        for source in self._sources:
            with suppress(Exception):
                source.close()
        self._changes.put(None)
        self._thread.join(timeout=1)

    def post_to(self, post: Post | None) -> None:
        """Tell this one from now on; that there is a button, it is told at once."""
        with self._lock:
            self._post = post
            if self._there:
                self._tell(self._has())

    @property
    def there(self) -> bool:
        """Whether the person has a button just now."""
        return bool(self._there)

    def came(self, device: str) -> None:
        """A device with buttons is there."""
        with self._lock:
            first = not self._there
            self._there.add(device)
            if first:
                self._tell(self._has())

    def went(self, device: str) -> None:
        """A device with buttons is gone; the names of its buttons begin with its own."""
        self._changes.put(device)
        with self._lock:
            self._there.discard(device)
            if not self._there:
                self._tell(self._has(there=False))

    def change(self, button: str, does: Does, *, down: bool) -> None:
        """A button went down or up just now."""
        self._changes.put((self._clock(), (button, does, down)))

    def _has(self, *, there: bool = True) -> HasButton:
        return HasButton(there, self._settings.time("naming"))

    def _tell(self, event: Pressed | HasButton) -> None:
        if self._post:
            self._post(event)

    def catch_up(self) -> None:
        """Take in all that has come, and what has come due since."""
        while not self._changes.empty():
            self._take_in(self._changes.get())
        self._advance()

    def _run(self) -> None:
        while not self._ended:
            try:
                self._take_in(self._changes.get(timeout=self._patience()))
            except queue.Empty:
                self._advance()
            except Exception as error:  # noqa: BLE001 (the next press must be possible all the same)
                noted(log, "a press could not be taken", error)

    def _take_in(self, change: tuple[float, Change] | str | None) -> None:
        """None ends it; a text is a device that is gone."""
        match change:
            case None:
                self._ended = True
            case str():
                self._lose(change)
            case _:
                self._take(*change)

    def _patience(self) -> float | None:
        due = [at for presses in self._buttons.values() if (at := presses.next_deadline()) is not None]
        return max(0.0, min(due) - self._clock()) if due else None

    def _advance(self) -> None:
        now = self._since(self._clock())
        for presses in self._buttons.values():
            self._pressed(kind for _, kind in presses.advance(now))

    def _take(self, at: float, change: Change) -> None:
        button, does, down = change
        if does != "everything":
            if down:
                self._pressed(PRESSES[does])
            return
        at = self._since(at)
        presses = self._buttons.setdefault(button, Presses(times(self._settings)))
        self._pressed(kind for _, kind in (presses.down(at) if down else presses.up(at)))

    def _lose(self, device: str) -> None:
        for button, presses in self._buttons.items():
            if button.startswith(f"{device} "):
                self._pressed(kind for _, kind in presses.lose(self._since(self._clock())))

    def _since(self, at: float) -> float:
        """A time, or the latest that anything was told of: sources tell of theirs a little after it."""
        self._latest = max(self._latest, at)
        return self._latest

    def _pressed(self, kinds: Iterable[PressKind]) -> None:
        for kind in kinds:
            with self._lock:
                self._tell(Pressed(kind))

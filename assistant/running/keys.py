"""Keys of keyboards, presenters, pedals and media remotes, by evdev.

Only the devices of learnt keys are opened, and of what they send only the learnt keys are looked at. A device may be
unplugged, and is a button again when it is back.
"""

import logging
import select
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from assistant.logs import noted
from assistant.running.hands import Hands
from assistant.running.learnt import Does, Key, LearntKey
from assistant.running.programs import how_to_add
from assistant.words.errors import LimberError

LOOK_S = 2.0
"""Seconds between two looks for devices that were plugged in. Raised, one that is back works later."""
WAIT_S = 0.2
"""Seconds for which keys are waited for at a time. Raised, the end of a session waits longer."""
KEY_EVENTS, SYNC_EVENTS, DROPPED = 1, 0, 3
"""EV_KEY, EV_SYN and SYN_DROPPED of the kernel's input-event-codes.h."""
UP, DOWN = 0, 1
"""What a key event's value means; 2 is a key that repeats itself."""
MISSING = "keys as buttons need the package evdev; install it with: {how}"

log = logging.getLogger(__name__)


class KeyDevice(Protocol):
    """A device with keys; evdev's InputDevice is one."""

    name: str

    def fileno(self) -> int:
        """What can be waited for."""

    def read(self) -> Iterable[Any]:
        """What was sent; each has a type, a code and a value. Raises `OSError` when the device is gone."""

    def active_keys(self) -> Sequence[int]:
        """The codes of all keys that are down."""

    def grab(self) -> None:
        """Keep what it sends from all others."""

    def close(self) -> None:
        """Let go of it."""


def evdev_package() -> Any:
    """The package. Raises `LimberError` where it is missing."""
    try:
        import evdev
    except ImportError as error:
        raise LimberError(MISSING.format(how=how_to_add("evdev", "python3-evdev"))) from error
    return evdev


def key_paths() -> dict[str, int]:
    """The path of every input device that may be read, and a number that changes with the device at it.

    Raises `LimberError`.
    """
    found = {}
    for path in evdev_package().list_devices():
        with suppress(OSError):
            found[path] = Path(path).stat().st_ctime_ns
    return found


def open_keys(path: str) -> KeyDevice | None:
    """A device with keys; None where it has none, was unplugged just now, or may not be read."""
    try:
        device: Any = evdev_package().InputDevice(path)
    except OSError:
        return None
    if KEY_EVENTS in device.capabilities():
        found: KeyDevice = device
        return found
    device.close()
    return None


def key_devices() -> list[KeyDevice]:
    """Every device with keys that may be read. Raises `LimberError`."""
    return [device for path in key_paths() if (device := open_keys(path))]


def named(device: Any) -> tuple[str, str]:
    """A device's name and numbers, by which it is known again."""
    info = device.info
    return device.name.strip() or "a device without a name", f"{info.bustype:04x}:{info.vendor:04x}:{info.product:04x}"


def key_name(code: int) -> str:
    """How a key is called."""
    found = evdev_package().ecodes.bytype[KEY_EVENTS].get(code, str(code))
    return found if isinstance(found, str) else str(found[0])


def changes(device: KeyDevice, down: set[int]) -> Iterator[tuple[int, bool]]:
    """(code, whether it went down) of what a device has sent; `down` are the keys that are, and is kept up to date.

    What was lost because too much came at once is made up for by asking which keys are down now. Raises `OSError`.
    """
    for event in device.read():
        if event.type == KEY_EVENTS and event.value in (UP, DOWN):
            yield from _changed(down, event.code, down_now=event.value == DOWN)
        elif event.type == SYNC_EVENTS and event.code == DROPPED:
            now = set(device.active_keys())
            for code in sorted(down ^ now):
                yield from _changed(down, code, down_now=code in now)


def _changed(down: set[int], code: int, *, down_now: bool) -> Iterator[tuple[int, bool]]:
    if (code in down) != down_now:
        (down.add if down_now else down.discard)(code)
        yield code, down_now


class Keys:
    """The learnt keys, as a source of presses."""

    def __init__(
        self,
        learnt: Iterable[LearntKey],
        *,
        grab: bool = False,
        paths: Callable[[], dict[str, int]] = key_paths,
        open_device: Callable[[str], KeyDevice | None] = open_keys,
    ) -> None:
        """`grab`: nobody else gets what the devices send. `paths` and `open_device` give the devices there are."""
        self._does: dict[Key, Does] = {each.key: each.does for each in learnt}
        self._grab, self._paths, self._open_device = grab, paths, open_device
        self._known: dict[str, int] = {}
        """What was there at the last look: none of it is opened a second time."""
        self._open: dict[str, tuple[KeyDevice, set[int]]] = {}
        """path -> the device, and which of its keys are down"""
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, hands: Hands) -> None:
        """Begin to tell. Raises `LimberError` where the package is missing."""
        self.look(hands)
        self._thread = threading.Thread(target=self._run, args=(hands,), name="keys", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Tell no more."""
        self._ended.set()
        if self._thread:
            self._thread.join(timeout=2 * WAIT_S)
        for device, _ in self._open.values():
            device.close()
        self._open.clear()

    def look(self, hands: Hands) -> None:
        """Look for devices that are there now and were not before."""
        wanted = {key.of for key in self._does}
        before, self._known = self._known, self._paths()
        for path, stamp in self._known.items():
            if before.get(path) == stamp or path in self._open or (device := self._open_device(path)) is None:
                continue
            if named(device) not in wanted:
                device.close()
                continue
            if self._grab:
                try:
                    device.grab()
                except OSError as error:
                    log.warning("what %s sends reaches others as well: %s", device.name, error)
            self._open[path] = device, set()
            log.info("%s is a button", device.name)
            hands.came(path)

    def read(self, hands: Hands, wait_s: float = WAIT_S) -> None:
        """Wait for keys, and tell what they did."""
        if not self._open:
            self._ended.wait(wait_s)
            return
        ready, _, _ = select.select([device for device, _ in self._open.values()], [], [], wait_s)
        for path, (device, down) in list(self._open.items()):
            if device not in ready:
                continue
            try:
                for code, is_down in changes(device, down):
                    if does := self._does.get(Key(*named(device), code)):
                        hands.change(f"{path} {code}", does, down=is_down)
            except BlockingIOError:
                continue
            except OSError:
                self._lose(path, hands)

    def _lose(self, path: str, hands: Hands) -> None:
        device, _ = self._open.pop(path)
        self._known.pop(path, None)
        log.warning("%s is gone", device.name)
        device.close()
        hands.went(path)

    def _run(self, hands: Hands) -> None:
        looked_at = time.monotonic()
        while not self._ended.is_set():
            try:
                self.read(hands)
                if time.monotonic() - looked_at >= LOOK_S:
                    looked_at = time.monotonic()
                    self.look(hands)
            except Exception as error:  # noqa: BLE001 (a session goes on without its buttons)
                noted(log, "the buttons cannot be read", error)
                self._ended.wait(LOOK_S)

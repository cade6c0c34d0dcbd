"""Lamps that show the light: an LED at a pin, a strip of APA102 lamps, or none; and the thread that lights them.

A lamp that fails is given up, with a line in the log: it never disturbs a session.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from assistant.audio.mixer import CueReport
from assistant.content.hands import LightSettings
from assistant.files import reason
from assistant.logs import noted
from assistant.running.light import PATTERNS, Colour, Signs
from assistant.running.pins import at_pin, gpiozero_package
from assistant.running.programs import how_to_add
from assistant.words.effects import Effect
from assistant.words.errors import LimberError
from assistant.words.events import Begin, Event
from assistant.words.units import Seconds

STEP_S = 0.05
"""Seconds between two looks at a rhythm. Raised, rhythms get uneven; lowered, it costs more of the processor."""
MISSING_SPIDEV = "a strip of lamps needs the package spidev; install it with: {how}"
SPI = Path("/dev/spidev0.0")
SPI_HZ = 1_000_000
DARK: Colour = (0, 0, 0)

log = logging.getLogger(__name__)


class Lamp(Protocol):
    """Something that shines."""

    def show(self, colour: Colour) -> None:
        """Shine in this colour; dark where it is black."""

    def close(self) -> None:
        """Go dark, and let go of the device."""


class LedLamp:
    """An LED at a pin, which has no colours."""

    def __init__(self, pin: int) -> None:
        """Raises `LimberError`."""
        self._led: Any = at_pin(gpiozero_package().LED, pin)

    def show(self, colour: Colour) -> None:
        """On, or off."""
        if colour == DARK:
            self._led.off()
        else:
            self._led.on()

    def close(self) -> None:
        """Off."""
        self._led.off()
        self._led.close()


def apa102(colour: Colour, lamps: int, brightness: int) -> bytes:
    """What is sent to a strip: 32 zero bits, a frame for each lamp, and enough clock ticks for the last of them."""
    red, green, blue = colour
    frame = bytes((0xE0 | brightness, blue, green, red))
    return bytes(4) + frame * lamps + bytes(4) + bytes((lamps + 15) // 16)


class StripLamp:
    """A strip of APA102 lamps, as on the usual hats."""

    def __init__(self, lamps: int, brightness: int) -> None:
        """Raises `LimberError`."""
        try:
            import spidev
        except ImportError as error:
            raise LimberError(MISSING_SPIDEV.format(how=how_to_add("spidev", "python3-spidev"))) from error
        self._lamps, self._brightness, self._bus = lamps, brightness, spidev.SpiDev()
        try:
            self._bus.open(0, 0)
            self._bus.max_speed_hz = SPI_HZ
        except OSError as error:
            raise LimberError(
                f"the strip of lamps cannot be used: {reason(error, SPI)}; is SPI switched on?"
            ) from error

    def show(self, colour: Colour) -> None:
        """All lamps alike."""
        self._bus.writebytes(list(apa102(colour, self._lamps, self._brightness)))

    def close(self) -> None:
        """Go dark."""
        self.show(DARK)
        self._bus.close()


def lamp(settings: LightSettings) -> Lamp | None:
    """The lamp that is set; None where none is. Raises `LimberError`."""
    match settings.kind:
        case "led":
            return LedLamp(settings.pin)
        case "apa102":
            return StripLamp(settings.lamps, settings.brightness)
        case _:
            return None


@contextmanager
def shining(settings: LightSettings, warn: Callable[[str], None]) -> Iterator[tuple["Light", ...]]:
    """The light that is set, while this lasts; nothing where none is."""
    if settings.kind == "none":
        yield ()
        return
    light = Light(lambda: lamp(settings), warn)
    light.start()
    try:
        yield (light,)
    finally:
        light.close()


class Light:
    """Shows a session on a lamp; it observes it, and works in a thread of its own."""

    def __init__(
        self,
        make: Callable[[], Lamp | None],
        warn: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        step_s: float = STEP_S,
    ) -> None:
        """`make` is called in the thread of the light; why it cannot is told to `warn`."""
        self._make, self._warn, self._clock, self._step_s = make, warn, clock, step_s
        self._told: queue.SimpleQueue[Callable[[Signs], Signs] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="light", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Go dark."""
        self._told.put(None)
        self._thread.join(timeout=1)

    def stand(self, *, listening: bool, deaf: bool = False) -> None:
        """Show that no session is under way: whether it is listened all the same, or a device is missing."""
        self._told.put(lambda _: Signs(there=listening or deaf, deaf=deaf))

    def event(self, at: Seconds, event: Event | None) -> None:  # noqa: ARG002
        """Something happened."""
        now = self._clock()
        if isinstance(event, Begin):
            self._told.put(lambda _: Signs(there=True))
        elif event is not None:
            self._told.put(lambda signs: signs.after_event(event, now))

    def effect(self, at: Seconds, effect: Effect) -> None:  # noqa: ARG002
        """The coach answered."""
        self._told.put(lambda signs: signs.after_effect(effect))

    def sound(self, at: Seconds, report: CueReport) -> None:  # noqa: ARG002
        """A sound began or ended."""
        self._told.put(lambda signs: signs.after_sound(report))

    def trouble(self, at: Seconds, text: str) -> None:
        """Nothing to show."""

    def _run(self) -> None:
        try:
            found = self._make()
        except LimberError as error:
            self._warn(str(error))
            return
        except Exception as error:  # noqa: BLE001 (a session goes on without its light)
            self._warn(noted(log, "the light cannot be used", error))
            return
        if found is None:
            return
        try:
            self._shine(found)
        except Exception as error:  # noqa: BLE001 (the same)
            noted(log, "the light is given up", error)
        finally:
            try:
                found.close()
            except Exception:
                log.exception("the light cannot be put out")

    def _shine(self, found: Lamp) -> None:
        signs, since, before, colour = Signs(), self._clock(), "off", None
        while True:
            try:
                change = self._told.get(timeout=self._step_s)
                if change is None:
                    return
                signs = change(signs)
                continue
            except queue.Empty:
                pass
            now = self._clock()
            state = signs.shown(now)
            if state != before:
                since, before = now, state
            pattern = PATTERNS[state]
            wanted = pattern.colour if pattern.lit(now - since) else DARK
            if wanted != colour:
                colour = wanted
                found.show(wanted)

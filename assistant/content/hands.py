"""How buttons and the light are set: content/buttons.yaml has the usual times and their ranges."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.content.fields import Table, read_table
from assistant.files import read_text
from assistant.words.errors import ContentError, Mistake

BUTTONS = Path(__file__).parent / "buttons.yaml"
TIMES = ("bounce", "accept", "double", "long", "very_long", "naming")
LightKind = Literal["none", "led", "apa102"]
LIGHTS: tuple[LightKind, ...] = ("none", "led", "apa102")
NO_PIN = -1
PIN_MOST = 27
"""The pins of a Raspberry Pi's header are called GPIO 0 to 27."""
LAMPS_MOST = 144


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A time in seconds, and the range in which it can be set."""

    usual: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class ButtonSettings:
    """What can be set of buttons; times in seconds, None: the usual one."""

    bounce: float | None = None
    accept: float | None = None
    double: float | None = None
    long: float | None = None
    very_long: float | None = None
    naming: float | None = None
    pin: int = NO_PIN
    """The GPIO pin of a button that connects it to ground; -1: there is none."""
    grab: bool = False
    """Whether nobody else gets what the learnt devices send, such as a media remote's louder and quieter."""

    def time(self, name: str) -> float:
        """A time, in seconds."""
        own: float | None = getattr(self, name)
        return limits()[name].usual if own is None else own


@dataclass(frozen=True, slots=True)
class LightSettings:
    """What can be set of the light."""

    kind: LightKind = "none"
    pin: int = NO_PIN
    """The GPIO pin of the LED."""
    lamps: int = 3
    """How many lamps an APA102 strip has."""
    brightness: int = 4
    """Of an APA102 strip, from 1 to 31."""


@cache
def limits() -> Mapping[str, TimeRange]:
    """The usual times and their ranges. Raises `ContentError`."""
    mistakes: list[Mistake] = []
    table = read_table(read_text(BUTTONS), BUTTONS.name, mistakes)
    found = {}
    for name in TIMES:
        row = table.table(name)
        found[name] = TimeRange(row.number("usual"), row.number("least"), row.number("most"))
        row.close()
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return found


def read_buttons(table: Table) -> ButtonSettings:
    """The table `buttons` of the settings."""
    bounce, accept, double, long, very_long, naming = (_time(table, name) for name in TIMES)
    found = ButtonSettings(bounce, accept, double, long, very_long, naming, _pin(table), table.flag("grab"))
    if found.time("very_long") <= found.time("long"):
        table.mistake("very_long", "'very_long' must be more than 'long'")
    if 0 < found.time("double") <= found.time("bounce"):
        table.mistake("double", "'double' must be more than 'bounce', or 0 for no double presses")
    if found.time("accept") >= found.time("long"):
        table.mistake("accept", "'accept' must be less than 'long'")
    table.close()
    return found


def read_light(table: Table, buttons: ButtonSettings) -> LightSettings:
    """The table `light` of the settings."""
    usual = LightSettings()
    found = LightSettings(
        kind=table.choice("kind", LIGHTS, usual.kind),
        pin=_pin(table),
        lamps=table.whole("lamps", usual.lamps, least=1, most=LAMPS_MOST),
        brightness=table.whole("brightness", usual.brightness, least=1, most=31),
    )
    if found.kind == "led" and "pin" not in table:
        table.mistake("kind", "an LED needs its 'pin': the number of its GPIO pin")
    if found.pin != NO_PIN and found.pin == buttons.pin:
        table.mistake("pin", f"pin {found.pin} is the button's already")
    table.close()
    return found


def _time(table: Table, name: str) -> float | None:
    limit = limits()[name]
    wanted = table.number(name, limit.usual, least=limit.least, most=limit.most)
    return wanted if name in table else None


def _pin(table: Table) -> int:
    """A pin; none where it is left out or is none of the header's, which is a mistake."""
    found = table.whole("pin", PIN_MOST + 1, least=0, most=PIN_MOST) if "pin" in table else NO_PIN
    return found if found <= PIN_MOST else NO_PIN

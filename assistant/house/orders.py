"""What the house sends -> what it wants. Pure and strict: whatever is not exactly an order is refused in a sentence.

Only what stands here can be ordered. No order answers a question about health, takes a red flag back or clears one: a
lock is cleared by the person, aloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.coach.preferences import RATE, VOLUME
from assistant.house.status import PERCENT
from assistant.words.arrivals import SetListening, SetReminding
from assistant.words.errors import LimberError
from assistant.words.events import AT_HOUSE, Heard, Preferred
from assistant.words.numbers import number_in

PRESS = "PRESS"
"""What the press of a button sends."""
SWITCHED = {"ON": True, "OFF": False}
BUTTONS = ("start", "pause", "next", "repeat", "easier", "stop")
"""Each has the name of the intent that it says."""
PAYLOAD_MOST = 100
"""Bytes of an order. Nothing that can be ordered is longer, but the name of a routine might become so."""


@dataclass(frozen=True, slots=True)
class Choose:
    """The routine that begins next."""

    routine: str
    """Its id; empty: the one that is set."""


Order = Heard | Preferred | SetListening | SetReminding | Choose


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen and set."""

    routines: Mapping[str, str]
    """name -> id; the usual one has the empty id"""
    pace: int
    """The voice's own words a minute."""
    paces: tuple[int, int]
    """The fewest and the most words a minute."""

    @property
    def volumes(self) -> tuple[int, int]:
        """The least and the most, in percent."""
        return round(VOLUME[0] * PERCENT), round(VOLUME[1] * PERCENT)


def order(key: str, payload: bytes, offered: Offered) -> Order:
    """What an order means. Raises `LimberError` with what is wrong with it."""
    if len(payload) > PAYLOAD_MOST:
        raise LimberError(f"an order to '{_short(key)}' is longer than {PAYLOAD_MOST} bytes")
    try:
        text = payload.decode()
    except UnicodeDecodeError as error:
        raise LimberError(f"an order to '{_short(key)}' is no text") from error
    if key in BUTTONS and text == PRESS:
        return Heard(key, (), AT_HOUSE)
    if key == "microphone" and text in SWITCHED:
        return SetListening(SWITCHED[text])
    if key == "reminders" and text in SWITCHED:
        return SetReminding(SWITCHED[text])
    if key == "routine" and text in offered.routines:
        return Choose(offered.routines[text])
    if key == "volume":
        return Preferred("volume", _number(key, text, offered.volumes) / PERCENT)
    if key == "words":
        factor = _number(key, text, offered.paces) / offered.pace
        return Preferred("rate", min(RATE[1], max(RATE[0], factor)))
    raise LimberError(f"'{_short(text)}' is no order to '{_short(key)}'")


def _number(key: str, text: str, bounds: tuple[int, int]) -> float:
    """A number within its bounds. Raises `LimberError`."""
    least, most = bounds
    number = number_in(text)
    if number is None or not least <= number <= most:
        raise LimberError(f"'{_short(text)}' is no order to '{key}': it takes a number from {least} to {most}")
    return number


def _short(text: str) -> str:
    """A text from outside, for a line in the log."""
    return "".join(sign if sign.isprintable() else "?" for sign in text[:PAYLOAD_MOST])

"""Numbers as people write them.

Python's own `int` and `float` read more than that: `1_0` is ten to them, `nan` and `inf` are numbers, and so are the
digits of every script. What a person meant by those is not known, so they are no numbers here.
"""

import re

WHOLE = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
DIGITS_MOST = 30
"""A whole number with more digits is a slip of the keyboard. Raising it lets one take more time to be read."""


def whole_in(text: str) -> int | None:
    """The whole number that a text is; None where it is none."""
    return int(text) if len(text) <= DIGITS_MOST and WHOLE.fullmatch(text) else None


def number_in(text: str) -> float | None:
    """The number that a text is, which may be infinite where it has too many digits; None where it is none."""
    return float(text) if NUMBER.fullmatch(text) else None

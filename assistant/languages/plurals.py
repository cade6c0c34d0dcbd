"""How many forms a word has after a number, and which one a number takes.

A language names one of these rules in its rules.yaml. The names of the forms are those of the Unicode project (CLDR),
so a translator can look a language up there. A language whose rule is not here needs one more entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PluralRule:
    """The forms of a counted word, in the order they are written in, and the index of the one a number takes."""

    forms: tuple[str, ...]
    choose: Callable[[int], int]


def _east_slavic(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def _polish(number: int) -> int:
    if number == 1:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2


def _czech(number: int) -> int:
    return 0 if number == 1 else 1 if number in (2, 3, 4) else 2


RULES: Mapping[str, PluralRule] = {
    "always the same": PluralRule(("other",), lambda _: 0),
    "one and more": PluralRule(("one", "other"), lambda number: int(number != 1)),
    "up to one and more": PluralRule(("one", "other"), lambda number: int(number > 1)),
    "east slavic": PluralRule(("one", "few", "many"), _east_slavic),
    "polish": PluralRule(("one", "few", "many"), _polish),
    "czech": PluralRule(("one", "few", "other"), _czech),
}
"""Korean is "always the same", English and German are "one and more", French is "up to one and more"."""

"""What "that hurts" leads to: how bad it is, and what follows. The numbers are content/safety/pain.yaml's."""

from typing import Literal

from assistant.content.clinical import PainRules
from assistant.words.records import Zone

Relief = Literal["smaller", "ease", "easier", "swap", "leave", "offer"]


def zone(rules: PainRules, score: int | None, word: str | None) -> Zone:
    """Green, amber or red, from a score of zero to ten (None: unanswered) and a word such as "sharp" (or None)."""
    if word in rules.stop_words:
        return "red"
    felt = rules.unanswered if score is None else score
    if felt <= rules.green_most:
        return "green"
    return "amber" if felt <= rules.amber_most else "red"


def relief(where: Zone, area: str | None, *, smaller: bool, easier: bool, substitute: bool) -> Relief:
    """What to do.

    `smaller`: whether a smaller range may be tried before anything else; `easier`: whether the next easier rung asks
    less of the area, or exists at all when no area was named; `substitute`: whether another exercise spares the area.
    """
    if where == "green":
        return "smaller"
    if where == "red":
        return "offer"
    if smaller:
        return "ease"
    if easier:
        return "easier"
    return "swap" if area and substitute else "leave"

"""How bad a report of pain is, and what to do about it: pure rules. Their numbers are content/safety/pain.yaml's.

`zone` says how bad it is: green, amber or red. `relief` says what to do. In green the exercise goes on in a smaller
range; in amber it is made easier, swapped for another or left; in red it ends, and going on with something else is
offered.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from assistant.content.clinical import AnswerRules, PainRules
from assistant.content.model import Exercise
from assistant.words.records import Zone

Relief = Literal["smaller", "ease", "easier", "swap", "leave", "offer", "enough"]


@dataclass
class Tally:
    """How often something hurt in this session, as far as that limits what follows."""

    greens: Counter[str] = field(default_factory=Counter)
    """exercise -> how many green reports of it"""
    ambers: int = 0
    """Amber reports that a smaller range did not settle."""

    def too_often(self, rules: PainRules, exercise: str, felt: Zone) -> bool:
        """Note a report; whether it is green and one too many for its exercise, so that it is made easier or left."""
        self.greens[exercise] += felt == "green"
        if self.greens[exercise] < rules.green_reports:
            return False
        self.greens[exercise] = 0
        return felt == "green"

    def is_enough(self, rules: PainRules, felt: Zone, chosen: Relief) -> bool:
        """Note what was chosen; whether stopping for today is to be offered first."""
        self.ambers += felt == "amber" and chosen != "ease"
        if self.ambers < rules.amber_reports:
            return False
        self.ambers = 0
        return True


def zone(rules: PainRules, score: int | None, word: str | None, usual: int | None = None) -> Zone:
    """Green, amber or red.

    `score` is zero to ten (None: unanswered), `word` is such as "sharp" (or None), `usual` is the person's usual pain
    (None: not known), from which a rise is judged.
    """
    if word in rules.stop_words:
        return "red"
    felt = rules.unanswered if score is None else score
    if felt <= rules.green_most:
        return "green"
    if felt <= rules.amber_most:
        return "amber"
    as_usual = usual is not None and felt <= rules.usual_most and felt - usual < rules.rise_red
    return "amber" if as_usual else "red"


def spared_unknown(rules: PainRules, exercise: Exercise) -> tuple[str, ...]:
    """What is spared after a red report when nobody knows where it hurts: all that the exercise asks much of."""
    return tuple(area for area, load in exercise.load.items() if load >= rules.spare_red and area in rules.substitutes)


def doubtful(rules: AnswerRules, score: int, last: int | None) -> bool:
    """Whether a score of zero to ten is to be confirmed; `last` is the last one known (None: none is)."""
    return score >= rules.confirm_from or (last is not None and abs(score - last) >= rules.confirm_jump)


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

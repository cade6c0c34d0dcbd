"""How bad a report of pain is, and what to do about it: pure rules. Their numbers are content/safety/pain.yaml's.

`zone` says how bad it is: green, amber or red. `relief` says what to do. In green the exercise goes on in a smaller
range; in amber it is made easier, swapped for another or left; in red it ends, and going on with something else is
offered.
"""

from typing import Literal

from assistant.content.clinical import AnswerRules, PainRules
from assistant.content.model import Exercise
from assistant.words.records import Zone

Relief = Literal["smaller", "ease", "easier", "swap", "leave", "offer"]


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

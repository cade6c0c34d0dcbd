"""Which rungs of an exercise's own ladder may be done, and the nearest of them."""

from collections.abc import Sequence

from assistant.coach.bounds import Bounds
from assistant.content.model import Exercise


def own_rungs(exercise: Exercise, bounds: Bounds) -> Sequence[int]:
    """The indexes of the rungs of its own that may be done; where none may, of the exercise as written."""
    ladder = exercise.ladder
    fit = [at for at, rung in enumerate(ladder) if not rung.move and bounds.allow_rung(exercise, rung)]
    return fit or [exercise.home]


def at_most(exercise: Exercise, bounds: Bounds, wanted: int) -> int:
    """The index of the hardest of them that is no harder than the one wanted; else of the easiest."""
    own = own_rungs(exercise, bounds)
    return max((at for at in own if at <= wanted), default=own[0])

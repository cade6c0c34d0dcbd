"""A stretch that is held longer on one side, because a self-check found that side stiffer."""

from dataclasses import replace

from assistant.coach.bounds import Bounds
from assistant.coach.fit import BUILT
from assistant.coach.today import Found, Lever
from assistant.content.model import Dose, Exercise, Routine
from assistant.content.prescription import Prescribed


def longer_s(found: Found, routine: Routine, exercise: Exercise, bounds: Bounds) -> float:
    """Seconds for which a stretch is held on the stiffer side; 0: as it is written.

    A session of somebody's own plan, or one built to fit a time, stays as it is; so does what is done on one side only,
    or loads what is sore.
    """
    written = routine.id == BUILT or routine.prescribed != Prescribed()
    both = len(routine.sides_of(exercise)) > 1
    return 0 if written or not both or bounds.sore(exercise) else found.longer.get(exercise.id, 0)


def started(written: Dose, lever: Lever, longer: float) -> Dose:
    """A dose with what earlier sessions made of it: a longer hold, or what the lever says."""
    hold_s = longer if longer and lever == Lever() else lever.hold_s or written.hold_s
    return replace(written, hold_s=hold_s, reps=lever.reps or written.reps)

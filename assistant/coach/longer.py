"""A stretch that is held longer on one side, because a self-check found that side stiffer."""

from assistant.coach.fit import BUILT
from assistant.coach.today import Found
from assistant.content.model import Exercise, Routine
from assistant.content.prescription import Prescribed


def longer_s(found: Found, routine: Routine, exercise: Exercise) -> float:
    """Seconds for which a stretch is held on the stiffer side; 0: as it is written.

    A session of somebody's own plan, or one built to fit a time, stays as it is; so does what is done on one side only.
    """
    written = routine.id == BUILT or routine.prescribed != Prescribed()
    return 0 if written or len(routine.sides_of(exercise)) < 2 else found.longer.get(exercise.id, 0)

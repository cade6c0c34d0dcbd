"""What can still be reached once something hurts: nobody is led over their knees to an exercise that spares the knee.

The way up at the end of a session is not an exercise, and is offered all the same.
"""

from itertools import chain

from assistant.coach.place import Place
from assistant.coach.stage import Stage
from assistant.content.model import Exercise


def spare(stage: Stage, area: str, least: int, *, begun: bool) -> None:
    """Leave out from here on what loads an area this much, by itself or on the way to it.

    `begun`: whether the exercise we are at has begun; it is left as it is, by whoever calls.
    """
    bounds = stage.plan.bounds
    bounds.spare(area, least)
    bounds.beyond |= {
        name for name, exercise in stage.library.exercises.items() if _way_loads(stage, stage.place, exercise)
    }
    stage.plan.spare(area, least, begun=begun)


def _way_loads(stage: Stage, place: Place, exercise: Exercise) -> bool:
    """Whether the way to an exercise passes a station that loads a spared area."""
    library, ways = stage.library, place.ways
    level = stage.plan.routine.level_of(library.positions[exercise.position])
    parts = ways.parted(place.station, exercise.position, level, place.furniture) or ()
    return any(
        ways.load[step.end].get(counted, 0) >= least
        for step in chain(*parts)
        for area, least in stage.plan.bounds.spared.items()
        for counted in exercise.loaded_as.get(area, (area,))
    )

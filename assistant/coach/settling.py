"""Sitting or lying down at once, after a word such as "dizzy", and staying there for the rest of the session.

Where one goes is what is nearest: from standing the chair, or the bed of somebody who lies on one; from a position on
the floor the floor. What is done from then on is done there, sitting or lying, so that nobody stands up or kneels again
before they feel well. content/positions.yaml says which positions are `restful`; what begins in one but loads the
balance, as standing up from a chair does, is left out.
"""

from assistant.coach.plan import Plan
from assistant.coach.sets import ease_out
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import IN_EXERCISE
from assistant.content.needed import CALM, REST
from assistant.content.position import Position
from assistant.words.effects import Line, line

STATIONS = {"chair": "seated", "bed": "edge", "floor": "lying"}
"""level -> the station of somebody who sat or lay down there"""


def sit_down(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """What is said first: in one short sentence to sit or lie down at once, or to stay so. The place is noted."""
    place, level = stage.place, _refuge(stage)
    place.stays = True
    if _rests(stage):
        return (line("down_here"), *(ease_out(stage, turn) if turn.before in IN_EXERCISE else ()))
    place.come_to(STATIONS[level])
    place.out = True
    return (line(f"down_{level}"),)


def stay_down(stage: Stage, *, begun: bool) -> None:
    """From now on do only what is done sitting or lying where one is now, and calm breathing first.

    `begun`: whether the exercise we are at has begun, so that it stays behind as done.
    """
    plan, level = stage.plan, _refuge(stage)
    plan.bounds.settled = frozenset(
        name
        for name, exercise in stage.library.exercises.items()
        if _restful(stage.library.positions[exercise.position], level) and not exercise.load["balance"]
    )
    _begin_calmly(plan, plan.at + begun)


def can_go_on(stage: Stage) -> bool:
    """Whether there is anything to be done sitting or lying."""
    return stage.plan.allowed(stage.plan.exercise.id)


def _begin_calmly(plan: Plan, done: int) -> None:
    """Keep so many items behind us; go on with breathing, and then with what may be done of the rest."""
    behind, ahead = plan.items[:done], [name for name in plan.items[done:] if plan.allowed(name)]
    calm = next((name for name in (*CALM, *REST) if plan.allowed(name)), None)
    if calm:
        ahead = [calm, *(name for name in ahead if name != calm)]
    if ahead:
        plan.items = [*behind, *ahead]
        plan.go_to(done)


def _rests(stage: Stage) -> bool:
    """Whether one sits or lies already, and is not just getting into another position."""
    place = stage.place
    if place.level == "floor":
        position = stage.library.positions.get(place.position)
        return position is not None and position.restful and stage.flow != "brief"
    return place.level != "standing"


def _refuge(stage: Stage) -> str:
    """The level on which one sits or lies down: "chair", "bed" or "floor"."""
    level = stage.place.level
    if level != "standing":
        return level
    if stage.plan.routine.surface == "bed":
        return "bed"
    return "chair" if "chair" in stage.place.furniture else "floor"


def _restful(position: Position, level: str) -> bool:
    """Whether a position is taken sitting or lying, on a level."""
    if not position.restful:
        return False
    return position.lying if level == "bed" else position.level == level

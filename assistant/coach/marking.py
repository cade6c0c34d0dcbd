"""How a session stood at some moment: its plan, and what the topics remembered. Marked, it can be gone back to."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from assistant.coach.bounds import Bounds
from assistant.coach.plan import Plan
from assistant.words.records import SessionEnd


@dataclass(frozen=True, slots=True)
class Mark:
    """One such moment."""

    plan: Mapping[str, object]
    own: Mapping[type, object]
    """What the topics remembered."""
    pain: int | None
    """The last pain that was told, 0 to 10."""
    ended: SessionEnd | None
    """How the session ended, if it had."""


def plan_marked(plan: Plan) -> Mapping[str, object]:
    """The plan as it is now."""
    return {name: _copied(value) for name, value in vars(plan).items()}


def own_marked(own: Mapping[type, object]) -> Mapping[type, object]:
    """What the topics remember now."""
    return deepcopy(dict(own))


def plan_back(plan: Plan, mark: Mark) -> None:
    """Let the plan be as it was marked."""
    vars(plan).update({name: _copied(value) for name, value in mark.plan.items()})


def _copied(value: object) -> object:
    """Plans keep what changes in plain lists, sets and dictionaries of frozen things, and in their bounds."""
    return value.copy() if isinstance(value, (dict, list, set, Bounds)) else value

"""What a session becomes if every open question is answered well; nobody does anything by it."""

from copy import copy

from assistant.coach.plan import Plan
from assistant.content.needed import CALM


def outlook(plan: Plan) -> Plan:
    """The plan as it becomes then; the plan itself when no question is open."""
    if not plan.bounds.open:
        return plan
    other = copy(plan)
    other.bounds = plan.bounds.copy()
    other.bounds.only = plan.bounds.hoped
    other.begin(plan.routine)
    return other


def to_come(plan: Plan) -> list[str]:
    """The exercises of the session, the one under way at its index.

    At the first one, while questions are open, they are the first and what comes after the questions.
    """
    if plan.at or not plan.bounds.open:
        return plan.items
    first = plan.items[0]
    return [first, *(name for name in outlook(plan).items if name not in (first, *CALM))]

"""What a session becomes if every open question is answered well; nobody does anything by it."""

from copy import copy

from assistant.coach.plan import Plan


def outlook(plan: Plan) -> Plan:
    """The plan as it becomes then; the plan itself when no question is open."""
    if not plan.bounds.open:
        return plan
    other = copy(plan)
    other.bounds = plan.bounds.copy()
    other.bounds.only = plan.bounds.hoped
    other.begin(plan.routine)
    return other


def total(plan: Plan) -> int:
    """How many exercises the session has, or will have then."""
    ahead = outlook(plan).items
    return len(ahead) + sum(name not in ahead for name in plan.items[: plan.at + 1] if ahead is not plan.items)

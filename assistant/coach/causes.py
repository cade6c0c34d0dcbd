"""Why exercises of a routine are left out today, so that each reason is said only where it is true."""

from collections import Counter
from typing import Literal

from assistant.coach.permission import against
from assistant.coach.person import Person
from assistant.coach.plan import Plan

Cause = Literal["health", "unanswered", "furniture", "hurts"]
"""An answer about health; a missing answer; a thing that is not there; pain today."""


def causes(plan: Plan, person: Person) -> Counter[Cause]:
    """Cause -> how many exercises it leaves out. What waits for another exercise, or rests, is not among them."""
    found: Counter[Cause] = Counter()
    for name in plan.left_out:
        if plan.bounds.forbids(name):
            found[_of_answers(plan, person, name)] += 1
        elif plan.bounds.hurts(plan.library.exercises[name]):
            found["hurts"] += 1
    return found


def missing(plan: Plan, person: Person) -> tuple[str, ...]:
    """The furniture for want of which exercises are left out, each thing once."""
    things = {question.id: question.furniture for question in plan.library.screening.questions if question.furniture}
    wanted = [name for name in plan.left_out if plan.bounds.forbids(name)]
    lacks = [against(plan.library, person, name, hoped=True) for name in wanted]
    return tuple(dict.fromkeys(things[why] for each in lacks if things.keys() >= {*each} for why in each))


def _of_answers(plan: Plan, person: Person, exercise: str) -> Cause:
    known = against(plan.library, person, exercise, hoped=True)
    if not known:
        return "unanswered"
    things = {question.id for question in plan.library.screening.questions if question.furniture}
    return "furniture" if things.issuperset(known) else "health"

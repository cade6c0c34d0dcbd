"""A session that was cut off is taken up where it was left."""

from assistant.coach.plan import Plan
from assistant.coach.today import CutOff


def take_up(plan: Plan, was: CutOff) -> None:
    """Go on in a session that was cut off, after the last set; what may not be done, or hurt, is left out."""
    for area, zone, exercise in was.hurt:
        if area and zone != "green":
            plan.bounds.spare(area, plan.library.pain.spare_from(zone))
        if zone == "red":
            plan.bounds.barred.add(exercise)
    kept = [name for name in was.items[was.at :] if name in plan.library.exercises and plan.allowed(name)]
    if not kept:
        return
    plan.routine = plan.library.routines.get(was.routine, plan.routine)
    plan.items, plan.wanted = kept, tuple(kept)
    plan.stands_for = {name: at for at, name in enumerate(kept)}
    plan.go_to(0)
    rungs = {plan.exercise.ladder[at].id: at for at in plan.own_rungs()}
    if kept[0] == was.items[was.at] and was.set_no and was.rung in rungs:
        plan.rung_at = rungs[was.rung]
        plan.set, plan.side_at = was.set_no, plan.sides.index(was.side) if was.side in plan.sides else 0
        plan.advance()

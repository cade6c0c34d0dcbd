"""How a session that was cut off is gone on with."""

from assistant.coach.plan import Plan
from assistant.coach.rungs import own_rungs
from assistant.coach.today import CutOff
from assistant.content.rounds import numbered


def take_up(plan: Plan, was: CutOff) -> None:
    """Go on in a session that was cut off, after the last set; what may not be done, or hurt, is left out."""
    library, bounds = plan.library, plan.bounds
    for area, zone, exercise in was.hurt:
        if area and zone != "green":
            bounds.spare(area, library.pain.spare_from(zone))
        if zone == "red":
            bounds.barred.add(exercise)
    kept = [name for name in was.items[was.at :] if name in library.exercises and plan.allowed(name)]
    if not kept:
        return
    plan.routine = library.routines.get(was.routine, plan.routine)
    plan.items, plan.wanted = kept, tuple(kept)
    plan.stands_for = {time: at for at, time in enumerate(numbered(kept))}
    plan.go_to(0)
    rungs = {plan.exercise.ladder[at].id: at for at in own_rungs(plan.exercise, bounds)}
    if kept[0] == was.items[was.at] and was.set_no and was.rung in rungs:
        plan.rung_at = plan.left_on[kept[0]] = rungs[was.rung]
        plan.set, plan.side_at = was.set_no, plan.sides.index(was.side) if was.side in plan.sides else 0
        plan.advance()

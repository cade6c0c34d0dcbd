"""Which lines describe what, and in which order: ground-up, for someone who cannot see.

Lines about content carry the exercise or position and the number of the sentence, so that a narration that was
interrupted is taken up at the sentence it broke off in.
"""

from collections.abc import Sequence

from assistant.coach.plan import Plan
from assistant.content.model import Exercise, Position
from assistant.effects import Line

OTHER = {"left": "right", "right": "left", "": ""}


def line(key: str, **slots: object) -> Line:
    """A line with its slots as texts."""
    return Line(key, tuple(sorted((name, str(value)) for name, value in slots.items())))


def _sentences(key: str, count: int, **slots: object) -> tuple[Line, ...]:
    return tuple(line(key, n=n, **slots) for n in range(count))


def _sided(position: Position) -> bool:
    return any("{side}" in text or "{other}" in text for text in position.enter)


def _sides(side: str) -> dict[str, str]:
    return {"side": side, "other": OTHER[side]} if side else {}


def travel(plan: Plan, level: str, position: str) -> tuple[Line, ...]:
    """How to get from where one is into the exercise's position; nothing when one is there."""
    target = plan.library.positions[plan.exercise.position]
    lines: tuple[Line, ...] = ()
    if target.level != level:
        count = len(plan.library.transitions[level, target.level])
        lines += _sentences("travel", count, start=level, end=target.level)
    if target.id != position or _sided(target):
        side = plan.side or ("right" if _sided(target) else "")
        lines += _sentences("enter", len(target.enter), position=target.id, **_sides(side))
    return lines


def dose(plan: Plan) -> Line:
    """How much is to be done."""
    exercise, now = plan.exercise, plan.dose
    key = f"dose_{exercise.kind}" + ("_side" if exercise.sided and exercise.kind in ("hold", "reps", "circles") else "")
    first, second = exercise.directions if exercise.kind == "circles" else ("", "")
    return line(key, seconds=int(now.hold_s), reps=now.reps, first=first, second=second)


def body(plan: Plan) -> tuple[Line, ...]:
    """The exercise itself: set-up, what to feel, what not to, how to check by touch."""
    exercise, sides = plan.exercise, _sides(plan.side)
    about = {"exercise": exercise.id, **sides}
    lines = _sentences("setup", len(exercise.setup), **about)
    lines += (line("short", **about), line("feel", **about))
    if exercise.not_feel:
        lines += (line("not_feel", **about),)
    if exercise.touch_check:
        lines += (line("touch", **about),)
    return lines


def side_first(plan: Plan) -> tuple[Line, ...]:
    """Which side begins."""
    return (line("side_first", side=plan.side),) if plan.side else ()


def change(plan: Plan) -> tuple[Line, ...]:
    """What is different on this rung; nothing on the exercise as written."""
    if not plan.rung.change:
        return ()
    return (line("change", exercise=plan.exercise.id, rung=plan.rung.id, **_sides(plan.side)),)


def way_out(exercise: Exercise, side: str) -> tuple[Line, ...]:
    """How to come out of the exercise."""
    return _sentences("exit", len(exercise.exit), exercise=exercise.id, **_sides(side))


def name(plan: Plan) -> Line:
    """Which exercise of how many, and what it is called."""
    return line("item", number=plan.at + 1, total=len(plan.items), name=plan.exercise.name)


def brief(plan: Plan) -> Line:
    """The exercise in one sentence."""
    return line("brief", exercise=plan.exercise.id, **_sides(plan.side))


def item(plan: Plan, level: str, position: str, opening: Sequence[Line] = ()) -> tuple[Line, ...]:
    """A whole exercise, from its name to its dose."""
    lines = tuple(opening) or (name(plan),)
    lines += (line("purpose", exercise=plan.exercise.id),)
    return (*lines, *side_first(plan), *travel(plan, level, position), *body(plan), *change(plan), dose(plan))


def side(plan: Plan, level: str, position: str) -> tuple[Line, ...]:
    """The second side, in short."""
    return (line("side_next", side=plan.side), *travel(plan, level, position), brief(plan), *change(plan))

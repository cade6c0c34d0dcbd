"""Which lines describe what, and in which order: ground-up, for someone who cannot see.

Lines about content carry the exercise or position and the number of the sentence, so that a narration that was
interrupted is taken up at the sentence it broke off in.
"""

from collections.abc import Sequence

from assistant.coach.outlook import to_come
from assistant.coach.place import Place, level_of, support_side
from assistant.coach.plan import Plan
from assistant.coach.today import Today
from assistant.content.model import Dose, Exercise, Library
from assistant.content.ways import WayStep
from assistant.words.effects import Line, line

OTHER = {"left": "right", "right": "left", "": ""}


WAY_IN = frozenset(
    (
        "item",
        "instead",
        "again",
        "side_first",
        "side_next",
        "set_next",
        "across",
        "turn_round",
        "come_back",
        "enter",
        "enter_again",
        "clock_face",
    )
)
"""Keys of what has to be heard before any count: what the exercise is called, its side, and the way in."""
DONE = frozenset(("setup", "short", "brief", "brief_again", "change", "form_not_feel"))
"""Keys of what is done and what must not be felt, which somebody has to hear who has never done the exercise."""


def _sentences(key: str, count: int, **slots: object) -> tuple[Line, ...]:
    return tuple(line(key, n=n, **slots) for n in range(count))


def _sides(side: str) -> dict[str, str]:
    return {"side": side, "other": OTHER[side]} if side else {}


def way(plan: Plan, place: Place) -> tuple[WayStep, ...] | None:
    """The steps from where one is to the level of the exercise; none on the same level. None: no way leads there."""
    parted = _parted(plan, place)
    return parted and parted[0]


def _parted(plan: Plan, place: Place) -> tuple[tuple[WayStep, ...], tuple[WayStep, ...]] | None:
    return place.ways.parted(place.station, plan.exercise.position, level_of(plan), place.furniture)


def across(plan: Plan, place: Place) -> tuple[Line, ...]:
    """From where one is on the level to where the position's words begin; or round, if one was in it the other way."""
    _, walked = _parted(plan, place) or ((), ())
    steps = tuple(line("across", start=step.start, end=step.end) for step in walked)
    target = plan.library.positions[plan.exercise.position]
    if not steps and target.turn and place.is_turned(plan):
        return (line("turn_round", position=target.id),)
    return steps


def enter(plan: Plan, place: Place) -> tuple[Line, ...]:
    """How to get into the exercise's position from where one is; when one is in it, back into it where one may rest."""
    if not place.is_in(plan):
        return (*across(plan, place), *position(plan))
    target = plan.library.positions[plan.exercise.position]
    return (line("come_back", position=target.id),) if target.again else ()


def position(plan: Plan) -> tuple[Line, ...]:
    """The position of the exercise, in words."""
    target = plan.library.positions[plan.exercise.position]
    return _sentences("enter", len(target.enter), position=target.id, **_sides(support_side(plan)))


def dose(plan: Plan) -> Line:
    """How much is to be done now."""
    here, there = plan.dose, plan.dose_on(OTHER[plan.side] if len(plan.sides) > 1 else plan.side)
    if here.hold_s != there.hold_s:
        return line("dose_hold_uneven", seconds=int(here.hold_s), fewer=int(there.hold_s), side=plan.side)
    return dose_of(plan.exercise, here, plan.sides)


def dose_of(exercise: Exercise, now: Dose, sides: Sequence[str]) -> Line:
    """How much a dose is, in words; "on each side" where it is done on both."""
    key = f"dose_{exercise.kind}" + ("_side" if len(sides) > 1 else "")
    return line(key, seconds=int(now.hold_s), reps=now.reps)


def body(plan: Plan, *, new: bool = False) -> tuple[Line, ...]:
    """The exercise itself: set-up, what to feel, what not to, how to check by touch.

    Whoever is `new` to it hears what not to feel however little is told.
    """
    exercise, sides = plan.exercise, _sides(plan.side)
    about = {"exercise": exercise.id, **sides}
    lines = _sentences("setup", len(exercise.setup), **about)
    lines += (line("short", **about),)
    if exercise.breathing:
        lines += (line("breathing", **about),)
    lines += (line("feel", **about),)
    if exercise.not_feel:
        lines += (line("form_not_feel" if new else "not_feel", **about),)
    if exercise.touch_check:
        lines += (line("touch", **about),)
    return lines


def side_first(plan: Plan) -> tuple[Line, ...]:
    """Which side begins or has its turn now, or that a plan has only this one."""
    key = "side_next" if plan.side_at else "side_first" if len(plan.sides) > 1 else "side_only"
    return (line(key, side=plan.side),) if plan.side else ()


def notes(plan: Plan) -> tuple[Line, ...]:
    """What the person's own plan says of the exercise."""
    return tuple(line("plan_says", text=text) for text in plan.routine.of(plan.exercise.id).say)


def change(plan: Plan) -> tuple[Line, ...]:
    """What is different on this rung; nothing on the exercise as written."""
    if not plan.rung.change:
        return ()
    return (line("change", exercise=plan.exercise.id, rung=plan.rung.id, **_sides(plan.side)),)


def other_rung(plan: Plan, place: Place) -> tuple[Line, ...]:
    """What is said of a rung to somebody in its position: what changes, and after a set also how it is done."""
    changed = change(plan)
    return changed if changed and not place.ended else (brief(plan), *changed)


def way_out(exercise: Exercise, side: str) -> tuple[Line, ...]:
    """How to come out of the exercise."""
    return _sentences("exit", len(exercise.exit), exercise=exercise.id, **_sides(side))


def name(plan: Plan) -> Line:
    """Which exercise of how many, and what it is called."""
    return line("item", number=plan.at + 1, total=len(to_come(plan)), name=plan.exercise.name)


def brief(plan: Plan) -> Line:
    """The exercise in one sentence."""
    return line("brief", exercise=plan.exercise.id, **_sides(plan.side))


def introduction(plan: Plan, opening: Sequence[Line] = ()) -> tuple[Line, ...]:
    """What the exercise is called, and what it is good for."""
    return (*(opening or (name(plan),)), line("purpose", exercise=plan.exercise.id))


def item(plan: Plan, place: Place, *, clock: bool = False, new: bool = False) -> tuple[Line, ...]:
    """A whole exercise after its introduction, from its position to its dose, to somebody who may be `new` to it.

    `clock`: the clock face is explained.
    """
    face = (line("clock_face"),) if clock else ()
    sets = (line("dose_sets", times=plan.dose.sets),) if plan.dose.sets > 1 else ()
    told = (*body(plan, new=new), *change(plan), *notes(plan), dose(plan), *sets)
    return (*side_first(plan), *enter(plan, place), *face, *told)


def form(plan: Plan) -> tuple[Line, ...]:
    """Whether one does it right: what to feel, what not to, how to check by touch; in any verbosity."""
    exercise = plan.exercise
    about = {"exercise": exercise.id, **_sides(plan.side)}
    lines: tuple[Line, ...] = (line("form_feel", **about),)
    if exercise.not_feel:
        lines += (line("form_not_feel", **about),)
    if exercise.touch_check:
        lines += (line("form_touch", **about),)
    return lines


def whole_plan(plan: Plan) -> tuple[Line, ...]:
    """Everything there is to do, each with its dose and the cap that limits it."""
    routine, head, items = plan.routine, plan.routine.prescribed.head, to_come(plan)
    lines: tuple[Line, ...] = (line("plan_intro", routine=routine.name, count=len(items)),)
    if head.author:
        lines += (line("plan_author", author=head.author),)
    if head.days_a_week:
        lines += (line("plan_days", number=head.days_a_week, times=head.times_a_day),)
    for number, name in enumerate(items, start=1):
        exercise = plan.library.exercises[name]
        sides, now = routine.sides_of(exercise), routine.dose_of(name, exercise.dose)
        lines += (line("plan_item", number=number, name=exercise.name), dose_of(exercise, now, sides))
        lines += (line("side_only", side=sides[0]),) if len(sides) == 1 else ()
        lines += (line("plan_sets", sets=now.sets),) if now.sets > 1 else ()
        if name in routine.caps:
            lines += (line("plan_capped"),)
    return lines


def cut_off(today: Today, library: Library) -> tuple[Line, ...]:
    """That the last session was cut off, and where."""
    was = today.cut_off
    if was is None:
        return ()
    return (line("cut_off", number=was.at + 1, total=len(was.items), name=library.exercises[was.items[was.at]].name),)


def side(plan: Plan, place: Place) -> tuple[Line, ...]:
    """The second side, in short."""
    return (line("side_next", side=plan.side), *enter(plan, place), brief(plan), *change(plan))


def next_set(plan: Plan, place: Place) -> tuple[Line, ...]:
    """The next set, in short."""
    said = line("set_next", set=plan.set, sets=plan.dose.sets)
    return (said, *side_first(plan), *enter(plan, place), brief(plan))


def back_in(plan: Plan, place: Place) -> tuple[Line, ...]:
    """The way back into an exercise that was left, in short; it is told in any verbosity."""
    again = tuple(Line("enter_again", said.slots) for said in position(plan))
    return (
        *across(plan, place),
        *again,
        line("brief_again", exercise=plan.exercise.id, **_sides(plan.side)),
        *change(plan),
    )

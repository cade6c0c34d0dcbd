"""What is said in welcome: which session it is to be, and what earlier sessions changed in it."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from assistant.coach import telling
from assistant.coach.causes import Cause, causes, missing
from assistant.coach.fit import BUILT
from assistant.coach.left import remaining_s
from assistant.coach.length import minutes, session_s
from assistant.coach.longer import longer_s
from assistant.coach.outlook import outlook
from assistant.coach.permission import furniture
from assistant.coach.person import Person, known_well
from assistant.coach.plan import Plan
from assistant.coach.today import Change, Reason, Today
from assistant.content.clinical import ProgressRules
from assistant.content.needed import SELF_CHECK
from assistant.content.ways import STANDING
from assistant.words.effects import Line, line

LEFT_OUT: Mapping[Cause, str] = {
    "health": "left_out_health",
    "unanswered": "left_out_unanswered",
    "furniture": "left_out_furniture",
    "hurts": "left_out_hurts",
}
"""Why exercises are left out -> the key of the sentence that says so."""


def welcome(plan: Plan, today: Today, person: Person) -> list[Line]:
    """Everything between the questions and the first exercise."""
    library, plan = plan.library, outlook(plan)
    known = known_well(person, library.pacing.full_times)
    key = "welcome_short" if plan.routine.brief and known else "welcome"
    lines = [line(key, routine=plan.routine.name, minutes=minutes(remaining_s(plan, known)))]
    if plan.routine.id == BUILT:
        lines = [fitted(plan, known)]
    lines += [line("plan_says", text=text) for text in plan.routine.prescribed.head.say]
    lines += left_out(plan, person)
    return [*lines, *_news(plan, today), *offers(plan, today)]


def memory(today: Today) -> list[Line]:
    """What became of what was remembered, before anything else is said: a warning may be among what was lost."""
    lines = [line("history_damaged")] * today.damaged or [line("history_mended")] * today.mended
    lines += [line("history_unread")] * today.unread
    lines += [line("history_unkept")] * today.unkept
    lines += [line("voice_unread")] * today.voice_unread
    return lines + [line("history_warning")] * (today.damaged or today.unread)


def left_out(plan: Plan, person: Person) -> list[Line]:
    """How many of the exercises are left out, and why, in a sentence for each reason; what is missing is named."""
    lacks = {"furniture": {"furniture": missing(plan, person)}}
    return [line(LEFT_OUT[cause], count=count, **lacks.get(cause, {})) for cause, count in causes(plan, person).items()]


def needed(plan: Plan, person: Person, *, new: bool) -> list[Line]:
    """What has to be at hand for the session, and which furniture it uses, on the way down and up as well.

    `new`: whether it is also said how to lay out the room for the floor.
    """
    plan = outlook(plan)
    things, uses, floor = plan.library.equipment_of(plan.items), _furniture(plan, person), _on_floor(plan)
    lines = [line("needed", equipment=things)] if things else []
    lines += [line("needed_furniture", furniture=uses)] if uses else []
    lines += [line("orient_chair")] * (floor and "chair" in uses)
    return [line("orient_mat"), *lines, line("orient_room")] if new and floor else lines


def _furniture(plan: Plan, person: Person) -> tuple[str, ...]:
    """What has to be there for the session's exercises and for the ways between them, from standing to standing.

    Where one of two things serves an exercise, the session names neither.
    """
    library, station = plan.library, STANDING
    has, uses = furniture(library.screening, person), list[str]()
    for name in plan.items:
        position = library.positions[library.exercises[name].position]
        level = plan.routine.level_of(position)
        uses += [step.needs for part in library.ways.parted(station, position.id, level, has) or () for step in part]
        uses += position.needs[:1] if len(position.needs) == 1 else ()
        station = library.ways.station(position.id, level)
    uses += [step.needs for step in library.ways.path(station, STANDING, has) or ()]
    return tuple(dict.fromkeys(thing for thing in uses if thing))


def _on_floor(plan: Plan) -> bool:
    """Whether the session goes to the floor."""
    places = [plan.library.positions[plan.library.exercises[name].position] for name in plan.items]
    return any(plan.routine.level_of(place) == "floor" for place in places)


def offers(plan: Plan, today: Today) -> list[Line]:
    """What can be chosen instead of going on as it was said; the last thing that the welcome says."""
    library, lines = plan.library, [line("as_last_time_hint")] * bool(changes(plan, today))
    lines += telling.cut_off(today, library)
    if today.check_due and plan.routine.id != SELF_CHECK:
        check = session_s(library, library.routines[SELF_CHECK])
        lines.append(line("check_due", minutes=minutes(check)))
    elif plan.routine.id not in (BUILT, SELF_CHECK) and not plan.routine.brief:
        lines.append(line("fit_hint"))
    return lines


def fitted(plan: Plan, known: Collection[str]) -> Line:
    """A session built to fit, in a sentence; the `known` is told in short."""
    exercises = [plan.library.exercises[name] for name in plan.items]
    places = {plan.routine.level_of(plan.library.positions[exercise.position]) for exercise in exercises}
    return line(
        "fit_chosen" if len(exercises) > 1 else "fit_chosen_single",
        count=len(exercises),
        minutes=minutes(remaining_s(plan, known)),
        place=places.pop() if len(places) == 1 else "any",
        first=exercises[0].name,
        last=exercises[-1].name,
    )


def changes(plan: Plan, today: Today) -> list[Change]:
    """What is done otherwise than last time, of what is done today."""
    return [change for change in today.changes if change.exercise in plan.items and not _kept(plan, change)]


def _kept(plan: Plan, change: Change) -> bool:
    """Whether only seconds or repetitions change, and a plan of one's own says how many there are."""
    wanted = plan.routine.of(change.exercise)
    return bool(wanted.hold_s or wanted.reps) and change.before.rungs == change.now.rungs


def _news(plan: Plan, today: Today) -> list[Line]:
    """What earlier sessions changed, and why, in a sentence each."""
    exercises, routine, rules = plan.library.exercises, plan.routine, plan.library.progress
    changed = changes(plan, today)
    lines: list[Line] = []
    if today.found.side and any(exercises[name].sided for name in plan.items):
        longer = not plan.eased and any(
            longer_s(today.found, routine, exercises[name], plan.bounds) for name in plan.items
        )
        lines.append(line("stiffer_longer" if longer else "stiffer_first", side=today.found.side))
    by_reason: defaultdict[Reason, list[str]] = defaultdict(list)
    for change in sorted(changed, key=lambda change: not change.harder):
        by_reason[change.why].append(exercises[change.exercise].name)
    lines += [_changed(why, tuple(names), rules) for why, names in by_reason.items()]
    lines += [line("progress_on_hold", weeks=rules.weeks_climbing)] * today.on_hold
    lines += [
        line("rested", name=exercises[name].name, instead=exercises[today.rested[name]].name)
        for name in dict.fromkeys(routine.items)
        if name in today.rested
    ]
    for name, first in today.waiting.items():
        if name in routine.items:
            _, easy = rules.waits[name]
            lines.append(line("waiting", name=exercises[name].name, first=exercises[first].name, times=easy))
    return lines


def _changed(why: Reason, things: tuple[str, ...], rules: ProgressRules) -> Line:
    """That these exercises are done otherwise than last time, and why."""
    match why:
        case "easy":
            return line("change_easy", things=things, times=rules.easy_sessions)
        case "skipped":
            return line("change_skipped", things=things, times=rules.left_out)
        case "pain":
            return line("change_pain", things=things)
        case "pinch" | "no_pinch":
            return line(f"change_{why}", things=things)
        case "flare":
            return line("change_flare", things=things)

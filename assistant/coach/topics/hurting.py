"""A report of pain, "that hurts": where, how bad, and what follows from it. The numbers are content/safety/pain.yaml's.

The report is weighed in two steps. `zone` says how bad it is: green, amber or red. `relief` says what to do about
it, and fires `relief_NAME`. In green the exercise goes on in a smaller range; in amber it is made easier, swapped for
another or left; in red it ends, and going on with something else is offered. What hurt is spared from then on.
"""

from assistant.coach import telling
from assistant.coach.asked import OpenQuestion
from assistant.coach.pain import Pain
from assistant.coach.reach import spare
from assistant.coach.returning import note_origin, origin, return_there
from assistant.coach.sets import ease_out, record_set
from assistant.coach.sparing import level
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import EASING, FALLEN, HURTING, IN_EXERCISE, LIVE, MOVING, OPENING, TALKING
from assistant.coach.steps import can_ease, climb, climb_down, close_unwell, describe, has_next, skip_item
from assistant.coach.table import on
from assistant.coach.topics.enough import Enough, be_careful, limited
from assistant.coach.weighing import Tally, relief, spared_unknown, zone
from assistant.words.effects import Line, line
from assistant.words.records import PainReported, Zone

REPORT = (*HURTING, *EASING)
"""States in which a pain report is under way."""
WELL = (*TALKING, "prepare", "travel", "there", "resuming", *OPENING, "checking", "naming", "forgetting")
"""States in which a pain report can begin."""
BEGUN = (*MOVING, "travel", "there", "checking", "naming")
"""States in which a report is about an exercise."""
WHERE = OpenQuestion((line("hurt_where"),), "where")
NEAREST = OpenQuestion((line("place_unknown"), line("hurt_nearest")), "where")
HOW_BAD = OpenQuestion((line("hurt_scale"),), "pain")
HOW_IS_IT_NOW = OpenQuestion((line("hurt_now"),), "pain")


def area_named(_stage: Stage, turn: Turn) -> bool:
    """Whether it was said where."""
    return turn.heard.slot("area") is not None


def begun(stage: Stage, _turn: Turn) -> bool:
    """Whether the report came when the exercises had begun."""
    return origin(stage) in BEGUN


def may_skip(stage: Stage, turn: Turn) -> bool:
    """Whether the report came at an exercise, and another one follows; whoever was hurt by a fall is asked on."""
    return begun(stage, turn) and has_next(stage, turn) and not harmed(stage, turn)


def harmed(stage: Stage, _turn: Turn) -> bool:
    """Whether the report is of somebody who is hurt after a fall: taken back, it is asked whether to stop."""
    return stage.of(Enough).harmed


def may_return(stage: Stage, turn: Turn) -> bool:
    """Whether the report came before the exercises, and not after a fall that hurt."""
    return not begun(stage, turn) and not harmed(stage, turn)


def may_only_end(stage: Stage, turn: Turn) -> bool:
    """Whether the report came at the last exercise."""
    return begun(stage, turn) and not has_next(stage, turn)


def may_ease(stage: Stage, turn: Turn) -> bool:
    """Whether the report came at an exercise that has an easier form."""
    return begun(stage, turn) and can_ease(stage, turn)


def answered_late(stage: Stage, _turn: Turn) -> bool:
    """Whether it was asked just before if the pain runs down the leg, and nobody had answered."""
    return stage.asked.missed


def ask_where(stage: Stage, turn: Turn) -> None:
    """Ask where it hurts, or which place is nearest to one that we do not know."""
    stage.of(Pain).begin(turn.heard)
    stage.interrupt(turn)
    stage.ask(NEAREST if turn.heard.slot("elsewhere") else WHERE, *_begin(stage, turn))


def ask_scale(stage: Stage, turn: Turn) -> None:
    """Ask how bad it is."""
    own = stage.of(Pain)
    easing: tuple[Line, ...] = ()
    if turn.before in REPORT:
        own.note(turn.heard)
    else:
        own.begin(turn.heard)
        stage.interrupt(turn)
        easing = _begin(stage, turn)
    if own.area in stage.library.domain.travels and not own.spread_told:
        stage.speech.open_with(*easing)
        stage.follow_ups.append("spreads")
    else:
        stage.ask(HOW_BAD, *easing)


def _begin(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """A report begins: note whether an exercise has to be left for it; the lines say how."""
    note_origin(stage, turn)
    return ease_out(stage, turn) if turn.before in IN_EXERCISE else ()


def ask_it_again(stage: Stage, turn: Turn) -> None:
    """Pain is reported while it is asked about: take the place that is named with it, or ask the same again."""
    if turn.before == "where" and turn.heard.slot("elsewhere"):
        stage.follow_ups.append("elsewhere")
    else:
        stage.tell_anew(*(stage.asked.question or WHERE).lines)


def take_late(stage: Stage, turn: Turn) -> None:
    """Go back to the question whether it runs down the leg, with its answer."""
    stage.asked.missed = False
    stage.follow_ups.append(turn.heard)


def never_mind(stage: Stage, _turn: Turn) -> None:
    """Take the report back, and return to where one was."""
    return_there(stage, line("never_mind"))


def judge(stage: Stage, turn: Turn) -> None:
    """Weigh the report; in the middle of an exercise a smaller range may be tried first."""
    own = stage.of(Pain)
    if turn.before in FALLEN:
        be_careful(stage)
    if turn.before in REPORT:
        own.note(turn.heard)
    else:
        own.begin(turn.heard)
        stage.interrupt(turn)
        note_origin(stage, turn)
    weigh(stage, turn, easing=origin(stage) in IN_EXERCISE and turn.before not in EASING)


def judge_again(stage: Stage, turn: Turn) -> None:
    """Weigh the report after a smaller range was tried."""
    weigh(stage, turn, easing=False)


def weigh(stage: Stage, turn: Turn, *, easing: bool) -> None:
    """Weigh a report and decide what follows; `easing`: whether a smaller range may be tried first."""
    own, rules, plan = stage.of(Pain), stage.library.pain, stage.plan
    number, word = turn.heard.slot("number"), turn.heard.slot("quality")
    score = None if number is None else int(number)
    felt = zone(rules, score, word, stage.usual_pain)
    stage.course.cancel("answer_due", "recheck_due")
    at_one = begun(stage, turn)
    exercise = plan.exercise.id if at_one else ""
    stage.keep(PainReported(own.area or "", exercise, score, word or "", felt, own.side))
    if own.area:
        own.last = exercise, own.area, own.side
    assumed = felt == "red" and not stage.of(Enough).harmed and own.assume(exercise)
    own.felt, own.word = felt, word
    plan.bounds.unwell |= felt != "green"
    unknown = spared_unknown(rules, plan.exercise) if felt == "red" and at_one else ()
    named = (own.area,) if own.area else ()
    for area in dict.fromkeys((*named, *(unknown if assumed or not own.area else ()))):
        if felt != "green":
            spare(stage, area, rules.spare_from(felt), begun=at_one)
    if word in rules.never_again_words and at_one:
        plan.bar(plan.exercise.id)
    rung = plan.above(-1)
    target = plan.exercise
    if rung is not None:
        target = stage.library.exercises[rung.id] if rung.move else plan.exercise.on(rung)
    spares = rung is not None and (own.area is None or target.loads(own.area) < rules.spare_amber)
    here = easing and plan.allowed(plan.exercise.id) and plan.bounds.allow_rung(plan.exercise, plan.rung)
    often = at_one and stage.of(Tally).too_often(rules, plan.exercise.id, felt)
    where: Zone = "amber" if often else felt
    chosen = relief(where, own.area, smaller=here and not often, easier=spares, substitute=other_for(stage) is not None)
    if not at_one and chosen != "offer":
        chosen = "smaller"
    chosen = limited(stage, turn, chosen, felt, begun=at_one)
    # Makes relief_smaller, relief_ease, relief_easier, relief_swap, relief_leave, relief_offer or relief_enough.
    stage.follow_ups.append(f"relief_{chosen}")


def say_easing(stage: Stage, _turn: Turn) -> None:
    """Say to rest out of the position for a while; how bad it is then can be said at once."""
    stage.asked.ask(HOW_IS_IT_NOW)
    stage.tell_anew(line("pain_amber_ease", wait=int(stage.library.pain.easing_s)))


def start_easing(stage: Stage, _turn: Turn) -> None:
    """Give the rest its time."""
    stage.course.set("recheck_due", stage.now + stage.library.pain.easing_s)


def ask_recheck(stage: Stage, _turn: Turn) -> None:
    """Ask how bad it is now."""
    stage.ask(HOW_IS_IT_NOW)


def go_smaller(stage: Stage, _turn: Turn) -> None:
    """Go on where the report began, in a smaller range if it was an exercise."""
    own = stage.of(Pain)
    if origin(stage) in IN_EXERCISE:
        return_there(stage, line("pain_green"))
    elif own.area and own.felt != "green":
        return_there(stage, line("pain_spared", area=own.area))
    else:
        return_there(stage, line("noted"))


def make_easier(stage: Stage, _turn: Turn) -> None:
    """Go on with the easier rung."""
    climb(stage, -1, "pain_amber_easier")


def swap_exercise(stage: Stage, turn: Turn) -> None:
    """Do another exercise in this one's place."""
    other, area = other_for(stage), stage.of(Pain).area
    if other is None or area is None:
        raise ValueError("no exercise to swap to")
    record_set(stage, turn, "hurt")
    stage.count.drop()
    stage.plan.swap(other)
    describe(stage, line("pain_amber_swap", area=area), line("instead", name=stage.plan.exercise.name))


def leave_exercise(stage: Stage, turn: Turn) -> None:
    """Leave the exercise for the next one."""
    record_set(stage, turn, "hurt")
    stage.count.drop()
    stage.plan.go_to(stage.plan.next_at)
    describe(stage, line("pain_amber_leave"), telling.name(stage.plan))


def other_for(stage: Stage) -> str | None:
    """An exercise that spares what hurts, if any, on this level or the next one that is gone to."""
    plan = stage.plan
    other = plan.substitute(area, plan.items) if (area := stage.of(Pain).area) else None
    if other is None or plan.following is None:
        return other
    here, there, then = (
        level(stage.library, plan.routine, name) for name in (plan.exercise.id, other, plan.following.id)
    )
    return other if there in (here, then) else None


ROWS = (
    on("hurts", WELL, "where", ask_where, unless=area_named),
    on("hurts", WELL, "scale", ask_scale, when=area_named),
    on("symptom", (*WELL, *REPORT, *FALLEN), None, judge, decides=True),
    on("area", HURTING, "scale", ask_scale),
    on("hurts", HURTING, "scale", ask_scale, when=area_named),
    on("hurts", HURTING, None, ask_it_again, unless=area_named, decides=True),
    on("number", HURTING, None, judge, decides=True),
    on(("answer_due", "unsure"), "where", "scale", ask_scale),
    on(("answer_due", "unsure"), "scale", None, judge, decides=True),
    on(("yes", "no"), "scale", "spread", take_late, when=answered_late),
    on("no", ("where", "scale"), None, judge, when=harmed, decides=True),
    on("resume", HURTING, None, judge, when=harmed, decides=True),
    on("no", ("where", "scale"), None, never_mind, unless=harmed, decides=True),
    on("resume", HURTING, None, never_mind, unless=harmed, decides=True),
    on("told", "easing", None, start_easing),
    on("repeat", "easing", None, say_easing),
    on("recheck_due", "easing", "recheck", ask_recheck),
    on(("number", "hurts"), EASING, None, judge_again, decides=True),
    on(("answer_due", "unsure"), "recheck", None, judge_again, decides=True),
    on(("no", "resume", "start"), EASING, None, go_smaller, decides=True),
    on("next", REPORT, "brief", skip_item, when=may_skip),
    on("next", REPORT, "closing", close_unwell, when=may_only_end),
    on("next", REPORT, None, never_mind, when=may_return, decides=True),
    on("easier", REPORT, "brief", climb_down, when=may_ease),
    on("relief_smaller", LIVE, None, go_smaller, decides=True),
    on("relief_ease", LIVE, "easing", say_easing),
    on("relief_easier", LIVE, "brief", make_easier),
    on("relief_swap", LIVE, "brief", swap_exercise),
    on("relief_leave", LIVE, "brief", leave_exercise, when=has_next),
    on("relief_leave", LIVE, "closing", close_unwell, unless=has_next),
)

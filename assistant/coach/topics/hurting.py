"""A report of pain, "that hurts": where, how bad, and what follows from it. The numbers are content/safety/pain.yaml's.

The report is weighed in two steps. `zone` says how bad it is: green, amber or red. `relief` says what to do about
it, and fires `relief_NAME`. In green the exercise goes on in a smaller range; in amber it is made easier, swapped for
another or left; in red it ends, and going on with something else is offered. What hurt is spared from then on.
"""

from dataclasses import dataclass

from assistant.coach import telling
from assistant.coach.asked import OpenQuestion
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import EASING, HURTING, IN_EXERCISE, LIVE, OPENING, TALKING
from assistant.coach.steps import (
    can_ease,
    climb,
    climb_down,
    close_unwell,
    describe,
    describe_item,
    ease_out,
    go_to,
    has_next,
    record_set,
    skip_item,
)
from assistant.coach.table import on
from assistant.coach.weighing import relief, zone
from assistant.words.effects import Line, line
from assistant.words.records import MorningPain, PainAfter, PainBefore, PainReported, Zone

REPORT = (*HURTING, *EASING)
"""States in which a pain report is under way."""
WELL = (*TALKING, "travel", *OPENING, "checking", "forgetting")
"""States in which a pain report can begin."""
WHERE = OpenQuestion((line("hurt_where"),), "where")
HOW_BAD = OpenQuestion((line("hurt_scale"),), "number")
HOW_IS_IT_NOW = OpenQuestion((line("hurt_now"),), "number")


@dataclass
class Pain:
    """What this topic remembers: the report under way, and how the person came."""

    area: str | None = None
    """Where it hurts."""
    word: str | None = None
    """How it feels, such as "sharp"."""
    exercising: bool = False
    """Whether the report came in the middle of an exercise."""
    score_before: int | None = None
    """How much it hurt before the session, 0 to 10."""


def note_score(stage: Stage, turn: Turn, kind: type[MorningPain | PainBefore | PainAfter]) -> tuple[int, Zone]:
    """Record a score that was asked for outside an exercise; it, and how bad it is."""
    score = int(turn.heard.slot("number") or 0)
    felt = zone(stage.library.pain, score, None, stage.usual_pain)
    stage.keep(kind(score, felt))
    return score, felt


def area_named(_stage: Stage, turn: Turn) -> bool:
    """Whether it was said where."""
    return turn.heard.slot("area") is not None


def in_exercise(stage: Stage, _turn: Turn) -> bool:
    """Whether the report came in the middle of an exercise."""
    return stage.of(Pain).exercising


def has_other(stage: Stage, _turn: Turn) -> bool:
    """Whether there is anything else to do."""
    return stage.plan.has_next or _other(stage) is not None


def ask_where(stage: Stage, turn: Turn) -> None:
    """Ask where it hurts."""
    stage.of(Pain).area = None
    stage.interrupt(turn)
    stage.ask(WHERE, *_begin(stage, turn))


def ask_scale(stage: Stage, turn: Turn) -> None:
    """Ask how bad it is."""
    own = stage.of(Pain)
    easing: tuple[Line, ...] = ()
    if turn.before not in REPORT:
        own.area = None
        stage.interrupt(turn)
        easing = _begin(stage, turn)
    own.area = turn.heard.slot("area") or own.area
    stage.ask(HOW_BAD, *easing)


def ask_it_again(stage: Stage, _turn: Turn) -> None:
    """Ask the same again, for it was heard that it hurts."""
    stage.tell_anew(*(stage.asked.question or WHERE).lines)


def _begin(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """A report begins: note whether an exercise has to be left for it; the lines say how."""
    exercising = stage.of(Pain).exercising = turn.before in IN_EXERCISE
    return ease_out(stage, turn) if exercising else ()


def never_mind(stage: Stage, _turn: Turn) -> None:
    """Take the report back and get ready again."""
    stage.course.cancel("answer_due")
    _back_to_ready(stage, "never_mind")


def judge(stage: Stage, turn: Turn) -> None:
    """Weigh the report; in the middle of an exercise a smaller range may be tried first."""
    own = stage.of(Pain)
    if turn.before not in REPORT:
        own.area = None
        stage.interrupt(turn)
        own.exercising = turn.before in IN_EXERCISE
    _weigh(stage, turn, easing=own.exercising and turn.before not in EASING)


def judge_again(stage: Stage, turn: Turn) -> None:
    """Weigh the report after a smaller range was tried."""
    _weigh(stage, turn, easing=False)


def _weigh(stage: Stage, turn: Turn, *, easing: bool) -> None:
    """Weigh a report and decide what follows; `easing`: whether a smaller range may be tried first."""
    own, rules, plan = stage.of(Pain), stage.library.pain, stage.plan
    number, word = turn.heard.slot("number"), turn.heard.slot("quality")
    score = None if number is None else int(number)
    felt = zone(rules, score, word, stage.usual_pain)
    stage.course.cancel("answer_due", "recheck_due")
    stage.keep(PainReported(own.area or "", plan.exercise.id, score, word or "", felt))
    if own.area and felt != "green":
        plan.spare(own.area, rules.spare_from(felt))
    if word in rules.never_again_words:
        plan.bar(plan.exercise.id)
    rung = plan.above(-1)
    target = plan.exercise if rung is None or not rung.move else stage.library.exercises[rung.id]
    spares = rung is not None and (own.area is None or target.loads(own.area) < rules.spare_amber)
    here = easing and plan.allowed(plan.exercise.id)
    own.word = word
    chosen = relief(felt, own.area, smaller=here, easier=spares, substitute=_other(stage) is not None)
    # Makes relief_smaller, relief_ease, relief_easier, relief_swap, relief_leave or relief_offer, the rows' triggers.
    stage.follow_ups.append(f"relief_{chosen}")


def say_easing(stage: Stage, _turn: Turn) -> None:
    """Say to try a smaller range for a while."""
    stage.tell_anew(line("pain_amber_ease", wait=int(stage.library.pain.easing_s)))


def start_easing(stage: Stage, _turn: Turn) -> None:
    """Give the smaller range its time."""
    stage.course.set("recheck_due", stage.now + stage.library.pain.easing_s)


def ask_recheck(stage: Stage, _turn: Turn) -> None:
    """Ask how bad it is now."""
    stage.ask(HOW_IS_IT_NOW)


def go_smaller(stage: Stage, _turn: Turn) -> None:
    """Go on in a smaller range."""
    stage.course.cancel("answer_due", "recheck_due")
    _back_to_ready(stage, "pain_green")


def _back_to_ready(stage: Stage, key: str) -> None:
    stage.wait_s = stage.pacing.ease_s
    stage.speech.quiet("talk")
    stage.speech.answer(line(key))
    stage.course.set("ready_due", stage.now + stage.wait_s)


def make_easier(stage: Stage, _turn: Turn) -> None:
    """Go on with the easier rung."""
    climb(stage, -1, "pain_amber_easier")


def swap_exercise(stage: Stage, turn: Turn) -> None:
    """Do another exercise in this one's place."""
    other, area = _other(stage), stage.of(Pain).area
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


def offer_other(stage: Stage, turn: Turn) -> None:
    """End the exercise, and ask whether to go on with something else."""
    own = stage.of(Pain)
    record_set(stage, turn, "hurt")
    stage.count.drop()
    easing = ease_out(stage, turn) if turn.before not in REPORT else ()
    refer = (line("refer"),) if own.word in stage.library.pain.refer_words else ()
    offer = line("offer_other", area=own.area) if own.area else line("offer_on")
    stage.ask(OpenQuestion((offer,), "yes_no"), *easing, line("pain_red"), *refer)


def take_offer(stage: Stage, _turn: Turn) -> None:
    """Go on with something else."""
    stage.course.cancel("answer_due")
    other = _other(stage)
    if stage.plan.has_next:
        go_to(stage, stage.plan.next_at)
    elif other:
        stage.plan.swap(other)
        describe(stage, line("instead", name=stage.plan.exercise.name))


def _other(stage: Stage) -> str | None:
    """An exercise that spares what hurts, if there is one."""
    area = stage.of(Pain).area
    return stage.plan.substitute(area, stage.plan.items) if area else None


ROWS = (
    on("hurts", WELL, "where", ask_where, unless=area_named),
    on("hurts", WELL, "scale", ask_scale, when=area_named),
    on("symptom", (*WELL, *REPORT), None, judge, decides=True),
    on("area", HURTING, "scale", ask_scale),
    on("hurts", HURTING, "scale", ask_scale, when=area_named),
    on("hurts", HURTING, None, ask_it_again, unless=area_named),
    on("number", HURTING, None, judge, decides=True),
    on("answer_due", "where", "scale", ask_scale),
    on("answer_due", "scale", None, judge, decides=True),
    on(("no", "resume"), HURTING, "ready", never_mind, when=in_exercise),
    on(("no", "resume"), HURTING, "brief", describe_item, unless=in_exercise),
    on("told", "easing", None, start_easing),
    on("repeat", "easing", None, say_easing),
    on("recheck_due", "easing", "recheck", ask_recheck),
    on(("number", "hurts"), EASING, None, judge_again, decides=True),
    on("answer_due", "recheck", None, judge_again, decides=True),
    on(("no", "resume", "start"), EASING, "ready", go_smaller),
    on("next", REPORT, "brief", skip_item, when=has_next),
    on("next", REPORT, "closing", close_unwell, unless=has_next),
    on("easier", REPORT, "brief", climb_down, when=can_ease),
    on("relief_smaller", LIVE, "ready", go_smaller, when=in_exercise),
    on("relief_smaller", LIVE, "brief", describe_item, unless=in_exercise),
    on("relief_ease", LIVE, "easing", say_easing),
    on("relief_easier", LIVE, "brief", make_easier),
    on("relief_swap", LIVE, "brief", swap_exercise),
    on("relief_leave", LIVE, "brief", leave_exercise, when=has_next),
    on("relief_leave", LIVE, "closing", close_unwell, unless=has_next),
    on("relief_offer", LIVE, "offer", offer_other, when=has_other),
    on("relief_offer", LIVE, "closing", close_unwell, unless=has_other),
    on(("yes", "start", "resume", "next"), "offer", "brief", take_offer),
    on(("no", "answer_due"), "offer", "closing", close_unwell),
)

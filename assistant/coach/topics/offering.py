"""The offer to go on with something else, because it hurt too much.

Whoever says more of that pain instead of yes or no is not sent off: it is noted, the place is spared, and the offer is
made again. In silence it is made once more, and then the session waits, paused.
"""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.pain import Pain
from assistant.coach.reach import spare
from assistant.coach.returning import return_there
from assistant.coach.sets import ease_out
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import close_unwell, describe, go_to, has_next
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.coach.topics.enough import Enough, end_set
from assistant.coach.topics.hurting import REPORT, begun, other_for, weigh
from assistant.coach.understanding import value
from assistant.words.effects import Line, line
from assistant.words.records import PainReported

AGAIN = ("offer", "enough")
"""States from which the offer is made once more."""
GO_ON = ("yes", "start", "resume", "next")
"""What is said to take it."""
WAITED = 2
"""Silences after which the offer was waited for: it was made twice, and then came a pause."""
HURTS_MOST = 2
"""How often it is said at an offer that it hurts, and not where, before stopping for today is asked about instead.

Raised, somebody who is in pain all the time is asked more often whether to go on.
"""


@dataclass
class Offering:
    """What this topic remembers."""

    hurts: int = 0
    """How often it was said at the offer under way that it hurts, and not where."""
    silences: int = 0
    """How often the offer under way was met with silence."""


def at_exercise(stage: Stage, turn: Turn) -> bool:
    """Whether the offer is made at an exercise, and not before the first one."""
    return begun(stage, turn)


def has_other(stage: Stage, turn: Turn) -> bool:
    """Whether there is anything else to do."""
    if not begun(stage, turn):
        return stage.plan.allowed(stage.plan.exercise.id)
    return has_next(stage, turn) or other_for(stage) is not None


def offer_other(stage: Stage, turn: Turn) -> None:
    """End the exercise, and ask whether to go on with something else."""
    own, at_one = stage.of(Pain), begun(stage, turn)
    lines: tuple[Line, ...] = (line("noted"),)
    if turn.before not in AGAIN:
        stage.of(Offering).hurts = stage.of(Offering).silences = 0
        lines = ease_out(stage, turn) if at_one and turn.before not in REPORT else ()
        lines += (line("pain_red"), *(() if own.area else (line("pain_unknown"),))) if at_one else ()
    end_set(stage, turn, begun=at_one)
    refer = (line("refer"),) if own.word in stage.library.pain.refer_words else ()
    offer = line("offer_other", area=own.area) if own.area else line("offer_on")
    stage.ask(OpenQuestion((offer,), "yes_no"), *lines, *refer)


def asks_again(stage: Stage, _turn: Turn) -> bool:
    """Whether a silence is answered by the offer once more."""
    return stage.of(Offering).silences in (0, WAITED)


def waits(stage: Stage, _turn: Turn) -> bool:
    """Whether a silence is answered by a pause."""
    return 0 < stage.of(Offering).silences < WAITED


def offer_again(stage: Stage, turn: Turn) -> None:
    """Make the offer once more, because nobody answered."""
    stage.of(Offering).silences += 1
    ask_again(stage, turn)


def wait_for_answer(stage: Stage, _turn: Turn) -> None:
    """Wait, paused; when the session goes on, the offer is made again."""
    stage.of(Offering).silences += 1
    stage.course.set("answer_due", stage.now + stage.library.pain.answer_s)
    stage.follow_ups.append("pause")


def weigh_more(stage: Stage, turn: Turn) -> None:
    """Weigh another word for it; one at which one sits down asks first whether to stop."""
    stage.course.cancel("answer_due")
    weigh(stage, turn, easing=False)


def note_more(stage: Stage, turn: Turn) -> None:
    """Note more of the same pain: how strong it is, where it is, or only that it hurts; and offer again."""
    own, rules, at_one = stage.of(Pain), stage.library.pain, begun(stage, turn)
    stage.course.cancel("answer_due")
    area = turn.heard.slot("area")
    score = value(rules.answers, turn.heard, pain=True) if turn.trigger == "number" else None
    own.note(turn.heard)
    if score is not None:
        stage.speech.open_with(line("number_heard", number=score))
    if area:
        spare(stage, area, rules.spare_from(own.felt), begun=at_one)
    exercise = stage.plan.exercise.id if at_one else ""
    stage.keep(PainReported(own.area or "", exercise, score, own.word or "", own.felt, own.side))
    mine = stage.of(Offering)
    mine.hurts += turn.trigger == "hurts" and not area
    if mine.hurts < HURTS_MOST:
        stage.follow_ups.append("relief_offer")
        return
    mine.hurts = 0
    enough = stage.of(Enough)
    enough.opening, enough.follows = (line("noted"),), "relief_offer"
    stage.follow_ups.append("relief_enough")


def take_offer(stage: Stage, turn: Turn) -> None:
    """Go on with something else."""
    stage.course.cancel("answer_due")
    other = other_for(stage)
    if has_next(stage, turn):
        go_to(stage, stage.plan.next_at)
    elif other:
        stage.plan.swap(other)
        describe(stage, line("instead", name=stage.plan.exercise.name))


def go_back(stage: Stage, _turn: Turn) -> None:
    """Return to where one was before the exercises."""
    return_there(stage, line("never_mind"))


ROWS = (
    on("relief_offer", LIVE, "offer", offer_other, when=has_other),
    on("relief_offer", LIVE, "closing", close_unwell, unless=has_other),
    on(GO_ON, "offer", "brief", take_offer, when=at_exercise),
    on(GO_ON, "offer", None, go_back, unless=at_exercise, decides=True),
    on("no", "offer", "closing", close_unwell),
    on("answer_due", "offer", None, offer_again, when=asks_again),
    on("answer_due", "offer", None, wait_for_answer, when=waits),
    on("answer_due", "offer", "closing", close_unwell),
    on("symptom", "offer", None, weigh_more, decides=True),
    on(("hurts", "area", "number"), "offer", None, note_more, decides=True),
)

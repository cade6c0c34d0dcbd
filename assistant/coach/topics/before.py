"""Pain before the session: on the morning after the last one, and now."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.interview import waiting
from assistant.coach.scoring import note_score
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import greet
from assistant.coach.table import on
from assistant.coach.weighing import zone
from assistant.words.effects import line
from assistant.words.records import MorningPain, PainBefore, Zone

PAIN_THIS_MORNING = OpenQuestion((line("pain_morning"),), "pain")
PAIN_NOW = OpenQuestion((line("pain_before"),), "pain")

SCORED: Mapping[Zone, str] = {
    "green": "pain_before_green",
    "amber": "pain_before_amber",
    "red": "pain_before_red",
}
"""How bad the pain is -> the key of what is said of it."""


@dataclass
class Before:
    """What this topic remembers."""

    asked: bool = False
    """Whether pain now was asked about, and that is over."""
    score: int | None = None
    """How strong it is, 0 to 10; None: not said."""


def morning_unknown(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody who may begin has not said how the morning after the last session was."""
    return _may_begin(stage) and stage.today.morning


def nothing_to_ask_first(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody may begin and nothing is to be asked before pain now."""
    return _may_begin(stage) and not stage.today.morning


def _may_begin(stage: Stage) -> bool:
    return stage.person.introduced and not stage.person.lock and not waiting(stage)


def morning_left(stage: Stage, turn: Turn) -> bool:
    """Whether the morning is still to be asked about now that the questions about health are over."""
    return stage.today.morning and not pain_asked(stage, turn)


def nothing_asked(stage: Stage, turn: Turn) -> bool:
    """Whether pain now is the next to be asked about."""
    return not stage.today.morning and not pain_asked(stage, turn)


def pain_asked(stage: Stage, _turn: Turn) -> bool:
    """Whether pain now was asked about already."""
    return stage.of(Before).asked


def ask_morning(stage: Stage, _turn: Turn) -> None:
    """Ask how the morning was."""
    stage.ask(PAIN_THIS_MORNING)


def note_morning(stage: Stage, turn: Turn) -> None:
    """Record how the morning was, and ask about pain now."""
    note_score(stage, turn, MorningPain)
    stage.speech.open_with(line("pain_before_green"))
    ask_before(stage, turn)


def ask_before(stage: Stage, _turn: Turn) -> None:
    """Ask about pain now."""
    stage.ask(PAIN_NOW)


def ask_as_usual(stage: Stage, _turn: Turn) -> None:
    """Say that it will be the usual session, and ask about pain now."""
    stage.ask(PAIN_NOW, line("never_mind"))


def note_before(stage: Stage, turn: Turn) -> None:
    """Record the pain, go by it, and greet."""
    stage.course.cancel("answer_due")
    stage.of(Before).asked = True
    felt = note_score(stage, turn, PainBefore)
    stage.of(Before).score = int(turn.heard.slot("number") or 0)
    stage.speech.open_with(line(SCORED[felt]))
    go_by_score(stage)
    greet(stage, turn)


def go_by_score(stage: Stage) -> None:
    """Let the session be what the pain before it allows; as it was planned while no score is known."""
    score = stage.of(Before).score
    felt = "green" if score is None else zone(stage.library.pain, score, None, stage.usual_pain)
    stage.plan.limit_today(frozenset(stage.library.pain.gentle) if felt == "red" else None)
    stage.plan.ease(eased=felt == "amber")


def greet_unscored(stage: Stage, turn: Turn) -> None:
    """Greet somebody who says nothing about pain."""
    stage.course.cancel("answer_due")
    stage.of(Before).asked = True
    stage.speech.open_with(line("never_mind"))
    greet(stage, turn)


ROWS = (
    on("back_morning", LIVE, "morning", ask_morning),
    on("back_before", LIVE, "before", ask_before),
    on("begin", "asleep", "morning", ask_morning, when=morning_unknown),
    on("begin", "asleep", "before", ask_before, when=nothing_to_ask_first),
    on("number", "morning", "before", note_morning),
    on(("answer_due", "next", "start", "unsure", "no"), "morning", "before", ask_before),
    on("usual", "before", None, ask_as_usual),
    on("screened", "screen", "morning", ask_morning, when=morning_left),
    on("screened", "screen", "before", ask_before, when=nothing_asked),
    on("screened", "screen", "welcome", greet, when=pain_asked),
    on("number", "before", "welcome", note_before),
    on(("answer_due", "next", "start", "resume", "unsure", "no"), "before", "welcome", greet_unscored),
)

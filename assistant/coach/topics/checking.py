"""The questions of a self-check, asked when its exercise is done."""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import asks_now, finish_set, more_to_do, rest
from assistant.coach.table import on
from assistant.coach.topics.afterwards import PAIN_AFTERWARDS
from assistant.content.model import Ask
from assistant.words.effects import Line, line
from assistant.words.records import CheckAnswered


@dataclass
class Check:
    """What this topic remembers."""

    at: int = 0
    """Which of the exercise's questions is asked."""


def answers_check(stage: Stage, turn: Turn) -> bool:
    """Whether this answers what is asked."""
    wanted = _question(stage).answer
    return turn.trigger == wanted or (wanted == "yes_no" and turn.trigger in ("yes", "no"))


def begin_check(stage: Stage, turn: Turn) -> None:
    """Say that the set is done, and ask the first question."""
    stage.of(Check).at = 0
    _ask(stage, *finish_set(stage, turn))


def note_check(stage: Stage, turn: Turn) -> None:
    """Record the answer, and ask the next question if there is one."""
    asked = _question(stage)
    value = turn.heard.slot(asked.answer) or turn.trigger
    stage.keep(CheckAnswered(stage.plan.exercise.id, asked.key, stage.plan.side, value))
    _go_on(stage, line("check_noted"))


def skip_check(stage: Stage, _turn: Turn) -> None:
    """Leave the question out."""
    _go_on(stage)


def ask_check_again(stage: Stage, _turn: Turn) -> None:
    """Ask the question again after a report of pain."""
    _ask(stage)


def rest_after_check(stage: Stage, _turn: Turn) -> None:
    """Rest."""
    stage.speech.tell(rest(stage))


def ask_after_check(stage: Stage, _turn: Turn) -> None:
    """Ask about pain now that all is done."""
    stage.ask(PAIN_AFTERWARDS)


def _question(stage: Stage) -> Ask:
    return stage.plan.exercise.asks[stage.of(Check).at]


def _ask(stage: Stage, *opening: Line) -> None:
    plan = stage.plan
    side = {"side": plan.side} if plan.side else {}
    asked = line("ask", exercise=plan.exercise.id, n=stage.of(Check).at, **side)
    stage.ask(OpenQuestion((asked,), _question(stage).answer), *opening)


def _go_on(stage: Stage, *lines: Line) -> None:
    stage.course.cancel("answer_due")
    own = stage.of(Check)
    own.at += 1
    if own.at < len(stage.plan.exercise.asks):
        _ask(stage, *lines)
    else:
        stage.speech.open_with(*lines)
        stage.follow_ups.append("checked")


ROWS = (
    on("count_due", "work", "checking", begin_check, when=asks_now),
    on(("number", "which", "hour", "change", "yes", "no"), "checking", None, note_check,
       when=answers_check, decides=True),
    on(("next", "unsure", "answer_due"), "checking", None, skip_check, decides=True),
    on("back_checking", LIVE, "checking", ask_check_again),
    on("checked", "checking", "rest", rest_after_check, when=more_to_do),
    on("checked", "checking", "after", ask_after_check, unless=more_to_do),
)  # fmt: skip

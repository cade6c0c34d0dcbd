"""The questions of a self-check or a questionnaire, asked when its exercise is done."""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.checks import CheckQuestion, questions
from assistant.coach.sets import finish_set, tell_rest
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import PAIN_AFTERWARDS, asks_now, more_to_do, unnamed
from assistant.coach.table import on
from assistant.content.needed import BACK
from assistant.words.effects import Line, line
from assistant.words.records import CheckAnswered

UNANSWERED = "unanswered"
"""What is written down for a question that somebody did not want to answer."""


@dataclass
class Check:
    """What this topic remembers."""

    left: tuple[CheckQuestion, ...] = ()
    """The questions that are still to be answered; the first of them is asked."""
    silences: int = 0
    """How many of them in a row were met with silence."""


def asks_at_once(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise asks something now, and nothing is to be named first."""
    return asks_now(stage, turn) and not unnamed(stage, turn)


def answers_check(stage: Stage, turn: Turn) -> bool:
    """Whether this answers what is asked."""
    wanted = stage.of(Check).left[0].answer
    return turn.trigger == wanted or (wanted == "yes_no" and turn.trigger in ("yes", "no"))


def silent_too_often(stage: Stage, _turn: Turn) -> bool:
    """Whether so many questions in a row were met with silence that the rest is left."""
    own = stage.of(Check)
    return own.silences + 1 >= stage.library.measures.silences and len(own.left) > 1


def begin_check(stage: Stage, turn: Turn) -> None:
    """Say that the set is done, and ask the first question."""
    _begin(stage, *finish_set(stage, turn))


def begin_named(stage: Stage, _turn: Turn) -> None:
    """Ask the first question, now that the activities are named."""
    _begin(stage)


def note_check(stage: Stage, turn: Turn) -> None:
    """Record the answer, and ask the next question if there is one."""
    _record(stage, turn.heard.slot(stage.of(Check).left[0].answer) or turn.trigger)
    _go_on(stage, *(() if resumed(stage) else (line("check_noted"),)))  # of many questions the next one says enough


def skip_check(stage: Stage, _turn: Turn) -> None:
    """Leave the question out."""
    if resumed(stage):
        _record(stage, UNANSWERED)
    _go_on(stage)


def pass_over(stage: Stage, _turn: Turn) -> None:
    """Go on after a silence; the question may be asked again another time."""
    stage.of(Check).silences += 1
    _go_on(stage, silent=True)


def leave_check(stage: Stage, _turn: Turn) -> None:
    """Leave the rest of the questions for another time."""
    stage.of(Check).left = ()
    _go_on(stage, line("check_left"))


def ask_check_again(stage: Stage, _turn: Turn) -> None:
    """Ask the question again after a report of pain."""
    _ask(stage)


def rest_after_check(stage: Stage, _turn: Turn) -> None:
    """Rest."""
    tell_rest(stage)


def ask_after_check(stage: Stage, _turn: Turn) -> None:
    """Ask about pain now that all is done."""
    stage.ask(PAIN_AFTERWARDS)


def resumed(stage: Stage) -> bool:
    """Whether what is asked is a questionnaire that can be broken off and gone on with."""
    return stage.plan.exercise.id == BACK


def _begin(stage: Stage, *opening: Line) -> None:
    own = stage.of(Check)
    own.left, own.silences = questions(stage), 0
    done = len(stage.plan.exercise.asks) - len(own.left)
    went_on = (line("check_goes_on", number=done + 1),) if resumed(stage) and done else ()
    _ask(stage, *opening, *went_on)


def _ask(stage: Stage, *opening: Line) -> None:
    asked = stage.of(Check).left[0]
    stage.ask(OpenQuestion(asked.lines, asked.answer), *opening)


def _record(stage: Stage, value: str) -> None:
    stage.keep(CheckAnswered(stage.plan.exercise.id, stage.of(Check).left[0].key, stage.plan.side, value))


def _go_on(stage: Stage, *lines: Line, silent: bool = False) -> None:
    stage.course.cancel("answer_due")
    own = stage.of(Check)
    own.silences = own.silences if silent else 0
    own.left = own.left[1:]
    if own.left:
        _ask(stage, *lines)
    else:
        stage.speech.open_with(*lines)
        stage.follow_ups.append("checked")


ROWS = (
    on("count_due", "work", "checking", begin_check, when=asks_at_once),
    on("named", "naming", "checking", begin_named),
    on(("number", "which", "hour", "change", "yes", "no"), "checking", None, note_check,
       when=answers_check, decides=True),
    on(("next", "unsure"), "checking", None, skip_check, decides=True),
    on("answer_due", "checking", None, pass_over, unless=silent_too_often, decides=True),
    on("answer_due", "checking", None, leave_check, when=silent_too_often, decides=True),
    on("back_checking", LIVE, "checking", ask_check_again),
    on("checked", "checking", "rest", rest_after_check, when=more_to_do),
    on("checked", "checking", "after", ask_after_check, unless=more_to_do),
)  # fmt: skip

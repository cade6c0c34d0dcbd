"""The questions about health, before the first session and whenever somebody wants to answer them again."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.person import permitted
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.content.clinical import Question
from assistant.words.effects import Chime, Line, line
from assistant.words.records import Answer, HealthAnswered, Introduced

ANSWERS: Mapping[str, Answer] = {"yes": "yes", "no": "no", "unsure": "unsure"}
"""trigger -> the answer it stands for"""
SAID_BEFORE: Mapping[str, str] = {"yes": "answer_was_yes", "no": "answer_was_no", "unsure": "answer_was_unsure"}
"""answer -> the key of the sentence that reminds of it"""


@dataclass
class ScreeningUnderWay:
    """What this topic remembers."""

    at: int = 0
    """The index of the question that is asked."""
    silences: int = 0
    """How often it was met with silence."""


def to_be_introduced(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody is here for the first time, and nothing keeps sessions locked."""
    return not stage.person.introduced and not stage.person.lock


def asked_twice(stage: Stage, _turn: Turn) -> bool:
    """Whether the question was met with silence before."""
    return stage.of(ScreeningUnderWay).silences >= 1


def introduce(stage: Stage, _turn: Turn) -> None:
    """Say what this is, and begin the questions about health."""
    stage.keep(Introduced())
    stage.effects.append(Chime("ready"))
    count = len(stage.library.screening.questions)
    _begin(stage, line("disclaimer"), line("orient_room"), line("screen_intro", count=count))


def ask_health(stage: Stage, turn: Turn) -> None:
    """Begin the questions about health again."""
    stage.interrupt(turn)
    stage.count.drop()
    _begin(stage, line("screen_again"))


def _begin(stage: Stage, *opening: Line) -> None:
    own = stage.of(ScreeningUnderWay)
    own.at, own.silences = 0, 0
    _ask(stage, *opening)


def _ask(stage: Stage, *opening: Line) -> None:
    asked = _question(stage).id
    before = stage.person.answers.get(asked, "")
    was = (line(SAID_BEFORE[before]),) if before in SAID_BEFORE else ()
    stage.ask(OpenQuestion((line("question", question=asked), *was), "yes_no"), *opening)


def _question(stage: Stage) -> Question:
    return stage.library.screening.questions[stage.of(ScreeningUnderWay).at]


def ask_on(stage: Stage, _turn: Turn) -> None:
    """Go on with the question after a report of pain."""
    _ask(stage)


def ask_once_more(stage: Stage, turn: Turn) -> None:
    """Ask the question once more."""
    stage.of(ScreeningUnderWay).silences += 1
    ask_again(stage, turn)


def note_answer(stage: Stage, turn: Turn) -> None:
    """Record the answer, and ask the next question if there is one."""
    asked, own = _question(stage), stage.of(ScreeningUnderWay)
    stage.keep(HealthAnswered(asked.id, ANSWERS[turn.trigger]))
    _permit(stage)
    stage.course.cancel("answer_due")
    own.silences = 0
    own.at += 1
    said = (line("question_limits", question=asked.id),) if turn.trigger in (asked.limits_on, "unsure") else ()
    if own.at < len(stage.library.screening.questions):
        _ask(stage, *said)
    else:
        _end(stage, *said, line("screen_done"))


def leave_questions(stage: Stage, _turn: Turn) -> None:
    """Leave the rest of the questions for later."""
    stage.course.cancel("answer_due")
    _permit(stage)
    _end(stage, line("screen_later"))


def _end(stage: Stage, *lines: Line) -> None:
    stage.speech.open_with(*lines)
    stage.follow_ups.append("screened")


def _permit(stage: Stage) -> None:
    """Do only what the answers allow, also when the questions are broken off ("that hurts")."""
    stage.lie_where_allowed()
    stage.plan.permit(permitted(stage.library.screening, stage.person))


ROWS = (
    on("back_screen", LIVE, "screen", ask_on),
    on("begin", "asleep", "screen", introduce, when=to_be_introduced),
    on(("yes", "no", "unsure"), "screen", None, note_answer, decides=True),
    on("next", "screen", None, leave_questions, decides=True),
    on("answer_due", "screen", None, ask_once_more, unless=asked_twice),
    on("answer_due", "screen", None, leave_questions, when=asked_twice, decides=True),
    on("health", ("before", "welcome", "brief", "ready", "rest"), "screen", ask_health),
)

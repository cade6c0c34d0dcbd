"""A number that was answered is said back, and can be taken back for a while: its records and all that followed.

A question that was met with silence can be answered late in the same way.
"""

from assistant.coach.asked import LATE, ClosedQuestion
from assistant.coach.marking import Mark, own_marked, plan_back, plan_marked
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import SCORED
from assistant.words.effects import line
from assistant.words.events import Heard
from assistant.words.units import Seconds

REPORTS = ("hurts", "symptom", "fell", "call_for_help")
"""Intents of another report, after which an earlier answer stands: what came after it is not taken back."""
CLOSES = ("number", "answer_due", "unsure")
"""Triggers that answer a question about a number; silence and "I don't know" among them."""
RECKONED = tuple(state for state in SCORED if state != "easing")
"""States to which a question about pain can go back."""


def begin(stage: Stage, turn: Turn) -> None:
    """Note, before an answer has its consequences, how the session stands; say a number back that nobody confirmed."""
    question = stage.asked.question
    if turn.trigger not in CLOSES or question is None or not _asks_number(stage, turn):
        return
    state = "recheck" if turn.before == "easing" else turn.before
    stage.asked.closed = ClosedQuestion(question, state, _mark(stage), stage.turns)
    number = turn.heard.slot("number") if turn.trigger == "number" else None
    if number is None:
        return
    if not stage.asked.confirmed:
        stage.speech.open_with(line("number_heard", number=int(number)))
    if turn.before in SCORED:
        stage.asked.pain = int(number)


def late(stage: Stage) -> ClosedQuestion | None:
    """The question about a number that can still be answered late, or anew."""
    return stage.asked.closed if stage.course.due(LATE) is not None else None


def go_back(stage: Stage, mark: Mark) -> None:
    """Let the session stand as it did when it was marked."""
    plan_back(stage.plan, mark)
    stage.own, stage.asked.pain, stage.ended = dict(mark.own), mark.pain, mark.ended


def _mark(stage: Stage) -> Mark:
    return Mark(plan_marked(stage.plan), own_marked(stage.own), stage.asked.pain, stage.ended)


def _asks_number(stage: Stage, turn: Turn) -> bool:
    question = stage.asked.question
    if turn.before == "checking":
        return question is not None and question.answer == "number"
    return turn.before in SCORED and (turn.trigger == "number" or turn.before not in ("where", "spread"))


def end(stage: Stage, heard: Heard, until: Seconds | None) -> None:
    """The answer has had its consequences: for a while it can be taken back.

    It stands once somebody is at work, has reported something else, or has ended the session in words of their own.
    `until` is when an earlier answer stands; what comes by itself, such as the end of a wait, changes nothing in that.
    """
    closed = stage.asked.closed
    if stage.flow == "work" or heard.intent in REPORTS or (stage.flow == "closing" and heard.intent):
        stage.course.cancel(LATE)
    elif closed and closed.turn == stage.turns:
        stage.course.set(LATE, stage.now + stage.library.pain.answers.late_s)
    elif until is not None and not heard.intent:
        stage.course.set(LATE, until)

"""The questions about health and about the home: before the first session, when answers are old, and when asked for.

What decides today's session is asked before anything is done, and the rest after the first exercise. What was not
answered is asked at the next start.
"""

from collections.abc import Mapping

from assistant.coach.asked import OpenQuestion
from assistant.coach.building import build_again
from assistant.coach.greeting import left_out
from assistant.coach.interview import (
    ANSWERS,
    NOTHING_LEFT,
    Interview,
    asked,
    confirm_group,
    following,
    group_asked,
    permit,
    step,
    unanswered,
    waiting,
    waits_afterwards,
)
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.table import on
from assistant.coach.topics.asking import ask_again
from assistant.content.clinical import Question, QuestionGroup
from assistant.words.effects import Chime, Line, line
from assistant.words.records import HealthAnswered, HealthChanged, Introduced

SURE = OpenQuestion((line("urgent_sure"),), "yes_no")
UNHEARD_MOST = 2
"""Questions in a row that nobody answers, after which the rest is left for the next start.

Raised, an empty room is asked for longer.
"""
SAID_BEFORE: Mapping[str, str] = {"yes": "answer_was_yes", "no": "answer_was_no", "unsure": "answer_was_unsure"}
"""answer -> the key of the sentence that reminds of it"""


def to_be_introduced(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody is here for the first time, and nothing keeps sessions locked."""
    return not stage.person.introduced and not stage.person.lock


def questions_open(stage: Stage, _turn: Turn) -> bool:
    """Whether somebody known has questions left, or answers that are old, before anything can be done."""
    return stage.person.introduced and not stage.person.lock and waiting(stage)


def asked_twice(stage: Stage, _turn: Turn) -> bool:
    """Whether the question was met with silence before."""
    return stage.of(Interview).silences >= 1


def goes_on(stage: Stage) -> bool:
    """Whether something is left to be done when the questions are over."""
    own, plan = stage.of(Interview), stage.plan
    if own.run_out or plan.exercise.id != own.described:
        return not own.run_out and plan.allowed(plan.exercise.id)
    if own.resting:
        return plan.next_step is not None
    return plan.allowed(plan.exercise.id) if own.every else plan.has_next


def too_early(stage: Stage, _turn: Turn) -> bool:
    """Whether the question cannot have been heard yet: what was said answers something else, or was typed ahead."""
    return stage.speech.too_early(stage.now - stage.told_at)


def of_group(stage: Stage, _turn: Turn) -> bool:
    """Whether it is asked of a group of answers whether anything has changed."""
    return group_asked(stage) is not None


def urgent(stage: Stage, turn: Turn) -> bool:
    """Whether this answer would lock, and it was not asked yet whether it was heard rightly."""
    if of_group(stage, turn):
        return False
    question = asked(stage)
    locks = bool(question.flag) and ANSWERS.get(turn.trigger) == question.limits_on
    return locks and not stage.of(Interview).confirming


def denied(stage: Stage, _turn: Turn) -> bool:
    """Whether it is just being asked if an answer that locks was heard rightly."""
    return stage.of(Interview).confirming


def may_go_back(stage: Stage, _turn: Turn) -> bool:
    """Whether a question was answered before this one."""
    return bool(stage.of(Interview).trail)


def introduce(stage: Stage, _turn: Turn) -> None:
    """Say what this is, and begin the questions."""
    stage.effects.append(Chime("ready"))
    _begin(stage, line("disclaimer"), line("screen_intro"))


def take_up(stage: Stage, _turn: Turn) -> None:
    """Ask what was left open, or was answered long ago."""
    stage.effects.append(Chime("ready"))
    known = all(question.id in stage.person.answers for question in stage.library.screening.questions)
    _begin(stage, line("screen_renew" if known else "screen_left"))


def ask_waiting(stage: Stage, _turn: Turn) -> None:
    """Ask what waits before the next exercise can be described."""
    own = stage.of(Interview)
    _begin(stage, line("screen_more") if own.exercised else line("screen_left"))


def ask_health(stage: Stage, turn: Turn) -> None:
    """Go through all answers again, group by group; the place in the session is kept."""
    stage.interrupt(turn)
    stage.count.drop()
    if turn.heard.slot("changed"):
        stage.keep(HealthChanged())
    own = stage.of(Interview)
    own.resting = turn.before == "rest"
    _begin(stage, line("screen_again"), every=True)


def _begin(stage: Stage, *opening: Line, every: bool = False) -> None:
    own = stage.of(Interview)
    own.at, own.silences, own.every, own.put_off, own.trail = -1, 0, every, False, ()
    own.changed, own.left = frozenset(), frozenset() if every else own.left
    own.part = None if every or own.exercised else "first"
    question = following(stage)
    if question is None:
        _end(stage, *opening)
    else:
        _ask(stage, question, *opening)


def _ask(stage: Stage, question: Question | QuestionGroup, *opening: Line) -> None:
    own = stage.of(Interview)
    own.silences, own.confirming = 0, False
    if isinstance(question, QuestionGroup):
        stage.ask(OpenQuestion((line("anything_changed", group=question.id),), "yes_no", careful="yes"), *opening)
        return
    before = stage.person.answers.get(question.id, "")
    was = (line(SAID_BEFORE[before]),) if before in SAID_BEFORE else ()
    careful = question.limits_on if question.flag or question.limits_on == "no" else ""
    stage.ask(OpenQuestion((line("question", question=question.id), *was), "yes_no", careful), *opening)


def ask_on(stage: Stage, _turn: Turn) -> None:
    """Go on with the question after a report of pain."""
    _ask(stage, step(stage))


def say_question_first(stage: Stage, _turn: Turn) -> None:
    """Take no answer to a question before it was heard: what is being said goes on, and the question follows."""
    stage.speech.speak_on()


def ask_whether_yes(stage: Stage, _turn: Turn) -> None:
    """Ask once whether the answer that locks was heard rightly; nothing goes on meanwhile, and silence confirms it."""
    stage.of(Interview).confirming = True
    stage.ask(SURE)


def ask_anew(stage: Stage, _turn: Turn) -> None:
    """Ask the question once more from the beginning, because its answer was misheard."""
    _ask(stage, asked(stage), line("never_mind"))


def ask_previous(stage: Stage, _turn: Turn) -> None:
    """Ask the question before this one again."""
    own = stage.of(Interview)
    *earlier, own.at = own.trail
    own.trail = tuple(earlier)
    _ask(stage, step(stage), line("never_mind"))


def ask_once_more(stage: Stage, turn: Turn) -> None:
    """Ask the question once more."""
    stage.of(Interview).silences += 1
    ask_again(stage, turn)


def note_answer(stage: Stage, turn: Turn) -> None:
    """Record the answer, and ask the next question if there is one; a sign that cannot wait locks."""
    question, own = asked(stage), stage.of(Interview)
    answer = ANSWERS.get(turn.trigger) or ANSWERS[question.limits_on]  # silence confirms the answer that locks
    if not stage.person.introduced:
        stage.keep(Introduced())
    stage.keep(HealthAnswered(question.id, answer, stage.today.day))
    stage.course.cancel("answer_due")
    own.unheard, own.left = 0, own.left - {question.id}
    if question.flag and answer == question.limits_on:
        stage.follow_ups.append("flagged")
        return
    permit(stage)
    limits = question.say and answer in (question.limits_on, "unsure")
    said = (line("question_limits", question=question.id),) if limits else ()
    heard = (line("heard_no"),) if question.flag and answer == "no" else ()
    own.trail = (*own.trail, own.at)
    _go_on(stage, *heard, *said)


def note_group(stage: Stage, turn: Turn) -> None:
    """Let the answers of a group stand, or ask its questions because something may have changed."""
    own, group = stage.of(Interview), group_asked(stage)
    if group is None:
        raise ValueError("no group is asked about")
    stage.course.cancel("answer_due")
    own.unheard, own.changed = 0, own.changed - {group.id}
    own.trail = (*own.trail, own.at)
    if turn.trigger != "no":
        own.changed |= {group.id}
        _go_on(stage)
        return
    confirm_group(stage, group)
    urgent_one = any(question.flag for question in stage.library.screening.of_group(group.id))
    _go_on(stage, *((line("heard_no"),) if urgent_one else ()))


def _go_on(stage: Stage, *said: Line) -> None:
    """Ask the next question, or end the questions."""
    own, next_question = stage.of(Interview), following(stage)
    if next_question is not None:
        _ask(stage, next_question, *said)
    elif own.left:
        _end(stage, *said, line("screen_some_left"))
    else:
        _end(stage, *said, line("screen_first_done" if own.part == "first" else "screen_done"))


def leave_question(stage: Stage, turn: Turn) -> None:
    """Leave a question that nobody answered for the next start; after some in a row, leave all the rest."""
    own = stage.of(Interview)
    own.unheard += 1
    if own.unheard >= UNHEARD_MOST:
        leave_questions(stage, turn)
        return
    stage.course.cancel("answer_due")
    own.left |= unanswered(stage)
    permit(stage)
    _go_on(stage, line("question_left"))


def leave_questions(stage: Stage, _turn: Turn) -> None:
    """Leave the rest of the questions for the next start."""
    if not stage.person.introduced:
        stage.keep(Introduced())
    stage.course.cancel("answer_due")
    left = waits_afterwards(stage)
    stage.of(Interview).put_off = True
    permit(stage)
    _end(stage, line("screen_later" if left else "never_mind"))


def _end(stage: Stage, *lines: Line) -> None:
    if not stage.of(Interview).described:
        stage.speech.open_with(*lines, *build_again(stage))
        stage.follow_ups.append("screened")
        return
    stage.speech.open_with(*lines, *left_out(stage.plan, stage.person))
    stage.follow_ups.append("interviewed" if goes_on(stage) else NOTHING_LEFT)


ROWS = (
    on("back_screen", LIVE, "screen", ask_on),
    on("begin", "asleep", "screen", introduce, when=to_be_introduced),
    on("begin", "asleep", "screen", take_up, when=questions_open),
    on("questions", "brief", "screen", ask_waiting),
    on(("yes", "no", "unsure"), "screen", None, say_question_first, when=too_early),
    on(("yes", "no", "unsure"), "screen", None, note_group, when=of_group, decides=True),
    on(("yes", "unsure"), "screen", None, ask_whether_yes, when=urgent),
    on(("yes", "unsure"), "screen", None, note_answer, unless=urgent, decides=True),
    on("no", "screen", None, ask_anew, when=denied),
    on("no", "screen", None, ask_whether_yes, when=urgent),
    on("no", "screen", None, note_answer, decides=True),
    on("answer_due", "screen", None, note_answer, when=denied, decides=True),
    on("next", "screen", None, ask_again, when=denied),
    on("next", "screen", None, leave_questions, unless=denied, decides=True),
    on("previous", "screen", None, ask_anew, when=denied),
    on("previous", "screen", None, ask_previous, when=may_go_back),
    on("answer_due", "screen", None, ask_once_more, unless=asked_twice),
    on("answer_due", "screen", None, leave_question, when=asked_twice, decides=True),
    on("health", ("before", "welcome", "prepare", "brief", "ready", "rest"), "screen", ask_health),
)

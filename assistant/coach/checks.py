"""Which questions a self-check or a questionnaire asks now: rules over the plan, the person and earlier answers."""

from dataclasses import dataclass

from assistant.coach.asked import AnswerKind
from assistant.coach.stage import Stage
from assistant.content.needed import ACTIVITIES
from assistant.words.clinical_records import Activity
from assistant.words.effects import Line, line


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """One question, as it is written down and as it is asked."""

    key: str
    lines: tuple[Line, ...]
    answer: AnswerKind


def questions(stage: Stage) -> tuple[CheckQuestion, ...]:
    """The questions of the exercise under way, without those answered before a questionnaire was broken off."""
    plan = stage.plan
    exercise, side = plan.exercise, {"side": plan.side} if plan.side else {}
    answered = stage.today.answered.get(exercise.id, frozenset())
    written = tuple(
        CheckQuestion(ask.key, (line("ask", exercise=exercise.id, n=n, **side),), ask.answer)
        for n, ask in enumerate(exercise.asks)
        if ask.key not in answered
    )
    return (*_rated(stage), *written) if exercise.id == ACTIVITIES else written


def name_of(activity: Activity) -> Line:
    """What says which activity is meant: the person's own voice, or the words."""
    if activity.recording:
        return line("activity_recorded", recording=activity.recording)
    return line("activity_named", activity=activity.name)


def _rated(stage: Stage) -> tuple[CheckQuestion, ...]:
    """How able the person is at each of their activities."""
    return tuple(
        CheckQuestion(activity.name, (name_of(activity), line("how_able" if n else "how_able_first")), "number")
        for n, activity in enumerate(stage.person.activities)
    )

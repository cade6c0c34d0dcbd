"""Where the questions of the first session stand: which are open, which one is asked, and where they broke off.

Nothing is described while a question is open that has to be answered first. So a report of pain, or a red flag, in the
middle of the questions loses none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.coach.permission import applies, due, permitted, too_hard
from assistant.coach.stage import Stage, Turn
from assistant.content.clinical import Part, Question
from assistant.words.records import Answer, HealthAnswered

THINGS: Mapping[str, Answer] = {"have": "yes", "have_no": "no"}
"""trigger -> the answer to the question about a piece of furniture"""

QUESTIONS = "questions"
"""The trigger that is fired in the place of a description while questions wait."""
NO_WAY = "no_way"
"""The trigger that is fired when no way leads from where the person is to anything that is left."""
NOTHING_LEFT = "nothing_left"
"""The trigger that is fired when an exercise may not be done any more and none is left."""


@dataclass
class Interview:
    """What is remembered of it in a session."""

    at: int = -1
    """The index of the question that is asked."""
    every: bool = False
    """Whether all questions are asked, also those whose answers are known."""
    part: Part | None = None
    """Which part is asked; None: both."""
    put_off: bool = False
    """Whether what is left is asked at the next start."""
    exercised: bool = False
    """Whether a set of an exercise has ended, so that the second part can be asked."""
    described: str = ""
    """The exercise that was described last."""
    resting: bool = False
    """Whether the questions came in the rest after a set."""
    run_out: bool = False
    """Whether the answers left nothing more to do."""
    silences: int = 0
    """How often the question was met with silence."""
    unheard: int = 0
    """How many questions in a row were left because nobody answered."""
    left: frozenset[str] = frozenset()
    """Questions that were met with silence, and are asked at the next start."""
    confirming: bool = False
    """Whether it is being asked if an answer that locks was heard rightly."""
    trail: tuple[int, ...] = ()
    """The indexes of the questions answered since the first one, to go back to."""


def asked(stage: Stage) -> Question:
    """The question that is asked."""
    return stage.library.screening.questions[stage.of(Interview).at]


def waiting(stage: Stage) -> bool:
    """Whether a question has to be asked before the next exercise is described."""
    return bool(_open(stage, None if stage.of(Interview).exercised else "first"))


def waits_afterwards(stage: Stage) -> bool:
    """Whether questions follow the exercise under way."""
    return bool(_open(stage, None))


def _open(stage: Stage, part: Part | None) -> list[Question]:
    """The questions of a part, or of both, that are still to be asked in this session."""
    own = stage.of(Interview)
    questions = [] if own.put_off else due(stage.library.screening, stage.person, stage.today.day, part)
    return [question for question in questions if question.id not in own.left]


def following(stage: Stage) -> Question | None:
    """Go to the next question of those to be asked; None when there is none."""
    own, screening = stage.of(Interview), stage.library.screening
    open_now = _open(stage, own.part)
    for at, question in enumerate(screening.questions[own.at + 1 :], start=own.at + 1):
        if question in open_now or (own.every and applies(question, stage.person)):
            own.at = at
            return question
    return None


def note_furniture(stage: Stage, turn: Turn) -> None:
    """Remember what the person has, or has not, and do only what can be done with it from now on."""
    named = turn.heard.slot("thing")
    question = next(question for question in stage.library.screening.questions if question.furniture == named)
    stage.keep(HealthAnswered(question.id, THINGS[turn.trigger], stage.today.day))
    permit(stage)


def permit(stage: Stage) -> None:
    """Do only what the answers allow from now on; what was done, and what is under way if it may go on, is kept."""
    own, plan = stage.of(Interview), stage.plan
    only = permitted(stage.library, stage.person)
    unsure = {**stage.person.answers, **dict.fromkeys(own.left - stage.person.answers.keys(), "unsure")}
    hoped = permitted(stage.library, replace(stage.person, answers=unsure), hoped=not own.put_off)
    plan.bounds.too_hard = too_hard(stage.library, stage.person)
    stage.lie_where_allowed()
    under_way = plan.exercise.id == own.described and plan.exercise.id in only
    keep = plan.at + under_way if own.described else 0
    plan.permit(only, hoped, keep=keep)
    own.run_out = bool(keep) and not under_way and len(plan.items) == keep

"""Where the questions of the first session stand: which are open, which one is asked, and where they broke off.

Nothing is described while a question is open that has to be answered first. So a report of pain, or a red flag, in the
middle of the questions loses none of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.coach.permission import due, follows, permitted, too_hard
from assistant.coach.stage import Stage, Turn
from assistant.content.clinical import Part, Question, QuestionGroup
from assistant.words.records import Answer, HealthAnswered

ANSWERS: Mapping[str, Answer] = {"yes": "yes", "no": "no", "unsure": "unsure"}
"""trigger -> the answer it stands for"""
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
    """The index, among the steps, of the question or the group that is asked about."""
    every: bool = False
    """Whether all answers are gone through, group by group, also those that are known."""
    changed: frozenset[str] = frozenset()
    """Groups in which something has changed, so that all their questions are asked."""
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
    told: bool = False
    """Whether something was told meanwhile by which it is not yet decided what may be done."""
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
    """The indexes of what was answered since the first question, to go back to."""


def _steps(stage: Stage) -> tuple[Question | QuestionGroup, ...]:
    screening = stage.library.screening
    return screening.by_group if stage.of(Interview).every else screening.questions


def step(stage: Stage) -> Question | QuestionGroup:
    """The question that is asked, or the group of which it is asked whether anything has changed."""
    return _steps(stage)[stage.of(Interview).at]


def asked(stage: Stage) -> Question:
    """The question that is asked; it must be one about health or the home itself."""
    if isinstance(here := step(stage), QuestionGroup):
        raise TypeError("it is asked whether anything has changed")
    return here


def group_asked(stage: Stage) -> QuestionGroup | None:
    """The group of which it is asked whether anything has changed; None: a question itself is asked."""
    return here if isinstance(here := step(stage), QuestionGroup) else None


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


def following(stage: Stage) -> Question | QuestionGroup | None:
    """Go to the next of what is to be asked; None when there is nothing.

    A group is asked about when one of its questions has an answer, and a question of it when it has none or an old one,
    or when something has changed.
    """
    own, person = stage.of(Interview), stage.person
    open_now, steps = _open(stage, own.part), _steps(stage)
    for at in range(own.at + 1, len(steps)):
        here = steps[at]
        if isinstance(here, QuestionGroup):
            wanted = any(question.id in person.answers for question in stage.library.screening.of_group(here.id))
        else:
            wanted = here in open_now or (here.group in own.changed and follows(here, person))
        if wanted:
            own.at = at
            return here
    return None


def unanswered(stage: Stage) -> set[str]:
    """The questions that are left for the next start when nobody answers."""
    if group := group_asked(stage):
        return {question.id for question in _open(stage, None) if question.group == group.id}
    return {asked(stage).id}


def confirm_group(stage: Stage, group: QuestionGroup) -> None:
    """Nothing of a group has changed: the answers that it has count from today."""
    for question in stage.library.screening.of_group(group.id):
        if answer := ANSWERS.get(stage.person.answers.get(question.id, "")):
            stage.keep(HealthAnswered(question.id, answer, stage.today.day))


def answer_thing(stage: Stage, turn: Turn) -> None:
    """Remember what the person has, or has not."""
    named = turn.heard.slot("thing")
    question = next(question for question in stage.library.screening.questions if question.furniture == named)
    stage.keep(HealthAnswered(question.id, THINGS[turn.trigger], stage.today.day))


def no_way_on(stage: Stage) -> str:
    """What follows where no way leads to an exercise: who is up has nothing left to do, and who is down is stranded."""
    return NOTHING_LEFT if stage.place.is_up else NO_WAY


def note_furniture(stage: Stage, turn: Turn) -> None:
    """Remember what the person has, or has not, and do only what can be done with it from now on."""
    answer_thing(stage, turn)
    permit(stage)


def permit(stage: Stage) -> None:
    """Do only what the answers allow from now on; what was done, and what is under way if it may go on, is kept."""
    own, plan = stage.of(Interview), stage.plan
    own.told = False
    only = permitted(stage.library, stage.person)
    left = own.left - stage.person.answers.keys()
    never_asked = {question.id for question in stage.library.screening.questions if question.after in left}
    unsure = {**dict.fromkeys(left | never_asked, "unsure"), **stage.person.answers}
    hoped = permitted(stage.library, replace(stage.person, answers=unsure), hoped=not own.put_off)
    plan.bounds.too_hard = too_hard(stage.library, stage.person)
    stage.lie_where_allowed()
    under_way = plan.exercise.id == own.described and plan.exercise.id in only
    keep = plan.at + under_way if own.described else 0
    plan.permit(only, hoped, keep=keep)
    own.run_out = bool(keep) and not under_way and len(plan.items) == keep

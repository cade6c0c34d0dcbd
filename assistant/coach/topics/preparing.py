"""Before the first exercise: what is needed is fetched and put in its place, and the session waits until it is.

What is at hand is said each time; how to lay out the room once. Nothing is prepared while questions about health are
still open, because their answers decide what the session needs.
"""

from dataclasses import dataclass

from assistant.coach import greeting
from assistant.coach.interview import Interview
from assistant.coach.patience import AsksThere, GivesTime, Reminds, asks_there, await_person, unanswered, was_asked
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import close_gone, describe, describe_item
from assistant.coach.table import on
from assistant.content.needed import ALWAYS
from assistant.words.effects import Line, line
from assistant.words.records import Taught

BEGINS = ("choice_due", "start", "next", "yes", "usual")
"""What takes the session as the welcome says it."""
DONE = ("start", "next", "yes", "resume")
"""What is said when everything is in its place."""


@dataclass
class Preparing:
    """What this topic remembers."""

    told: tuple[Line, ...] = ()
    """What was said to be needed, so that it is not said again for the same session."""
    between: bool = False
    """Whether questions about health came before it, in the middle of a session."""


def to_prepare(stage: Stage, _turn: Turn) -> bool:
    """Whether something has to be fetched or put in its place that was not spoken of yet.

    Nobody who felt faint, or lies already, is sent to fetch anything.
    """
    if stage.place.stays or not stage.place.is_up or stage.plan.bounds.open:
        return False
    return not set(_needed(stage)) <= set(stage.of(Preparing).told)


def came_between(stage: Stage, _turn: Turn) -> bool:
    """Whether a session is gone on with, and not begun."""
    return stage.of(Preparing).between


def begin_first(stage: Stage, turn: Turn) -> None:
    """Describe the first exercise."""
    stage.course.cancel("choice_due")
    describe_item(stage, turn)


def go_on(stage: Stage, _turn: Turn) -> None:
    """Go on with the session, where the questions came."""
    own, plan = stage.of(Interview), stage.plan
    if plan.exercise.id == own.described and own.resting:
        plan.advance()
    elif plan.exercise.id == own.described and not own.every:
        plan.go_to(plan.next_at)
    own.resting = False
    describe(stage)


def prepare_first(stage: Stage, _turn: Turn) -> None:
    """Say what is needed, before the first exercise."""
    stage.course.cancel("choice_due")
    stage.of(Preparing).between = False
    say_needed(stage, _turn)


def prepare_on(stage: Stage, turn: Turn) -> None:
    """Say what is needed, now that the questions about health are over."""
    stage.of(Preparing).between = True
    say_needed(stage, turn)


def say_needed(stage: Stage, _turn: Turn) -> None:
    """Say what is needed."""
    stage.course.cancel("prepared_due")
    stage.of(Preparing).told = lines = _needed(stage)
    stage.speech.tell(*lines, line("prepare_ready"))


def await_prepared(stage: Stage, _turn: Turn) -> None:
    """Wait until the person says that everything is in its place."""
    if any(said.key == "orient_mat" for said in stage.of(Preparing).told):
        stage.keep(Taught("room"))
    await_person(stage, "prepared_due")


def begin(stage: Stage, turn: Turn) -> None:
    """Describe the first exercise."""
    stage.course.cancel("prepared_due")
    begin_first(stage, turn)


def begin_again(stage: Stage, turn: Turn) -> None:
    """Go on with the session, where the questions came."""
    stage.course.cancel("prepared_due")
    go_on(stage, turn)


def _needed(stage: Stage) -> tuple[Line, ...]:
    known = stage.person.practised.keys() - {ALWAYS} or "room" in stage.person.taught
    return tuple(greeting.needed(stage.plan, stage.person, new=not known))


ROWS = (
    on(BEGINS, "welcome", "prepare", prepare_first, when=to_prepare),
    on(BEGINS, "welcome", "brief", begin, unless=to_prepare),
    on("interviewed", "screen", "prepare", prepare_on, when=to_prepare),
    on("interviewed", "screen", "brief", begin_again, unless=to_prepare),
    on("told", "prepare", None, await_prepared),
    on(("repeat", "previous"), "prepare", None, say_needed),
    on("more_time", "prepare", None, GivesTime("prepared_due", "prepare_time")),
    on("yes", "prepare", None, GivesTime("prepared_due", "prepare_time"), when=was_asked),
    on(DONE, "prepare", "brief", begin, unless=came_between),
    on(DONE, "prepare", "brief", begin_again, when=came_between),
    on("prepared_due", "prepare", None, Reminds("prepared_due", "prepare_remind"), unless=asks_there),
    on("prepared_due", "prepare", None, AsksThere("prepared_due"), unless=unanswered),
    on("prepared_due", "prepare", "closing", close_gone),
    on("back_prepare", LIVE, "prepare", say_needed),
)

"""The person's own activities: they name up to three things that are hard these days, before they are asked about."""

from assistant.coach.asked import OpenQuestion
from assistant.coach.sets import finish_set
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import unnamed
from assistant.coach.table import on
from assistant.words.clinical_records import ActivitiesNamed, Activity
from assistant.words.effects import Line, line

EXAMPLES = 3
"""How many of the activities that can be named are read out; more are not remembered."""


def begin_naming(stage: Stage, turn: Turn) -> None:
    """Say that the set is done, and ask for an activity."""
    known = stage.library.domain.activities
    asked = line(
        "name_activity", examples=tuple(stage.library.language.word("activity", name) for name in known[:EXAMPLES])
    )
    stage.ask(OpenQuestion((asked,), "activity"), *finish_set(stage, turn))


def ask_name_again(stage: Stage, _turn: Turn) -> None:
    """Ask for an activity again after a report of pain."""
    stage.ask(OpenQuestion((line("name_another"),), "activity"))


def can_name_more(stage: Stage, turn: Turn) -> bool:
    """Whether another activity may be named after the one that is named now."""
    return len(_with(stage, turn)) < stage.library.measures.activities_most


def note_and_ask(stage: Stage, turn: Turn) -> None:
    """Record the activity, and ask for another one."""
    stage.ask(OpenQuestion((line("name_another"),), "activity"), _note(stage, turn))


def note_last(stage: Stage, turn: Turn) -> None:
    """Record the last activity."""
    _end(stage, _note(stage, turn))


def end_naming(stage: Stage, _turn: Turn) -> None:
    """Name no more."""
    _end(stage)


def _with(stage: Stage, turn: Turn) -> tuple[Activity, ...]:
    return tuple(dict.fromkeys((*stage.person.activities, Activity(turn.heard.slot("activity") or ""))))


def _note(stage: Stage, turn: Turn) -> Line:
    stage.keep(ActivitiesNamed(_with(stage, turn)))
    return line("activity_named", activity=turn.heard.slot("activity") or "")


def _end(stage: Stage, *lines: Line) -> None:
    stage.course.cancel("answer_due")
    stage.speech.open_with(*lines)
    stage.follow_ups.append("named")


ROWS = (
    on("count_due", "work", "naming", begin_naming, when=unnamed),
    on("activity", "naming", None, note_and_ask, when=can_name_more),
    on("activity", "naming", None, note_last, unless=can_name_more, decides=True),
    on("back_naming", LIVE, "naming", ask_name_again),
    on(("no", "next", "unsure", "answer_due"), "naming", None, end_naming, decides=True),
)

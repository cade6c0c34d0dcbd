"""Where somebody says that they are already: lying on the floor, sitting on the chair, or in bed.

They are not led where they are, nor told to stand first. Before the first exercise, a session that would take them
elsewhere is built anew for that place.
"""

from dataclasses import replace

from assistant.coach.building import build_for
from assistant.coach.left import remaining_s
from assistant.coach.length import minutes
from assistant.coach.outlook import outlook
from assistant.coach.place import level_of
from assistant.coach.settling import STATIONS
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import MOVING
from assistant.coach.steps import describe_here, greet, way_ahead
from assistant.coach.table import on
from assistant.coach.topics.before import PAIN_NOW
from assistant.content.prescription import Prescribed
from assistant.words.effects import Line, line

STATION = {**STATIONS, "bed": "in_bed"}
"""place -> the station of somebody who is there"""
OPEN = ("welcome", "prepare", "travel", "brief")
"""States in which the session can still be built anew."""


def goes_elsewhere(stage: Stage, turn: Turn) -> bool:
    """Whether no exercise has been described, and the session has one on another level.

    What somebody was prescribed stays as it is: they are led to it from where they are.
    """
    library, routine, here = stage.library, stage.plan.routine, _place(turn)
    levels = {routine.level_of(library.positions[library.exercises[name].position]) for name in stage.plan.items}
    return stage.offers_open and levels != {here} and routine.prescribed == Prescribed()


def is_there(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise that they are led to is done where they are."""
    return level_of(stage.plan) == _place(turn)


def is_elsewhere(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise under way is done on another level than they say, or was told as if they were elsewhere."""
    return not is_there(stage, turn) or way_ahead(stage, turn)


def build_here(stage: Stage, turn: Turn) -> None:
    """Build the session for this place, and greet."""
    stage.interrupt(turn)
    _build(stage, turn)
    stage.speech.open_with(*_noted(stage, turn))
    greet(stage, turn)


def build_before(stage: Stage, turn: Turn) -> None:
    """Build the session for this place, if it goes elsewhere, and ask about pain now."""
    if goes_elsewhere(stage, turn):
        _build(stage, turn)
    stage.ask(PAIN_NOW, *_noted(stage, turn))


def describe_there(stage: Stage, turn: Turn) -> None:
    """Describe the exercise to somebody who is there already."""
    stage.course.cancel("step_due")
    describe_here(stage, *_noted(stage, turn))


def lead_from_there(stage: Stage, turn: Turn) -> None:
    """Describe the exercise again, and lead to it from where they are."""
    stage.interrupt(turn)
    stage.speech.open_with(*_noted(stage, turn))
    stage.place.out = True
    stage.follow_ups.append("back_brief")


def note_place(stage: Stage, turn: Turn) -> None:
    """Note where they are."""
    stage.speech.answer(*_noted(stage, turn))


def _place(turn: Turn) -> str:
    return turn.heard.slot("here") or "floor"


def _noted(stage: Stage, turn: Turn) -> tuple[Line, ...]:
    """Note where they are, unless they are known to be on that level; the line says so."""
    place, here = stage.place, _place(turn)
    if place.level != here:
        place.come_to(STATION[here])
    return (line(f"here_{here}"),)


def _build(stage: Stage, turn: Turn) -> None:
    wish = replace(stage.plan.routine.wish, place=_place(turn), no_floor=False)
    if not wish.minutes:
        wish = replace(wish, minutes=minutes(remaining_s(outlook(stage.plan), stage.known)))
    if not build_for(stage, wish):
        stage.speech.open_with(line("fit_nothing"))


ROWS = (
    on("am_here", "before", None, build_before),
    on("am_here", OPEN, "welcome", build_here, when=goes_elsewhere),
    on("am_here", "travel", "brief", describe_there, when=is_there),
    on("am_here", MOVING, None, lead_from_there, when=is_elsewhere, decides=True),
    on("am_here", ("welcome", "prepare", "travel", *MOVING), None, note_place),
)

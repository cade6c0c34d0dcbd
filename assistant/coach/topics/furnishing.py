"""What there is at home, told by the person in the middle of a session: what cannot be done without it is left.

Where an answer is awaited, it is only noted, and nothing is left at once. A count that cannot be done without it ends.
Nobody is led over a piece of furniture that they said is not there; where no way is left, `rising` asks what there is.
"""

from assistant.coach import telling
from assistant.coach.interview import NO_WAY, NOTHING_LEFT, Interview, answer_thing, note_furniture
from assistant.coach.permission import permitted
from assistant.coach.sets import unheard_exit
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import AFTER, EASING, FALLEN, HURTING, MOVING
from assistant.coach.steps import can_rise, describe
from assistant.coach.table import on
from assistant.words.effects import line

HOMELY = ("before", "welcome", "prepare", "travel", "brief", "ready", "rest")
"""States in which the person can say what there is at home."""

BUSY = ("work", "there", *HURTING, *EASING, "offer", "enough", "resuming", "checking", "naming", *FALLEN, *AFTER)
"""States in which it is noted for later: for the next exercise, and for the way up. Only a count may end at once."""


def note_for_later(stage: Stage, turn: Turn) -> None:
    """Remember what the person has, or has not; a count that needs it ends, and all else follows later.

    Where the session is paused or stopped nothing is counted: what needs it is left when the person goes on.
    """
    answer_thing(stage, turn)
    stage.of(Interview).told = True
    stage.lie_where_allowed()
    counted = turn.before == "work" and stage.gate == "open"
    if counted and stage.plan.exercise.id not in permitted(stage.library, stage.person):
        stage.speech.open_with(line("thing_noted"))
        stage.follow_ups.append("next")
    else:
        stage.speech.answer(line("thing_noted"))


def note_thing(stage: Stage, turn: Turn) -> None:
    """Remember what the person has, or has not; an exercise that cannot be done without it is left."""
    own, plan = stage.of(Interview), stage.plan
    out = unheard_exit(stage) if turn.before == "rest" else ()
    if turn.before == "ready":
        out = telling.way_out(plan.exercise, plan.side)
    note_furniture(stage, turn)
    left = own.run_out or plan.exercise.id != own.described
    if not can_rise(stage):
        stage.speech.open_with(line("thing_noted"), *out)
        stage.follow_ups.append(NO_WAY)
    elif (turn.before in MOVING and left) or (turn.before == "travel" and turn.trigger == "have_no"):
        stage.interrupt(turn)
        stage.speech.open_with(line("thing_noted"), *out)
        stage.follow_ups.append(NOTHING_LEFT if own.run_out else "without")
    else:
        stage.speech.answer(line("thing_noted"))


def describe_other(stage: Stage, _turn: Turn) -> None:
    """Describe what is done in the place of an exercise that was left."""
    stage.count.drop()
    describe(stage)


ROWS = (
    on(("have", "have_no"), HOMELY, None, note_thing, decides=True),
    on(("have", "have_no"), BUSY, None, note_for_later),
    on("without", (*HOMELY, "down"), "brief", describe_other),
)

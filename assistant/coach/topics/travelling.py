"""From one level to another, step by step: each step waits until the person says that they have made it.

Whoever moves is not talked to. In silence they are reminded, ever more rarely; then it is asked whether they are
there, and silence ends the session. It then offers the way up, and waits much longer for that. On the way up they
stay seated until they feel steady, because blood pressure may drop (content/ways.yaml has the sources).
"""

from dataclasses import dataclass

from assistant.coach import telling
from assistant.coach.interview import no_way_on
from assistant.coach.patience import (
    AsksThere,
    Awaits,
    GivesTime,
    Reminds,
    asks_there,
    exhausted,
    unanswered,
    was_asked,
)
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import (
    can_rise,
    close_gone,
    describe_here,
    heard_needed,
    say_goodbye,
    told_to_stay,
    way_ahead,
)
from assistant.coach.summons import offer_house
from assistant.coach.table import on
from assistant.content.ways import WayStep
from assistant.words.effects import Line, line

WAYS = ("travel", "rising")
"""States in which somebody is led: to an exercise, and up when a session has ended."""
DONE = ("start", "next", "yes", "resume")
"""What is said when a step is made."""


@dataclass
class Travel:
    """What this topic remembers."""

    steps: tuple[WayStep, ...] = ()
    """What is left of the way; the first is the one that is being made."""


def may_set_off(stage: Stage, turn: Turn) -> bool:
    """Whether the exercise under way is done on another level, and what has to be known of it has been heard."""
    return way_ahead(stage, turn) and heard_needed(stage)


def last_step(stage: Stage, _turn: Turn) -> bool:
    """Whether the step that is being made is the last one."""
    return len(stage.of(Travel).steps) <= 1


def set_off(stage: Stage, _turn: Turn) -> None:
    """Say the first step of the way to the exercise."""
    steps = telling.way(stage.plan, stage.place)
    if steps:
        _begin(stage, steps)
    else:
        stage.follow_ups.append(no_way_on(stage))


def lead_up(stage: Stage, _turn: Turn) -> None:
    """Say the first step of the way up."""
    stage.place.offered = False
    _begin(stage, stage.place.way_up() or ())


def sent_up(stage: Stage, turn: Turn) -> bool:
    """Whether an "okay" is taken as the wish to get up, and there is a way."""
    return can_rise(stage, turn) and not told_to_stay(stage, turn)


def stay(stage: Stage, _turn: Turn) -> None:
    """Say once more to stay, to somebody who may only have answered "okay"; or that there is no way up."""
    stage.course.cancel("up_due")
    stage.speech.tell(line("stay_down" if told_to_stay(stage) else "no_way_up"))


def must_not(stage: Stage, turn: Turn) -> bool:
    """Whether somebody who was told to stay says that they cannot get up, and not that they want to be led up."""
    return cannot(stage, turn) and told_to_stay(stage)


def cannot(_stage: Stage, turn: Turn) -> bool:
    """Whether somebody says that they cannot get up."""
    return bool(turn.heard.slot("able"))


def call_somebody(stage: Stage, _turn: Turn) -> None:
    """Say whom to call, and once more to stay."""
    stage.course.cancel("up_due")
    stage.speech.tell(line("help_call"), *offer_house(stage), line("stay_down"))


def say_step_with_care(stage: Stage, turn: Turn) -> None:
    """Say when to stay down, and the step again, to somebody who cannot make it."""
    stage.speech.open_with(line("get_up_hurt"), *offer_house(stage))
    say_step_again(stage, turn)


def say_no_way(stage: Stage, _turn: Turn) -> None:
    """Say once more that there is no way up without furniture."""
    stage.course.cancel("up_due")
    stage.speech.tell(*offer_house(stage), line("no_way_up"))


def _begin(stage: Stage, steps: tuple[WayStep, ...]) -> None:
    stage.of(Travel).steps = steps
    stage.course.cancel("up_due")
    end = stage.place.ways.levels[steps[-1].end]
    stage.speech.tell(line("way", end=end), *_told(stage), line("step_first"))


def say_next_step(stage: Stage, _turn: Turn) -> None:
    """Say the next step."""
    _make(stage)
    stage.speech.tell(*_told(stage))


def say_step_again(stage: Stage, _turn: Turn) -> None:
    """Say the step again."""
    stage.course.cancel("step_due")
    stage.speech.tell(*_told(stage))


def arrive(stage: Stage, _turn: Turn) -> None:
    """Describe the exercise, now that the person is there."""
    _make(stage)
    describe_here(stage)


def stand(stage: Stage, _turn: Turn) -> None:
    """Part from somebody who stands again."""
    _make(stage)
    stage.speech.tell(line("risen"))


def _make(stage: Stage) -> None:
    """The person has made the step."""
    own = stage.of(Travel)
    made, *left = own.steps
    own.steps = tuple(left)
    stage.course.cancel("step_due")
    stage.place.come_to(made.end)


def _told(stage: Stage) -> tuple[Line, ...]:
    """The words of the step that is to be made; whoever is told it may make it before they say so."""
    step = stage.of(Travel).steps[0]
    stage.place.towards = step.end
    steady = (line("step_steady"),) if step.steady else ()
    return (line("step", start=step.start, end=step.end), *steady)


def close_silent(stage: Stage, _turn: Turn) -> None:
    """Say goodbye to somebody who has said nothing for a long time."""
    say_goodbye(stage, "left", line("closing_silent"))


ROWS = (
    on("told", "brief", "travel", set_off, when=way_ahead),
    on("start", "brief", "travel", set_off, when=may_set_off),
    on("get_up", "down", None, call_somebody, when=must_not),
    on("get_up", "down", "rising", lead_up, when=can_rise),
    on("get_up", "down", None, say_no_way, unless=can_rise),
    on(DONE, "down", "rising", lead_up, when=sent_up),
    on(DONE, "down", None, stay, unless=sent_up),
    on("told", WAYS, None, Awaits("step_due")),
    on("yes", "travel", None, GivesTime("step_due", "take_time"), when=was_asked),
    on(DONE, WAYS, None, say_next_step, unless=last_step),
    on(DONE, "travel", "brief", arrive, when=last_step),
    on(DONE, "rising", "closing", stand, when=last_step),
    on(("repeat", "previous", "which_side"), WAYS, None, say_step_again),
    on("get_up", "rising", None, say_step_with_care, when=cannot),
    on("get_up", "rising", None, say_step_again),
    on("back_travel", LIVE, "travel", say_step_again),
    on("more_time", WAYS, None, GivesTime("step_due", "take_time")),
    on("step_due", "travel", None, Reminds("step_due", "step_remind"), unless=asks_there),
    on("step_due", "travel", None, AsksThere("step_due"), unless=unanswered),
    on("step_due", "travel", "closing", close_gone),
    on("step_due", "rising", None, Reminds("step_due", "step_remind"), unless=exhausted),
    on("step_due", "rising", "closing", close_silent, when=exhausted),
)

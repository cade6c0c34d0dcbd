"""Whether to stop for today: asked when a symptom makes going on unwise, and when it has hurt again and again.

Silence ends the session. Whoever says no goes on: sitting or lying after such a symptom, or with what the pain rules
chose.
"""

from dataclasses import dataclass

from assistant.coach.asked import OpenQuestion
from assistant.coach.sets import record_set
from assistant.coach.settling import can_go_on, sit_down, stay_down
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import LIVE
from assistant.coach.steps import close_unwell, describe_item
from assistant.coach.table import on
from assistant.coach.weighing import Relief, Tally
from assistant.words.effects import Line, line
from assistant.words.records import Zone

STOP_FOR_TODAY = OpenQuestion((line("enough_for_today"),), "yes_no")


@dataclass
class Enough:
    """What this topic remembers."""

    opening: tuple[Line, ...] = ()
    """What is said before the question."""
    harmed: bool = False
    """Whether the report under way is of somebody who is hurt after a fall or a call for help."""
    follows: str = ""
    """The trigger of what follows when the person wants to go on; empty: the exercise that the plan has come to."""


def be_careful(stage: Stage) -> None:
    """Note that somebody may be hurt: they are not sent up, and it is asked whether to stop before anything else."""
    stage.place.stays = stage.of(Enough).harmed = True


def end_set(stage: Stage, turn: Turn, *, begun: bool) -> None:
    """The set under way, if one had `begun`, ends because it hurt; that is recorded once."""
    if begun and turn.before not in ("offer", "enough"):
        record_set(stage, turn, "hurt")
    stage.count.drop()


def limited(stage: Stage, turn: Turn, chosen: Relief, felt: Zone, *, begun: bool) -> Relief:
    """What follows a report: what was `chosen`, or "enough", which asks whether to stop for today.

    `begun`: whether the report is about the exercise we are at. After a symptom at which one sits or lies down, only
    what is done so follows.
    """
    own, rules, word = stage.of(Enough), stage.library.pain, turn.heard.slot("quality")
    if word in rules.sit_down_words:
        end_set(stage, turn, begun=begun)
        refer = (line("refer"),) if word in rules.refer_words else ()
        own.opening, own.follows = (*sit_down(stage, turn), *refer), ""
        stay_down(stage, begun=begun)
        return "enough"
    if own.harmed:
        own.harmed = False
        end_set(stage, turn, begun=begun)
        own.opening, own.follows = (), "unhurt" if felt == "green" else ""
        if felt != "green":
            stay_down(stage, begun=begun)
        return "enough"
    if stage.of(Tally).is_enough(rules, felt, chosen):
        own.opening, own.follows = (line("hurt_often"),), f"relief_{chosen}"
        return "enough"
    return chosen


def may_go_on(stage: Stage, turn: Turn) -> bool:
    """Whether anything is left to go on with."""
    return has_choice(stage, turn) or can_go_on(stage)


def has_choice(stage: Stage, _turn: Turn) -> bool:
    """Whether the pain rules have chosen what follows."""
    return bool(stage.of(Enough).follows)


def ask_to_stop(stage: Stage, _turn: Turn) -> None:
    """Ask whether to stop for today."""
    stage.ask(STOP_FOR_TODAY, *stage.of(Enough).opening)


def close_at_once(stage: Stage, turn: Turn) -> None:
    """Say what has to be said first, and goodbye."""
    stage.speech.open_with(*stage.of(Enough).opening)
    close_unwell(stage, turn)


def go_on_as_chosen(stage: Stage, _turn: Turn) -> None:
    """Go on with what the pain rules chose."""
    stage.course.cancel("answer_due")
    stage.follow_ups.append(stage.of(Enough).follows)


ROWS = (
    on("relief_enough", LIVE, "enough", ask_to_stop, when=may_go_on),
    on("relief_enough", LIVE, "closing", close_at_once, unless=may_go_on),
    on(("no", "resume", "start", "next"), "enough", None, go_on_as_chosen, when=has_choice, decides=True),
    on(("no", "resume", "start", "next"), "enough", "brief", describe_item, unless=has_choice),
    on(("yes", "answer_due"), "enough", "closing", close_unwell),
)

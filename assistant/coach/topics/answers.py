"""Questions that the person asks: where they are, what comes next, how long, why, and what can be said.

None of these leads elsewhere; a narration that was interrupted goes on after the answer.
"""

from assistant.coach import telling
from assistant.coach.length import minutes
from assistant.coach.outlook import to_come
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import AFTER, ASKING, LIVE, MOVING, TALKING, UNHURRIED
from assistant.coach.steps import tip
from assistant.coach.table import Says, on
from assistant.content.model import TIMED
from assistant.words.effects import line

SAFETY = ("hurts", "pause", "stop")
HELPFUL = (
    "yes", "no", "number", "start", "options", "resume", "next", "easier", "harder", "repeat", "how_long", "skip_side",
    "more_time", "why", "check_form", "previous", "switch", "start_over", "whats_next", "where", "read_plan", "health",
    "slower", "faster", "get_up", "another_voice",
)  # fmt: skip
"""What help offers, the most useful first; safety words are always added."""
UNCOUNTED = ("welcome", "prepare", "travel", "brief", "ready", "rest", "easing", *ASKING)
"""States in which no set is counted. So the answer to "how long" is what is left of the whole session."""
NO_SIDE = tuple(state for state in LIVE if state not in (*MOVING, "easing", "travel", "rising"))
"""States in which no side has its turn; on a way, the step says which leg it is."""
HELP_MOST = 5
"""How many commands help offers beside the safety words; nobody remembers more of a list that is read out."""


def say_again(stage: Stage, _turn: Turn) -> None:
    """Say it again."""
    plan, telling_now = stage.plan, stage.speech.telling
    if stage.flow in ("welcome", "brief") and telling_now:
        stage.speech.tell(*telling_now.lines)
    else:
        lines = (*telling.side_first(plan), *telling.body(plan), *telling.change(plan), *telling.notes(plan))
        stage.speech.answer(line("you_are", **_here(stage)), *lines)


def say_time_left(stage: Stage, _turn: Turn) -> None:
    """Say how much of the set is left."""
    count, elapsed = stage.count, stage.count.elapsed(stage.now)
    if stage.plan.exercise.kind in (*TIMED, "breathing"):
        left = max(1, round(count.drill.seconds - elapsed))
        stage.speech.answer(line("time_left_hold", seconds=left))
    else:
        stage.speech.answer(line("time_left_reps", reps=count.drill.numbers_after(elapsed)))


def say_session_left(stage: Stage, _turn: Turn) -> None:
    """Say how much of the session is left."""
    if stage.flow in AFTER:
        stage.speech.answer(line("time_left_none"))
        return
    stage.speech.answer(line("time_left_session", minutes=minutes(stage.left_s)))


def say_progress(stage: Stage, _turn: Turn) -> None:
    """Say how the person is doing."""
    stage.speech.answer(*(stage.today.doing or (line("doing_nothing"),)))


def say_next(stage: Stage, _turn: Turn) -> None:
    """Say which exercise comes next: before the first one has begun, the first."""
    plan, follows = stage.plan, stage.plan.following
    if stage.flow in AFTER:
        stage.speech.answer(line("time_left_none"))
        return
    if not stage.place.described and stage.flow not in MOVING:
        stage.speech.answer(line("next_first", name=plan.exercise.name))
        return
    stage.speech.answer(line("next_is", name=follows.name) if follows else line("next_none"))


def say_where(stage: Stage, _turn: Turn) -> None:
    """Say which exercise and side this is."""
    stage.speech.answer(line("you_are_side" if stage.plan.side else "you_are", **_here(stage)))


def say_side(stage: Stage, _turn: Turn) -> None:
    """Say which side has its turn, or that the exercise has none."""
    side = stage.plan.side
    stage.speech.answer(line("side_is", side=side) if side else line("side_none"))


def say_why(stage: Stage, _turn: Turn) -> None:
    """Say what the exercise is good for."""
    stage.speech.answer(line("why", exercise=stage.plan.exercise.id))


def say_routine_why(stage: Stage, _turn: Turn) -> None:
    """Say what the session is good for."""
    routine = stage.plan.routine
    stage.speech.answer(line("routine_why", purpose=routine.purpose or routine.name))


def say_form(stage: Stage, _turn: Turn) -> None:
    """Say how to tell whether it is done right."""
    stage.speech.answer(*telling.form(stage.plan))


def say_plan(stage: Stage, _turn: Turn) -> None:
    """Say everything there is to do."""
    stage.speech.answer(*telling.whole_plan(stage.plan))


def say_professional(stage: Stage, _turn: Turn) -> None:
    """Say when to see somebody."""
    stage.speech.answer(*(line("professional", n=n) for n in range(len(stage.library.professional))))


def give_tip(stage: Stage, _turn: Turn) -> None:
    """Give a tip."""
    stage.speech.answer(tip(stage))


def say_help(stage: Stage, _turn: Turn) -> None:
    """Say what can be said now."""
    shut = set() if stage.offers_open else {"options"}
    offered = [intent for intent in HELPFUL if intent in stage.possible and intent not in shut]
    lines = (line("help", commands=tuple(offered[:HELP_MOST])),) if offered else ()
    stage.speech.answer(*lines, line("help_always", commands=SAFETY))


def _here(stage: Stage) -> dict[str, object]:
    plan = stage.plan
    side = {"side": plan.side} if plan.side else {}
    return {"name": plan.exercise.name, "number": plan.at + 1, "total": len(to_come(plan)), **side}


ROWS = (
    on("repeat", TALKING, None, say_again),
    on("how_long", "work", None, say_time_left),
    on("how_long", UNCOUNTED, None, say_session_left),
    on("whats_next", LIVE, None, say_next),
    on("where", LIVE, None, say_where),
    on("can_you_hear", LIVE, None, Says("hear_you")),
    on("which_side", (*MOVING, "easing"), None, say_side),
    on("which_side", NO_SIDE, None, say_where),
    on("why", MOVING, None, say_why),
    on("why", "welcome", None, say_routine_why),
    on("check_form", MOVING, None, say_form),
    on("progress", UNHURRIED, None, say_progress),
    on("tip", ("welcome", "brief", "ready", "rest"), None, give_tip),
    on("read_plan", UNHURRIED, None, say_plan),
    on("clock_face", UNHURRIED, None, Says("clock_face")),
    on("see_someone", UNHURRIED, None, say_professional),
    on("who_are_you", UNHURRIED, None, Says("disclaimer")),
    on("what_is_kept", UNHURRIED, None, Says("what_is_kept")),
    on("help", LIVE, None, say_help),
)

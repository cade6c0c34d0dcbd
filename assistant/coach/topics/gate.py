"""The gate: pausing, stopping, going on, and what is done when the microphone is lost. The flow keeps its place.

Once the goodbye has begun, `stop` belongs to the topic `ending`. The rows here hold only while a session is under way.
"""

from dataclasses import dataclass

from assistant.coach import telling
from assistant.coach.stage import Stage, Turn
from assistant.coach.states import RISING
from assistant.coach.steps import at_keyboard
from assistant.coach.table import on
from assistant.words.effects import Chime, Line, line

HELD = ("ready", "work")
"""States in which the person is in a position for a count, or getting into it."""
SHUT = ("paused", "stopped")
STRAINS = "strains"
"""Of the domain's demands: work so hard that people hold their breath."""


@dataclass
class Shut:
    """What this topic remembers."""

    reminded: int = 0
    """How often somebody was reminded in this pause, or asked after this stop."""


def asks_left(stage: Stage, _turn: Turn) -> bool:
    """Whether it is to be asked once more whether to go on, before the session ends."""
    return stage.of(Shut).reminded < stage.pacing.stopped_asks


def reminds_on(stage: Stage, _turn: Turn) -> bool:
    """Whether a pause that nobody has ended is reminded of once more."""
    return stage.of(Shut).reminded < stage.pacing.paused_asks


def keep_still(stage: Stage, turn: Turn) -> None:
    """Pause."""
    stage.freeze(turn)
    stage.effects.append(Chime("paused"))
    stage.speech.answer(*_leave(stage), line("paused"))
    _remind(stage)


def say_paused(stage: Stage, _turn: Turn) -> None:
    """Say that the session is paused."""
    stage.wall.cancel()
    _remind(stage)
    stage.speech.answer(line("paused"))


def say_still_paused(stage: Stage, _turn: Turn) -> None:
    """Remind that the session is paused."""
    _remind(stage, reminded=stage.of(Shut).reminded + 1)
    stage.speech.answer(line("still_paused"))


def pause_deaf(stage: Stage, turn: Turn) -> None:
    """Pause because the microphone is lost or muted."""
    stage.freeze(turn)
    say_deaf(stage, turn)


def say_deaf(stage: Stage, turn: Turn) -> None:
    """Say that the microphone is lost or muted; nobody waits for ever for one that does not come back."""
    stage.wall.cancel()
    stage.wall.set("deaf_due", stage.now + stage.pacing.paused_most_s)
    stage.effects.append(Chime("trouble"))
    stage.speech.answer(*_leave(stage), line(turn.trigger))


def say_hearing(stage: Stage, _turn: Turn) -> None:
    """Say that the microphone works again."""
    stage.wall.cancel()
    _remind(stage)
    stage.speech.answer(line("mic_back"))


def say_hearing_stopped(stage: Stage, _turn: Turn) -> None:
    """Say that the microphone works again, to somebody who had said stop: whether to go on is asked minutes later."""
    stage.wall.cancel()
    stage.wall.set("stopped_due", stage.now + stage.pacing.stopped_s)
    stage.speech.answer(line("mic_back"))


def finish_deaf(stage: Stage, _turn: Turn) -> None:
    """End the session, because the microphone has not come back; one whose goodbye had begun goes as it would have."""
    stage.thaw()
    stage.follow_ups.append("leave_due" if stage.flow == "closing" else "deaf")


def halt(stage: Stage, turn: Turn) -> None:
    """Stop; whether to go on is asked minutes later, because "stop" may have been misheard."""
    stage.freeze(turn)
    stage.wall.cancel()
    stage.speech.answer(*_leave(stage), line("stopped"))
    stage.of(Shut).reminded = 0
    stage.wall.set("stopped_due", stage.now + stage.pacing.stopped_s)


def ask_stopped(stage: Stage, _turn: Turn) -> None:
    """Ask whether to go on."""
    stage.of(Shut).reminded += 1
    stage.wall.set("stopped_due", stage.now + stage.pacing.stopped_s)
    stage.speech.answer(line("still_stopped"))


def finish_stopped(stage: Stage, _turn: Turn) -> None:
    """End the session that was stopped, or forgotten in a pause."""
    stage.thaw()
    stage.follow_ups.append("finish")


def reopen(stage: Stage, _turn: Turn) -> None:
    """Open the gate for something that leads elsewhere."""
    stage.thaw()


def await_finish(_stage: Stage, _turn: Turn) -> None:
    """Do nothing: whoever ends a stopped session at the keyboard says "finish" next, and that says goodbye."""


def go_on(stage: Stage, _turn: Turn) -> None:
    """Go on where the session was paused."""
    paused_at = stage.course.frozen_at
    stage.thaw()
    away = paused_at is not None and stage.now - paused_at > stage.pacing.away_s
    if away:
        stage.place.lead_out()
    if away and stage.flow == "brief":
        stage.follow_ups.append("back_brief")
    elif stage.flow in HELD and stage.place.out:
        stage.follow_ups.append("enter_again")
    elif stage.flow == "work" and stage.count.interrupted_at is not None:
        stage.speech.answer(line("onwards"))
        stage.count.start(stage.now)
    elif stage.flow in ("prepare", "travel", *RISING):
        stage.follow_ups.append("repeat")
    elif not stage.speech.go_on():
        stage.speech.answer(line("onwards"))


def _leave(stage: Stage) -> tuple[Line, ...]:
    """The way out of a position that nobody stays in, off one leg, or out of hard work; none where one can rest."""
    plan, place = stage.plan, stage.place
    if stage.flow not in HELD or place.out:
        return ()
    position = stage.library.positions[plan.exercise.position]
    if position.leave:
        place.lead_out()
        return (line("leave", position=position.id),)
    if stage.flow == "work" and not (position.restful and STRAINS not in (plan.exercise.demands or ())):
        place.lead_out()
        return telling.way_out(plan.exercise, plan.side)
    return ()


def _remind(stage: Stage, *, reminded: int = 0) -> None:
    """Remind later, each time after a longer while."""
    stage.of(Shut).reminded = reminded
    wait_s = min(stage.pacing.paused_s * 2**reminded, stage.pacing.paused_most_s)
    stage.wall.set("paused_due", stage.now + wait_s)


ROWS = (
    on("pause", "open", "paused", keep_still),
    on("pause", "paused", None, say_paused),
    on("pause", "stopped", "paused", say_paused),
    on("paused_due", "paused", None, say_still_paused, when=reminds_on),
    on("paused_due", "paused", "open", finish_stopped, unless=reminds_on),
    on("stop", ("open", "paused"), "stopped", halt),
    on("stopped_due", "stopped", None, ask_stopped, when=asks_left),
    on("stopped_due", "stopped", "open", finish_stopped, unless=asks_left),
    on("stop", "stopped", "open", finish_stopped, unless=at_keyboard),
    on("stop", "stopped", None, await_finish, when=at_keyboard),
    on("no", "stopped", "open", finish_stopped),
    on(("resume", "start", "yes"), SHUT, "open", go_on),
    on("repeat", SHUT, None, say_paused),
    on("reopen", SHUT, "open", reopen),
    on(("mic_lost", "mic_muted"), "open", "paused", pause_deaf),
    on(("mic_lost", "mic_muted"), SHUT, None, say_deaf),
    on("mic_back", "paused", None, say_hearing),
    on("mic_back", "stopped", None, say_hearing_stopped),
    on("deaf_due", SHUT, "open", finish_deaf),
)

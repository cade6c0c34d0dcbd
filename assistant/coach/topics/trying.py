"""Another voice: each is heard by a sample, and the person keeps one of them or stays with what they had.

Meanwhile the session waits as in a pause, and everything leads back to a pause: it knows how to go on and how to stop.
"""

from dataclasses import dataclass

from assistant.coach.stage import Stage, Turn
from assistant.coach.table import on
from assistant.words.effects import UseVoice, line


@dataclass
class Voices:
    """What this topic remembers."""

    usual: str = ""
    """The voice that the session speaks with, by name; empty: the one that it began with."""
    tried: str = ""
    left: tuple[str, ...] = ()
    """Those that are to be tried next."""
    paused: bool = False
    """Whether the session was paused before."""


def more_left(stage: Stage, _turn: Turn) -> bool:
    """Whether there is a voice that was not heard yet."""
    return bool(stage.of(Voices).left)


def try_first(stage: Stage, turn: Turn) -> None:
    """Hold everything still, and speak with the voice that comes after the usual one."""
    own, names = stage.of(Voices), tuple(stage.today.voices)
    own.usual = own.usual or names[0]
    at = names.index(own.usual)
    own.left, own.paused = (*names[at + 1 :], *names[:at]), stage.course.frozen
    stage.freeze(turn)
    stage.wall.cancel()
    try_next(stage, turn)


def try_next(stage: Stage, turn: Turn) -> None:
    """Speak with the next voice."""
    own = stage.of(Voices)
    own.tried, *left = own.left
    own.left = tuple(left)
    stage.effects.append(UseVoice(own.tried))
    say_sample(stage, turn)


def say_sample(stage: Stage, _turn: Turn) -> None:
    """Say the sample, and wait for an answer."""
    stage.wall.set("voice_due", stage.now + stage.pacing.voice_s / min(1.0, stage.preferences.rate))
    stage.speech.answer(line("voice_sample", voice=stage.today.voices[stage.of(Voices).tried]))


def keep_voice(stage: Stage, _turn: Turn) -> None:
    """Speak with this voice from now on, today and next time."""
    own = stage.of(Voices)
    own.usual = own.tried
    stage.effects.append(UseVoice(own.tried, kept=True))
    stage.wall.cancel("voice_due")
    _go_on(stage, "voice_chosen")


def keep_usual(stage: Stage, _turn: Turn) -> None:
    """All were heard, and none is wanted: go on as before."""
    _back_to_usual(stage)
    _go_on(stage, "voice_usual")


def leave_trying(stage: Stage, turn: Turn) -> None:
    """Something else matters more: speak with the usual voice, and do that."""
    _back_to_usual(stage)
    stage.follow_ups.append(turn.trigger)


def _go_on(stage: Stage, said: str) -> None:
    """Say how it ended, and go on where the session was: in a pause, or in its course."""
    stage.speech.open_with(line(said))
    stage.follow_ups.append("pause" if stage.of(Voices).paused else "resume")


def _back_to_usual(stage: Stage) -> None:
    stage.wall.cancel("voice_due")
    stage.effects.append(UseVoice(stage.of(Voices).usual))


NOT_THIS_ONE = ("another_voice", "next", "no", "voice_due")
ROWS = (
    on("try_voices", ("open", "paused"), "trying", try_first),
    on(("this_one", "yes", "start", "resume"), "trying", "paused", keep_voice),
    on(NOT_THIS_ONE, "trying", None, try_next, when=more_left),
    on(NOT_THIS_ONE, "trying", "paused", keep_usual, unless=more_left),
    on("repeat", "trying", None, say_sample),
    on(("stop", "pause", "mic_lost", "mic_muted", "reopen"), "trying", "paused", leave_trying),
)

"""The steps in the person's own room: its noise, our own voice in it, and theirs."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from assistant.app import App
from assistant.doctor.findings import Finding, Found, StepError, step
from assistant.hearing.echo.lateness import FAR_S, LATEST_S, kept_back, lateness
from assistant.hearing.echo.near_end import HOP, level
from assistant.hearing.muteness import is_nothing
from assistant.running.turns import Turns
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

CHIRP_S = 0.5
"""Seconds of each tone by which the delay is measured. A longer one is found in more noise."""
NOISY_DB = -45.0
"""Level of a room, in decibels below full scale, above which it is hard to hear anybody."""
SOFT_DB = -50.0
"""Level of a person's voice below which the microphone is too far away or turned down."""
HEARD_DB = 6.0
"""By how much our voice must exceed the room's noise in the microphone, to count as heard there."""
OVER_DB = 15.0
"""By how many decibels we may be louder than the person in our own microphone."""
REDUCED_DB = 10.0
"""By how many decibels our own voice must be reduced, for the person to be heard over it."""
MEASURED_MOST = 3
"""How often our own voice is measured when too little of it can be subtracted: on a busy machine the streams may slip
meanwhile, which another attempt shows."""
SETTLING = INPUT_RATE // 4
"""Frames at the beginning of a recording that are left out, while the microphone settles."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Our own voice, from the mixer to the loudspeaker, through the air, and back by the microphone."""

    delay_s: float | None
    """From the mixer to the microphone's sound; None where our own voice cannot be found in it."""
    late: bool
    """Whether it comes too late for a canceller that does not measure that."""
    echo_db: float
    reduced_db: float | None
    """None where it cannot be subtracted."""


class Room:
    """The room as it was measured so far; each step goes by those before it."""

    def __init__(self, app: App, turns: Turns, show: Callable[[str], None]) -> None:
        """`show` is given what somebody is asked to do."""
        self._app, self._turns, self._show = app, turns, show
        self._say = app.language.reader("doctor")
        self._noise_db = 0.0
        self._muted = False
        self._echo_db = -120.0

    def examine(self) -> Iterator[Finding]:
        """Every step in order; with a muted microphone there is nothing else to measure."""
        yield step("room noise", self._noise)
        if self._muted:
            return
        yield step("own voice", self._own_voice)
        yield step("your voice", self._their_voice)

    def _noise(self) -> Found:
        heard, _ = self._turns.overhear([np.zeros(OUTPUT_RATE, np.float32)])
        if is_nothing(heard[SETTLING:]):
            self._muted = True
            raise StepError(self._say("noise_none"), self._say("noise_none_remedy"))
        noise = self._noise_db = level(heard[SETTLING:])
        if noise > NOISY_DB:
            raise StepError(self._say("noise_loud", noise=f"{noise:.0f}"), self._say("noise_remedy"), noise_db=noise)
        return self._say("noise", noise=f"{noise:.0f}"), {"noise_db": round(noise, 1)}

    def _own_voice(self) -> Found:
        for _ in range(MEASURED_MOST):
            loop = measure(self._app, self._turns)
            heard = loop.echo_db >= self._noise_db + HEARD_DB
            if not heard or loop.reduced_db is None or loop.reduced_db >= REDUCED_DB:
                break
        self._echo_db = loop.echo_db
        if not heard:
            raise StepError(self._say("own_unheard"), self._say("own_unheard_remedy"))
        figures = {"echo_db": round(loop.echo_db, 1)}
        if loop.delay_s is None:
            raise StepError(self._say("own_unmeasured"), self._say("own_unmeasured_remedy"), **figures)
        figures = {"delay_ms": round(1000 * loop.delay_s, 1), **figures}
        delay = self._say("own_delay", delay=f"{1000 * loop.delay_s:.0f}")
        if loop.reduced_db is None:
            return self._say("own_half", delay=delay), figures
        figures["reduction_db"] = round(loop.reduced_db, 1)
        if loop.reduced_db < REDUCED_DB:
            little = self._say("own_little", delay=delay, reduced=f"{loop.reduced_db:.0f}")
            remedy = self._say("own_little_late_remedy" if loop.late else "own_little_remedy")
            raise StepError(little, remedy, **figures)
        return self._say("own_subtracted", delay=delay, reduced=f"{loop.reduced_db:.0f}"), figures

    def _their_voice(self) -> Found:
        request = self._say("say_stop")
        self._show(request)
        self._turns.say(request)
        take = self._turns.take()
        if take is None:
            raise StepError(self._say("nobody"), self._say("nobody_remedy"))
        loud = level(take.sound)
        over = self._echo_db - loud
        figures = {"voice_db": round(loud, 1)}
        if not any(heard.intent == "stop" for heard in take.heard):
            raise StepError(self._say("another_word"), self._say("another_word_remedy"), **figures)
        if loud < SOFT_DB:
            raise StepError(self._say("soft", loud=f"{loud:.0f}"), self._say("soft_remedy"), **figures)
        if over > OVER_DB:
            raise StepError(self._say("over", over=f"{over:.0f}"), self._say("over_remedy"), **figures)
        return self._say("understood", loud=f"{loud:.0f}"), figures


def measure(app: App, turns: Turns) -> Loop:
    """Say something, and look at what comes back."""
    voice = app.voice()
    try:
        sounds = [chirp(), voice.clip(app.language.text("doctor", "learning")), chirp()]
    finally:
        voice.close()
    heard, played = turns.overhear(sounds)
    late = lateness(heard, np.concatenate([np.zeros(round(LATEST_S * INPUT_RATE), np.float32), played]))
    begins = round((late or 0.0) * INPUT_RATE)
    length = round(sum(map(len, sounds)) / OUTPUT_RATE * INPUT_RATE)
    part = slice(begins + length // 2, begins + length * 3 // 4)
    echo = level(heard[part])
    delay = None if late is None else turns.reference.waits_s + late
    reduced = None
    if late is not None and app.settings.echo == "cancel":
        with suppress(ImportError):
            reduced = echo - level(cancelled(heard, played, kept_back(late) * HOP)[part])
    return Loop(delay, late is not None and late > FAR_S, echo, reduced)


def chirp() -> Samples:
    """A soft rising tone at the output rate."""
    time = np.arange(int(CHIRP_S * OUTPUT_RATE)) / OUTPUT_RATE
    sound = 0.2 * np.sin(2 * np.pi * (200 * time + (6000 - 200) / (2 * CHIRP_S) * time**2))
    return (sound * np.hanning(len(sound))).astype(np.float32)


def cancelled(heard: Samples, played: Samples, back: int = 0) -> Samples:
    """What the recogniser would be given, at 16 kHz, with what was played kept back by so many samples.

    Raises ImportError where cancelling is not possible.
    """
    from assistant.hearing.echo.canceller import Canceller

    canceller, ours = Canceller(), np.concatenate([np.zeros(back, np.float32), played])
    starts = range(0, min(len(heard), len(played)) // HOP * HOP, HOP)
    return np.concatenate([canceller.process(heard[at : at + HOP], ours[at : at + HOP]).gentle for at in starts])

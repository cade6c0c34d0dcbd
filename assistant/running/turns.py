"""Speaking and listening by turns: for learning a voice and examining devices, where nobody interrupts anybody."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from assistant.audio.mixer import Mixer
from assistant.audio.speaker import Player
from assistant.audio.voice import Voice
from assistant.hearing.echo.reference import Reference
from assistant.hearing.enrolling.takes import Take, trimmed
from assistant.hearing.listener import Event, Listener
from assistant.hearing.microphone import Microphone
from assistant.hearing.muteness import is_nothing
from assistant.hearing.recogniser import BLOCK_S
from assistant.running.performance import rendered
from assistant.words.cues import Cue
from assistant.words.effects import Channel
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

WAIT_S = 5.0
"""Seconds somebody may take to begin and end a phrase. A longer time keeps whoever says nothing waiting."""
RECORDED_AFTER_S = 0.7
"""Seconds that are recorded after the last sound, so that what is still on its way through the air is in it."""
LATENCY_S = 0.25
"""Seconds of sound that are still on their way to the air when the mixer has given them away."""
STEP_S = 0.02
"""Seconds between two looks at whether the mixer is silent."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Warnings:
    """What is said when something is wrong."""

    apology: str
    """When something unexpected ends it."""
    muted: str
    """When the microphone gives nothing at all."""


class Turns:
    """A loudspeaker, a microphone and an ear, used by turns."""

    def __init__(
        self, player: Player, microphone: Microphone, listener: Listener, voice: Voice, says: Warnings
    ) -> None:
        self._player, self._microphone = player, microphone
        self._listener, self._voice, self._says = listener, voice, says
        self._mixer = Mixer(OUTPUT_RATE)
        self.reference = Reference()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._player.start(self._render)
        self._microphone.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, LimberError):
            self._apologise()
        self._player.close()
        self._microphone.close()
        self._voice.close()

    def say(self, text: str) -> None:
        """Say a text to its end."""
        self._sound(text, "talk")

    def play(self, sound: Samples) -> None:
        """Play a sound at the output rate to its end."""
        self._play(Cue("", "talk"), sound)

    def take(self) -> Take | None:
        """Sound the tone and return what is said after it; None when nothing is.

        Raises `DeviceError` when the microphone gives nothing at all, and says so before.
        """
        self._sound("ready", "chime")
        self._drain()
        pending: list[Samples] = []
        sound: list[Samples] = []
        while sum(map(len, sound)) < WAIT_S * INPUT_RATE:
            block, _ = self._read()
            pending.append(block)
            if sum(map(len, pending)) < BLOCK_S * INPUT_RATE:
                continue
            sound += pending
            found = self._listener.accept(np.concatenate(pending))
            pending = []
            if found:
                return self._taken(sound, found)
        found = self._listener.flush()
        if is_nothing(np.concatenate(sound)):
            self.say(self._says.muted)
            raise DeviceError("the microphone gives no sound at all; is it muted?")
        return self._taken(sound, found) if found else None

    def overhear(self, sounds: Sequence[Samples]) -> tuple[Samples, Samples]:
        """(the microphone, what was played), both at 16 kHz, while sounds at the output rate are played in turn."""
        self._drain()
        heard, played = [], []
        with self._lock:
            for sound in sounds:
                self._mixer.add(Cue("", "talk"), sound, self._mixer.epoch("talk"))
        end = time.monotonic() + sum(map(len, sounds)) / OUTPUT_RATE + RECORDED_AFTER_S
        while time.monotonic() < end:
            block, ours = self._read()
            heard.append(block)
            played.append(ours)
        return np.concatenate(heard), np.concatenate(played)

    def _apologise(self) -> None:
        try:
            self.say(self._says.apology)
        except Exception:
            log.exception("the apology failed as well")

    def _read(self) -> tuple[Samples, Samples]:
        """The next block of the microphone, and what was played meanwhile."""
        block = self._microphone.read(2.0)
        if block is None:
            raise DeviceError("the microphone gives no sound any more")
        return block, self.reference.beside(len(block), behind=self._microphone.behind)

    def _taken(self, sound: list[Samples], found: Sequence[Event]) -> Take:
        return Take(trimmed(np.concatenate(sound)), tuple(event for event in found if isinstance(event, Heard)))

    def _sound(self, text: str, channel: Channel) -> None:
        cue = Cue(text, channel)
        clip, _trouble = rendered(cue, self._voice)
        self._play(cue, clip)

    def _play(self, cue: Cue, clip: Samples) -> None:
        with self._lock:
            self._mixer.add(cue, clip, self._mixer.epoch(cue.channel))
        _until(self._silent, len(clip) / OUTPUT_RATE + 2)
        time.sleep(LATENCY_S)

    def _drain(self) -> None:
        """Forget what came in while we spoke."""
        while (block := self._microphone.read(0)) is not None:
            self.reference.beside(len(block), behind=self._microphone.behind)
        self._listener.flush()

    def _render(self, frames: int) -> Samples:
        with self._lock:
            block = self._mixer.render(frames)
        self.reference.played(block)
        return block

    def _silent(self) -> bool:
        with self._lock:
            return self._mixer.idle()


def _until(done: Callable[[], bool], most_s: float) -> None:
    """Wait for it. Raises `DeviceError` when the loudspeaker takes no sound."""
    end = time.monotonic() + most_s
    while not done():
        if time.monotonic() > end:
            raise DeviceError("the loudspeaker does not take any sound any more")
        time.sleep(STEP_S)

"""Speaking and listening by turns: for learning a voice and examining devices, where nobody interrupts anybody."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import numpy as np

from assistant.audio.speaker import Player
from assistant.hearing.echo.lateness import LATEST_S
from assistant.hearing.echo.reference import Reference
from assistant.hearing.enrolling.takes import Take, trimmed
from assistant.hearing.listener import Event, Listener
from assistant.hearing.microphone import Source
from assistant.hearing.muteness import OWN_S, is_nothing
from assistant.hearing.recogniser import BLOCK_S
from assistant.running.mouth import Mouth
from assistant.speaking.voice import Voice
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

WAIT_S = 5.0
"""Seconds somebody may take to begin and end a phrase. A longer time keeps whoever says nothing waiting."""
RECORDED_AFTER_S = LATEST_S + 0.7
"""Seconds that are recorded after the last sound, so that what is still on its way to the microphone is in it."""

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

    def __init__(self, player: Player, microphone: Source, listener: Listener, voice: Voice, says: Warnings) -> None:
        self._mouth, self._microphone = Mouth(player, voice), microphone
        self._listener, self._says = listener, says
        self.said: Callable[[str], None] = lambda _text: None
        """Is told each text when it begins, and nothing when it has ended."""

    def __enter__(self) -> Self:
        self._mouth.__enter__()
        self._microphone.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, LimberError):
            self._apologise()
        self._mouth.__exit__(kind, error, trace)
        self._microphone.close()

    @property
    def reference(self) -> Reference:
        """What was played."""
        return self._mouth.reference

    def say(self, text: str) -> None:
        """Say a text to its end."""
        self.said(text)
        self._mouth.say(text)
        self.said("")

    def play(self, sound: Samples) -> None:
        """Play a sound at the output rate to its end."""
        self._mouth.play(sound)

    def take(self, most_s: float = 0, given_up: Callable[[], bool] = lambda: False) -> Take | None:
        """Sound the tone and return what is said after it, `WAIT_S` or `most_s` long; None when nothing is.

        `given_up`: whether it is not waited for any more, as an answer has come by another way.

        Raises `DeviceError` when the microphone gives nothing at all, and says so before.
        """
        self._mouth.chime("ready")
        self._drain()
        pending: list[Samples] = []
        sound: list[Samples] = []
        while sum(map(len, sound)) < max(WAIT_S, most_s) * INPUT_RATE:
            if given_up():
                self._listener.flush()
                return None
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
        if is_nothing(np.concatenate(sound)[round(OWN_S * INPUT_RATE) :]):
            self.say(self._says.muted)
            raise DeviceError("the microphone gives no sound at all; is it muted, or unplugged?")
        return self._taken(sound, found) if found else None

    def overhear(self, sounds: Sequence[Samples]) -> tuple[Samples, Samples]:
        """(the microphone, what was played), both at 16 kHz, while sounds at the output rate are played in turn."""
        self._drain()
        heard, played = [], []
        self._mouth.begin(sounds)
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

    def _drain(self) -> None:
        """Forget what came in while we spoke."""
        while (block := self._microphone.read(0)) is not None:
            self.reference.beside(len(block), behind=self._microphone.behind)
        self._listener.flush()

"""Speaking outside a session, one thing after the other: a loudspeaker, a mixer and a voice."""

import threading
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from assistant.audio.mixer import Mixer
from assistant.audio.speaker import Player
from assistant.hearing.echo.reference import Reference
from assistant.running.performance import rendered
from assistant.speaking.voice import Voice
from assistant.words.cues import Cue
from assistant.words.effects import Channel
from assistant.words.errors import DeviceError
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE

LATENCY_S = 0.25
"""Seconds of sound that are still on their way to the air when the mixer has given them away."""
STEP_S = 0.02
"""Seconds between two looks at whether the mixer is silent."""


class Mouth:
    """Says and plays things, each to its end unless all breaks off.

    Each raises `DeviceError` when the loudspeaker takes no sound.
    """

    def __init__(self, player: Player, voice: Voice, breaks_off: Callable[[], bool] = lambda: False) -> None:
        """`breaks_off`: whether somebody wants us to end at once. Any thread may make it so.

        While it is so, what sounds breaks off and nothing new is said.
        """
        self._player, self._voice, self._breaks_off = player, voice, breaks_off
        self._mixer = Mixer(OUTPUT_RATE)
        self._lock = threading.Lock()
        self.reference = Reference()

    def __enter__(self) -> Self:
        self._player.start(self._render)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._player.close()
        self._voice.close()

    def saying(self, ago_s: float = 0.0) -> str:
        """The words that sounded so many seconds ago; any thread may ask."""
        with self._lock:
            return self._mixer.sounding(ago_s)

    def say(self, text: str, voice: Voice | None = None) -> None:
        """Say a text, with another voice if one is given."""
        self._sound(text, "talk", voice)

    def speak_with(self, voice: Voice) -> None:
        """Speak with another voice from now on."""
        self._voice.give_way_to(voice)

    def chime(self, name: str) -> None:
        """Sound an earcon."""
        self._sound(name, "chime")

    def play(self, sound: Samples) -> None:
        """Play a sound at the output rate."""
        self._play(Cue("", "talk"), sound)

    def begin(self, sounds: Sequence[Samples]) -> None:
        """Begin to play sounds at the output rate, one after the other; returns at once."""
        with self._lock:
            for sound in sounds:
                self._mixer.add(Cue("", "talk"), sound, self._mixer.epoch("talk"))

    def _sound(self, text: str, channel: Channel, voice: Voice | None = None) -> None:
        if self._breaks_off():
            return
        cue = Cue(text, channel)
        clip, _trouble = rendered(cue, voice or self._voice)
        self._play(cue, clip)

    def _play(self, cue: Cue, clip: Samples) -> None:
        with self._lock:
            self._mixer.add(cue, clip, self._mixer.epoch(cue.channel))
        _until(lambda: self._breaks_off() or self._silent(), len(clip) / OUTPUT_RATE + 2)
        if self._breaks_off():
            with self._lock:
                self._mixer.hush(cue.channel)
        else:
            time.sleep(LATENCY_S)

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

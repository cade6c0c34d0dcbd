"""The listener that is measured, and what counts as heard right."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from assistant.app import App
from assistant.coach.audible import listened_for_in
from assistant.hearing.listener import Listener
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import Clip

QUIET = 1e-4
"""The RMS of the noise around a clip, where full scale is 1."""
AROUND_CLIP_S = 0.33
"""Seconds of quiet around a clip."""
PEAK = 0.3
"""The peak of a clip, about that of somebody who talks to a microphone."""
STATES = {"yes": "screen", "no": "screen", "stop": "work", "help": "work", "repeat": "ready", "start": "ready"}
"""Command words that people say in the recordings, and the state of the coach in whose grammar each is tested."""


class TestedListener:
    """A listener that can be given a state's grammar, and the time it needed."""

    def __init__(self, app: App) -> None:
        """Load the app's model."""
        self.listener: Listener = app.plain_listener()
        self.grammar = self.listener.recogniser.grammar
        self.intents = frozenset(self.grammar.commands.names)
        self.needed_s = self.heard_s = 0.0
        """CPU seconds needed so far, and seconds of sound heard in them."""

    def state(self, name: str) -> frozenset[str]:
        """The intents that the coach listens for in a state of its flow."""
        return self.intents & listened_for_in(name)

    def listen(self, sound: Samples, intents: frozenset[str] | None = None) -> list[Heard]:
        """The commands in a recording with quiet around it. `intents` None: all phrases are possible."""
        return self.take_in(padded(sound), intents)

    def take_in(self, sound: Samples, intents: frozenset[str] | None = None) -> list[Heard]:
        """The commands in sound as a microphone gives it: noise goes on before the words and after them."""
        self.listener.forget()
        self.listener.listen_for(intents)
        begun = time.process_time()
        found = [*self.listener.accept(sound), *self.listener.flush()]
        self.needed_s += time.process_time() - begun
        self.heard_s += len(sound) / INPUT_RATE
        return [event for event in found if isinstance(event, Heard)]

    def right(self, text: str, heard: Sequence[Heard]) -> bool:
        """Whether the last command heard is what the text means."""
        meaning = self.grammar.meaning(text)
        if not heard or meaning is None:
            return False
        return (heard[-1].intent, heard[-1].slots) == (meaning.intent, meaning.slots)

    def results(
        self, clips: Iterable[Clip], intents: Callable[[Clip], frozenset[str] | None]
    ) -> Iterator[tuple[bool, str]]:
        """For each clip whether it is heard right when `intents` are listened for, and its speaker."""
        for clip in clips:
            yield self.right(clip.text, self.listen(clip.sound, intents(clip))), clip.speaker

    def accepted(self, clips: Iterable[Clip], intents: frozenset[str] | None) -> Iterator[tuple[bool, str]]:
        """For each clip whether any command is heard in it, and its speaker."""
        for clip in clips:
            yield bool(self.listen(clip.sound, intents)), clip.speaker


def padded(sound: Samples, after_s: float = AROUND_CLIP_S) -> Samples:
    """A sound at a talker's level, with faint noise before and after it."""
    quiet = np.random.default_rng(1).standard_normal(3 * INPUT_RATE).astype(np.float32) * np.float32(QUIET)
    peak = max(1e-6, float(np.abs(sound).max()))
    before, after = (quiet[: round(seconds * INPUT_RATE)] for seconds in (AROUND_CLIP_S, after_s))
    return np.concatenate([before, sound * np.float32(PEAK / peak), after])

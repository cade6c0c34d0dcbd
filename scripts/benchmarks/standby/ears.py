"""The ears that are measured: standby's own, and openWakeWord with a wake word that its package carries."""

import time

import numpy as np

from assistant.app import App
from assistant.content.calling import CALLED, WAKE, resting, standby_vocabulary
from assistant.hearing.echo.near_end import NearEnd
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import BLOCK_S
from assistant.places import NEAR_END
from assistant.words.events import Heard
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

THRESHOLD = 0.5
"""What openWakeWord says of itself: above it, the wake word was said."""
AGAIN_S = 2.0
"""Seconds in which openWakeWord counts once."""


class OurEar:
    """Standby's listener, as `limber stay` has it between sessions."""

    def __init__(self, app: App) -> None:
        """Load the model. Where nothing is played, nothing is cancelled: the echo canceller changes no sample then."""
        self.commands = standby_vocabulary(app.commands)
        self.recogniser = app.recogniser(self.commands)
        self.recogniser.listen_for(resting(self.commands))
        self.listener = Listener(self.recogniser)
        self.needed_s = self.heard_s = 0.0

    def over(self, saying: str) -> None:
        """Listen anew, over our own voice, which is said to say this."""
        self.recogniser.restart()
        self.listener = Listener(self.recogniser, "cancel", NearEnd(dict(np.load(NEAR_END))), lambda _ago_s: saying)

    def hear(self, sound: Samples, played: Samples | None = None) -> list[Heard]:
        """What it wakes for in the next sound, given block by block."""
        begun, found, step = time.process_time(), [], round(BLOCK_S * INPUT_RATE)
        for at in range(0, len(sound), step):
            part = sound[at : at + step]
            ours = None if played is None else played[at : at + step]
            found += [event for event in self.listener.accept(part, ours) if isinstance(event, Heard)]
        self.needed_s += time.process_time() - begun
        self.heard_s += len(sound) / INPUT_RATE
        return [event for event in found if event.intent == WAKE or event.intent.startswith(CALLED)]


class OpenWakeWord:
    """openWakeWord's engine, with a wake word of its own: it says how often that is heard where nobody says it."""

    def __init__(self, name: str) -> None:
        """Load the models that its package carries. Raises ImportError where it is not installed."""
        from pyopen_wakeword import Model, OpenWakeWordFeatures
        from pyopen_wakeword import OpenWakeWord as Engine

        self._engine, self._features = Engine.from_builtin(Model(name)), OpenWakeWordFeatures.from_builtin()
        self._quiet_until = self.heard_s = self.needed_s = 0.0

    def hear(self, sound: Samples) -> int:
        """How often it wakes in the next sound."""
        begun, times, step = time.process_time(), 0, round(BLOCK_S * INPUT_RATE)
        data = (np.clip(sound, -1, 1) * 32767).astype("<i2")
        for at in range(0, len(data), step):
            self.heard_s += len(data[at : at + step]) / INPUT_RATE
            for features in self._features.process_streaming(data[at : at + step].tobytes()):
                for sure in self._engine.process_streaming(features):
                    if sure > THRESHOLD and self.heard_s >= self._quiet_until:
                        times += 1
                        self._quiet_until = self.heard_s + AGAIN_S
        self.needed_s += time.process_time() - begun
        return times

"""A voice that was rendered ahead: what is there is played, and what is not there is rendered for the next time.

Nobody waits for it. While something is missing, the voice under it speaks, and one process of low priority renders the
missing sentence.
"""

import logging
import queue
import threading
from collections.abc import Sequence
from functools import partial

from assistant.speaking.clips import prepare
from assistant.speaking.engines import require, synthesiser
from assistant.speaking.profile import VoiceProfile
from assistant.speaking.recordings import Recordings
from assistant.speaking.renderings import Renderings
from assistant.speaking.stretch import stretched
from assistant.words.errors import LimberError, VoiceError
from assistant.words.samples import Samples
from assistant.words.units import Rate

TIGHTER = 1.05
"""By which factor a counted word is made faster than it would have to be, until it fits. Raised, it fits at once."""
FASTEST = 3.0
"""The most by which a counted word is made faster; beyond it nobody understands it, and the voice below says it."""

log = logging.getLogger(__name__)


class Late(threading.Thread):
    """Renders what was missing, one sentence after the other, for the next time."""

    def __init__(self, profile: VoiceProfile, store: Renderings) -> None:
        super().__init__(name="late", daemon=True)
        self._profile, self._engine, self._store = profile, synthesiser(profile), store
        self._asked: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._ended = False

    def order(self, text: str) -> None:
        """Have a sentence rendered some time."""
        self._asked.put(text)

    def finish(self) -> None:
        """Wait until everything that was ordered has been rendered, or cannot be."""
        self._asked.put(None)
        self.join()

    def close(self) -> None:
        """End at once; what was ordered and is not there will be missing again."""
        self._ended = True
        self._asked.put(None)
        self._engine.close()
        self.join(timeout=2)

    def run(self) -> None:
        """The thread's work. The first thing that goes wrong ends it: the voice below speaks anyway."""
        while (text := self._asked.get()) is not None and not self._ended:
            try:
                self._store.keep(text, partial(self._engine.render, text, self._profile.rate))
            except (LimberError, ValueError, OSError) as error:
                if not self._ended:
                    log.warning("nothing more is rendered for the voice '%s': %s", self._profile.name, error)
                break
        self._engine.close()


class Ahead:
    """What was rendered ahead of one voice, at one output rate. Its voice calls it from one thread at a time."""

    def __init__(self, profile: VoiceProfile, stores: Sequence[Renderings | Recordings], to_rate: Rate) -> None:
        """What is there is looked for in all of the stores; what is missing is rendered into the last one."""
        self.profile, self._stores, self._to_rate = profile, stores, to_rate
        last = stores[-1]
        self._late = Late(profile, last) if isinstance(last, Renderings) else None

    def trouble(self) -> str:
        """Why it does not speak, or not all: nothing is there or can be rendered, or a recording is broken."""
        try:
            for store in self._stores:
                if isinstance(store, Recordings):
                    store.check()
            if not any(store.begun() for store in self._stores):
                require(self.profile)
        except LimberError as error:
            return str(error)
        return ""

    def clip(self, text: str, factor: float, most_s: float) -> Samples | None:
        """A text at so many times the voice's pace, no longer than `most_s` if that is more than 0; None: not there."""
        found = next((found for store in self._stores if (found := store.sound(text)) is not None), None)
        if found is None:
            self._order(text)
            return None
        faster = self.profile.paced(factor) / self.profile.rate
        try:
            return self._shaped(*found, faster, most_s)
        except VoiceError as error:
            log.warning("%s", error)
            return None

    def finish(self) -> None:
        """Wait until what was missing is rendered, or cannot be; nothing more is ordered after it."""
        if self._late and self._late.is_alive():
            self._late.finish()

    def close(self) -> None:
        """End the rendering of what is missing."""
        if self._late and self._late.is_alive():
            self._late.close()

    def _order(self, text: str) -> None:
        if self._late and self._late.ident is None:
            self._late.start()
        if self._late:
            self._late.order(text)

    def _shaped(self, sound: Samples, rate: int, faster: float, most_s: float) -> Samples | None:
        clip = prepare(stretched(sound, rate, faster), rate, self._to_rate)
        while most_s and len(clip) > most_s * self._to_rate:
            faster *= max(TIGHTER, len(clip) / (most_s * self._to_rate))
            if faster > FASTEST:
                return None
            clip = prepare(stretched(sound, rate, faster), rate, self._to_rate)
        return clip

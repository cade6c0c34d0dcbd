"""A session with devices: threads for the ear, the voice and the speaker, and one inbox in the middle.

Only the main thread calls the coach. The speaker owns the clock; the main thread wakes when something comes in or
when the coach's next deadline is due.
"""

import queue
import threading
from collections.abc import Callable, Iterable

from assistant.audio.clips import Samples
from assistant.audio.speaker import Player
from assistant.audio.voice import Voice
from assistant.cues import Cue
from assistant.errors import DeviceError
from assistant.events import Begin, Event, Heard
from assistant.hearing.microphone import Microphone
from assistant.hearing.recogniser import BLOCK_S, Recogniser
from assistant.performance import Performance, rendered
from assistant.units import INPUT_RATE

WAKE_S = 0.03
SILENT_MICROPHONE_S = 2.0

Inbox = queue.SimpleQueue[Event | DeviceError]


class Ear(threading.Thread):
    """Listens to the microphone and puts what it understands into the inbox."""

    def __init__(self, microphone: Microphone, recogniser: Recogniser, inbox: Inbox) -> None:
        super().__init__(name="ear", daemon=True)
        self._microphone, self._recogniser, self._inbox = microphone, recogniser, inbox
        self._grammar: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
        self._listening = True

    def listen_for(self, intents: frozenset[str]) -> None:
        """Change the grammar; may be called from any thread."""
        self._grammar.put(intents)

    def close(self) -> None:
        """End after the present block."""
        self._listening = False
        self.join(timeout=2 * SILENT_MICROPHONE_S)
        self._microphone.close()

    def run(self) -> None:
        """The thread's work."""
        import numpy as np

        pending: list[Samples] = []
        self._microphone.start()
        while self._listening:
            block = self._microphone.read(SILENT_MICROPHONE_S)
            if block is None:
                self._inbox.put(DeviceError("the microphone gives no sound any more"))
                return
            pending.append(block)
            if sum(map(len, pending)) < BLOCK_S * INPUT_RATE:
                continue
            while not self._grammar.empty():
                self._recogniser.listen_for(self._grammar.get())
            for event in self._recogniser.accept(np.concatenate(pending)):
                self._inbox.put(event)
            pending = []


class Renderer(threading.Thread):
    """Renders cues in order, and, while there are none, words that will be needed."""

    def __init__(self, performance: Performance, lock: threading.Lock, ahead: Iterable[Cue]) -> None:
        super().__init__(name="voice", daemon=True)
        self._performance, self._lock = performance, lock
        self._voice: Voice = performance.voice
        self._ahead = iter(ahead)
        self._asked: queue.SimpleQueue[tuple[Cue, int] | None] = queue.SimpleQueue()
        self.troubles: queue.SimpleQueue[str] = queue.SimpleQueue()

    def submit(self, cue: Cue, epoch: int) -> None:
        """Have a cue rendered and added to the mixer."""
        self._asked.put((cue, epoch))

    def close(self) -> None:
        """End when what was asked for is done."""
        self._asked.put(None)
        self.join(timeout=2)

    def run(self) -> None:
        """The thread's work."""
        while True:
            if self._asked.empty() and (early := next(self._ahead, None)) is not None:
                rendered(early, self._voice)
                continue
            asked = self._asked.get()
            if asked is None:
                return
            cue, epoch = asked
            clip, trouble = rendered(cue, self._voice)
            if trouble:
                self.troubles.put(trouble)
            with self._lock:
                self._performance.mixer.add(cue, clip, epoch)


class Live:
    """Runs one performance in real time."""

    def __init__(self, performance: Performance, player: Player, ahead: Iterable[Cue]) -> None:
        self.inbox: Inbox = queue.SimpleQueue()
        self._performance, self._player = performance, player
        self._lock = threading.Lock()
        self._renderer = Renderer(performance, self._lock, ahead)
        performance.submit = self._renderer.submit

    def run(self, ended: Callable[[], bool] = lambda: False) -> None:
        """From the first word to the last. Raises `DeviceError` when a device is lost."""
        self._renderer.start()
        with self._lock:
            self._performance.take(Begin())
        self._player.start(self._block)
        try:
            while not self._finished() and not ended():
                self._turn()
        except KeyboardInterrupt:
            with self._lock:
                self._performance.take(Heard("stop", (), "ctrl-c"))
                self._performance.take(Heard("finish", (), "ctrl-c"))
            while not self._finished():
                self._turn()
        finally:
            self._player.close()
            self._renderer.close()
            self._performance.voice.close()

    def _block(self, frames: int) -> Samples:
        with self._lock:
            return self._performance.mixer.render(frames)

    def _finished(self) -> bool:
        with self._lock:
            return self._performance.over

    def _turn(self) -> None:
        try:
            event = self.inbox.get(timeout=self._patience())
        except queue.Empty:
            event = None
        if isinstance(event, DeviceError):
            raise event
        if failed := getattr(self._player, "failed", ""):
            raise DeviceError(f"the loudspeaker does not take any sound any more: {failed}")
        with self._lock:
            if event is not None:
                self._performance.take(event)
            self._performance.wake()
            while not self._renderer.troubles.empty():
                self._performance.transcript.add(self._performance.now, "trouble", text=self._renderer.troubles.get())

    def _patience(self) -> float:
        with self._lock:
            due = self._performance.coach.next_deadline()
            return WAKE_S if due is None else max(0.001, min(WAKE_S, due - self._performance.now))

"""A session with devices: threads for the ear, the voice and the speaker, and one inbox in the middle.

Only the main thread calls the coach. The speaker owns the clock; the main thread wakes when something comes in or
when the coach's next deadline is due. Both devices are watched by what flows through them, not by whether their
threads live, and are opened again when they come back.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterable

from assistant.audio.speaker import Player
from assistant.audio.voice import Voice
from assistant.hearing.echo.reference import Reference
from assistant.hearing.listener import Listener
from assistant.hearing.microphone import Microphone
from assistant.running.performance import Performance, rendered
from assistant.words.cues import Cue
from assistant.words.errors import DeviceError
from assistant.words.events import Back, Begin, Event, Heard, Lost
from assistant.words.samples import Samples

WAKE_S = 0.03
SILENT_S = 2.0
"""A device through which nothing has flowed for so long is lost."""
RETRY_S = 1.0
REPORT_S = 60.0
"""A microphone that stays lost is reported again so often."""
FAILURES_MOST = 3
"""A loudspeaker lost so often in a row ends the session."""
STEADY_S = 30.0
"""A loudspeaker that has played for so long is no longer failing in a row."""

Inbox = queue.SimpleQueue[Event]


class Ear(threading.Thread):
    """Listens to the microphone and puts what it understands into the inbox."""

    def __init__(
        self, open_microphone: Callable[[], Microphone], listener: Listener, reference: Reference, inbox: Inbox
    ) -> None:
        """Opens the microphone; raises `DeviceError`."""
        super().__init__(name="ear", daemon=True)
        self._open, self._listener, self._reference, self._inbox = open_microphone, listener, reference, inbox
        self.microphone = open_microphone()
        self._grammar: queue.SimpleQueue[frozenset[str]] = queue.SimpleQueue()
        self._ended = threading.Event()
        self._overflowed = self._slips = 0

    @property
    def overflows(self) -> int:
        """How often sound was lost because nobody took it."""
        return self._overflowed + self.microphone.overflows

    def listen_for(self, intents: frozenset[str]) -> None:
        """Change the grammar; may be called from any thread."""
        self._grammar.put(intents)

    def close(self) -> None:
        """End after the present block."""
        self._ended.set()
        self.join(timeout=2 * SILENT_S)
        self.microphone.close()

    def run(self) -> None:
        """The thread's work."""
        self.microphone.start()
        while not self._ended.is_set():
            try:
                hears = self._hear()
            except Exception:  # noqa: BLE001 (whatever it was, nobody may be left unheard without being told)
                traceback.print_exc()
                hears = False
            if not hears:
                self._reopen()

    def _hear(self) -> bool:
        """The next block; returns whether there was one."""
        block = self.microphone.read(SILENT_S)
        if block is None:
            return False
        while not self._grammar.empty():
            self._listener.listen_for(self._grammar.get())
        played = self._reference.beside(len(block), behind=self.microphone.behind)
        if self._reference.slips != self._slips:
            self._slips = self._reference.slips
            self._listener.slipped()
        for event in self._listener.accept(block, played):
            self._inbox.put(event)
        return True

    def _reopen(self) -> None:
        """Report the microphone lost, and open it again as soon as it can be."""
        said_at = -REPORT_S
        while not self._ended.is_set():
            if time.monotonic() - said_at >= REPORT_S:
                said_at = time.monotonic()
                self._inbox.put(Lost("microphone"))
            self.microphone.close()
            self._ended.wait(RETRY_S)
            try:
                self._overflowed, self.microphone = self.overflows, self._open()
                self.microphone.start()
            except DeviceError:
                continue
            if self.microphone.read(SILENT_S) is not None:
                self._reference.forget()
                self._inbox.put(Back("microphone"))
                return


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

    def __init__(
        self, performance: Performance, open_player: Callable[[], Player], ahead: Iterable[Cue], reference: Reference
    ) -> None:
        """Opens the loudspeaker; raises `DeviceError`. `reference` is given all that is played."""
        self.inbox: Inbox = queue.SimpleQueue()
        self._performance, self._open, self._reference = performance, open_player, reference
        self.player = open_player()
        self._lock = threading.Lock()
        self._renderer = Renderer(performance, self._lock, ahead)
        performance.submit = self._renderer.submit
        self._played_at = self._steady_from = time.monotonic()
        self._failures = self._dry = self._dry_before = 0

    @property
    def underruns(self) -> int:
        """How often the loudspeaker ran dry."""
        return self._dry_before + self.player.underruns

    def saying(self) -> str:
        """The words that sound just now; may be called from any thread."""
        with self._lock:
            return self._performance.mixer.sounding()

    def run(self, ended: Callable[[], bool] = lambda: False) -> None:
        """From the first word to the last. Raises `DeviceError` when the loudspeaker is lost for good."""
        self._renderer.start()
        with self._lock:
            self._performance.take(Begin())
        self._played_at = self._steady_from = time.monotonic()
        self.player.start(self._block)
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
            self.player.close()
            self._renderer.close()
            self._performance.voice.close()

    def _block(self, frames: int) -> Samples:
        with self._lock:
            block = self._performance.mixer.render(frames)
        dry, self._dry = self.player.underruns > self._dry, self.player.underruns
        self._reference.played(block, after_gap=dry)
        self._played_at = time.monotonic()
        return block

    def _finished(self) -> bool:
        with self._lock:
            return self._performance.over

    def _turn(self) -> None:
        try:
            event = self.inbox.get(timeout=self._patience())
        except queue.Empty:
            event = None
        if self.player.failed or time.monotonic() - self._played_at > SILENT_S:
            self._reopen()
        with self._lock:
            if event is not None:
                self._performance.take(event)
            self._performance.wake()
            while not self._renderer.troubles.empty():
                self._performance.transcript.add(self._performance.now, "trouble", text=self._renderer.troubles.get())

    def _reopen(self) -> None:
        """Open the loudspeaker again; until then no frame is played, so session time stands still."""
        why = self.player.failed or "it takes no sound"
        steady = time.monotonic() - self._steady_from > STEADY_S
        self._failures = 1 if steady else self._failures + 1
        if self._failures >= FAILURES_MOST:
            raise DeviceError(f"the loudspeaker was lost {FAILURES_MOST} times in a row: {why}")
        with self._lock:
            self._performance.take(Lost("speaker"))
        while True:
            self.player.close()
            time.sleep(RETRY_S)
            try:
                self.player = self._open()
                self.player.start(self._block)
            except DeviceError:
                continue
            break
        self._dry_before += self._dry
        self._dry = 0
        self._played_at = self._steady_from = time.monotonic()
        with self._lock:
            self._performance.take(Back("speaker"))

    def _patience(self) -> float:
        with self._lock:
            due = self._performance.coach.next_deadline()
            return WAKE_S if due is None else max(0.001, min(WAKE_S, due - self._performance.now))

"""A session with devices: threads for the ear, the voice and the speaker, and one inbox in the middle.

Only the main thread calls the coach. The speaker owns the clock; the main thread wakes when something comes in or
when the coach's next deadline is due. The loudspeaker is watched by what flows through it, not by whether its thread
lives, and is opened again when it comes back; see ear.py for the microphone.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable

from assistant.audio.earcons import earcon
from assistant.audio.speaker import Player
from assistant.interrupts import StoppedError
from assistant.logs import noted
from assistant.running.links import RETRY_S, SILENT_S, Links
from assistant.running.performance import Parts, Performance, rendered
from assistant.running.pulse import PREPARES_S
from assistant.words.cues import Cue
from assistant.words.errors import DeviceError, LimberError
from assistant.words.events import AT_KEYBOARD, Back, Begin, Heard, Lost
from assistant.words.samples import Samples
from assistant.words.units import Seconds

WAKE_S = 0.03
"""Seconds the main thread sleeps at most; sentences that ended are reported to the coach so late. Less costs CPU."""
FAILURES_MOST = 3
"""A loudspeaker lost so often in a row ends the session."""
STEADY_S = 30.0
"""A loudspeaker that has played for so many seconds is no longer failing in a row."""
FAREWELL_SILENT_S = 0.5
"""Seconds without sound after which the goodbye is given up. Raised, Ctrl-C takes longer where no sound flows."""
APOLOGY_S = 8.0
"""Seconds the sentence after an unexpected error may take, until the program ends without it."""

log = logging.getLogger(__name__)


class Renderer(threading.Thread):
    """Renders cues in order, and, while there are none, words that will be needed."""

    def __init__(self, parts: Parts, lock: threading.Lock, ahead: Iterable[Cue], links: Links) -> None:
        """`lock` guards the mixer."""
        super().__init__(name="voice", daemon=True)
        self._mixer, self._voice, self._lock = parts.mixer, parts.voice, lock
        self._ahead, self._troubles = iter(ahead), links.troubles
        self._asked: queue.SimpleQueue[tuple[Cue, int] | None] = queue.SimpleQueue()

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
            if self._asked.empty() and self._render_ahead():
                continue
            asked = self._asked.get()
            if asked is None:
                return
            cue, epoch = asked
            clip = self._rendered(cue)
            with self._lock:
                self._mixer.add(cue, clip, epoch)

    def _rendered(self, cue: Cue) -> Samples:
        try:
            clip, trouble = rendered(cue, self._voice)
        except Exception as error:  # noqa: BLE001 (without its sound the session would wait for ever)
            clip, trouble = earcon("trouble", self._voice.to_rate), noted(log, "a sentence could not be spoken", error)
        if trouble:
            self._troubles.put(trouble)
        return clip

    def _render_ahead(self) -> bool:
        """Render the next word that will be needed; returns whether there was one."""
        try:
            early = next(self._ahead, None)
            if early is not None:
                rendered(early, self._voice)
        except Exception:
            log.exception("words cannot be rendered ahead of time; they are when they are needed")
            self._ahead = iter(())
            return False
        return early is not None


class Live:
    """Runs one performance in real time."""

    def __init__(
        self, parts: Parts, links: Links, open_player: Callable[[], Player], ahead: Iterable[Cue] = ()
    ) -> None:
        """Opens the loudspeaker; raises `DeviceError`.

        `ahead` are words that will be needed, rendered while there is nothing else to render.
        """
        self._links, self._open = links, open_player
        self.player = open_player()
        self._lock = threading.Lock()
        self._renderer = Renderer(parts, self._lock, ahead, links)
        self.performance = Performance(parts, submit=self._renderer.submit, listen=links.grammars.put)
        self._played_at = self._steady_from = time.monotonic()
        self._failures = self._dry = self._dry_before = 0

    @property
    def underruns(self) -> int:
        """How often the loudspeaker ran dry."""
        return self._dry_before + self.player.underruns

    @property
    def now(self) -> Seconds:
        """Session time; may be asked for from any thread."""
        with self._lock:
            return self.performance.now

    def saying(self, ago_s: float = 0.0) -> str:
        """The words that sounded so many seconds ago; may be called from any thread."""
        with self._lock:
            return self.performance.mixer.sounding(ago_s)

    def run(self, ended: Callable[[], bool] = lambda: False, hear_out: Callable[[], None] = lambda: None) -> None:
        """From the first word to the last. Raises `DeviceError` when the loudspeaker is lost for good.

        `hear_out` is called when the last word has been said: what the ear still has goes into the inbox, and is heard.
        """
        self._renderer.start()
        try:
            with self._lock:
                while not self._links.before.empty():
                    self.performance.take(self._links.before.get())
                self.performance.take(Begin())
            self._played_at = self._steady_from = time.monotonic()
            self.player.start(self._block)
            with self._links.interrupts, self._links.interrupts.gently():
                self._to_the_end(ended, hear_out)
        finally:
            self._links.pulse.beat(PREPARES_S)
            self.player.close()
            self._renderer.close()
            self.performance.voice.close()
            log.info("the session has ended after %.0f seconds", self.performance.now)

    def _to_the_end(self, ended: Callable[[], bool], hear_out: Callable[[], None]) -> None:
        try:
            self._take_turns(ended, hear_out)
        except LimberError:
            raise
        except Exception:
            self._apologise()
            raise

    def _take_turns(self, ended: Callable[[], bool], hear_out: Callable[[], None]) -> None:
        asked, interrupts = False, self._links.interrupts
        while not self._heard_out(hear_out) and not ended():
            if interrupts.insisted:
                raise StoppedError(interrupts.number)
            if interrupts.asked and not asked:
                asked = True
                with self._lock:
                    self.performance.take(Heard("stop", (), AT_KEYBOARD))
                    self.performance.take(Heard("finish", (), AT_KEYBOARD))
            self._turn()

    def _apologise(self) -> None:
        """Say that something unexpected has happened, and wait until that has been said."""
        try:
            with self._lock:
                self.performance.apologise()
            end = time.monotonic() + APOLOGY_S
            while not self._silent() and not self.player.failed and time.monotonic() < end:
                time.sleep(WAKE_S)
        except Exception:
            log.exception("the apology failed as well")

    def _block(self, frames: int) -> Samples:
        with self._lock:
            block = self.performance.mixer.render(frames)
        dry, self._dry = self.player.underruns > self._dry, self.player.underruns
        self._links.played.played(block, after_gap=dry)
        self._played_at = time.monotonic()
        return block

    def _heard_out(self, hear_out: Callable[[], None]) -> bool:
        """Whether the session has ended, and nothing that the ear still had has begun it again."""
        if self._finished():
            hear_out()
            while not self._links.inbox.empty():
                self._turn()
        return self._finished()

    def _finished(self) -> bool:
        with self._lock:
            return self.performance.over

    def _silent(self) -> bool:
        with self._lock:
            return self.performance.mixer.idle()

    def _turn(self) -> None:
        self._links.pulse.beat()
        try:
            event = self._links.inbox.get(timeout=self._patience())
        except queue.Empty:
            event = None
        if self.player.failed or time.monotonic() - self._played_at > self._silent_s():
            self._reopen()
        with self._lock:
            if event is not None:
                self.performance.take(event)
            self.performance.wake()
            while not self._links.troubles.empty():
                self.performance.trouble(self._links.troubles.get())

    def _silent_s(self) -> Seconds:
        """How long no sound may flow; after Ctrl-C somebody waits to go."""
        return Seconds(FAREWELL_SILENT_S if self._links.interrupts.asked else SILENT_S)

    def _wait_unless_interrupted(self, wait_s: float) -> None:
        """Raises `StoppedError`, as there is no loudspeaker for a goodbye."""
        end = time.monotonic() + wait_s
        while time.monotonic() < end:
            if self._links.interrupts.asked:
                raise StoppedError(self._links.interrupts.number)
            time.sleep(WAKE_S)

    def _reopen(self) -> None:
        """Open the loudspeaker again; until then no frame is played, so session time stands still."""
        why = self.player.failed or "it takes no sound"
        steady = time.monotonic() - self._steady_from > STEADY_S
        self._failures = 1 if steady else self._failures + 1
        log.warning("the loudspeaker is lost: %s", why)
        if self._failures >= FAILURES_MOST:
            raise DeviceError(
                f"the loudspeaker was lost {FAILURES_MOST} times in a row; 'limber doctor' looks at it", "speaker"
            )
        with self._lock:
            self.performance.take(Lost("speaker"))
        while True:
            self.player.close()
            self._wait_unless_interrupted(RETRY_S)
            try:
                self.player = self._open()
                self.player.start(self._block)
            except DeviceError:
                continue
            break
        self._dry_before += self._dry
        self._dry = 0
        self._played_at = self._steady_from = time.monotonic()
        log.info("the loudspeaker is back")
        with self._lock:
            self.performance.take(Back("speaker"))

    def _patience(self) -> float:
        with self._lock:
            due = self.performance.coach.next_deadline()
            return WAKE_S if due is None else max(0.001, min(WAKE_S, due - self.performance.now))

"""The ear's thread: from the microphone to events in the inbox.

The microphone is watched by what flows through it, not by whether its thread lives, and is opened again when it comes
back.
"""

import logging
import threading
import time
from collections.abc import Callable

from assistant.hearing.backlog import Backlog
from assistant.hearing.listener import Listener
from assistant.hearing.microphone import Source
from assistant.hearing.muteness import Muteness
from assistant.logs import noted
from assistant.running.links import RETRY_S, SILENT_S, Links
from assistant.words.errors import DeviceError
from assistant.words.events import Back, Lost, Muted
from assistant.words.samples import Samples

CLOSE_S = 0.5
"""Seconds the thread may take to end. Raised, the program waits at its end for a recogniser that is being made."""
HEAR_OUT_S = 1.0
"""Seconds for which the end of a session waits for what the ear still has. A lost microphone delays it by as much."""
LOOKS = 20
"""How often, while no sound comes from a microphone, it is looked whether the session has ended. More costs CPU."""
REPORT_S = 60.0
"""A microphone that stays lost is reported again so often, in seconds."""

log = logging.getLogger(__name__)


class Ear(threading.Thread):
    """Listens to the microphone and puts what it understands into the inbox."""

    def __init__(
        self,
        open_microphone: Callable[[], Source],
        listener: Listener,
        links: Links,
        record: Callable[[Samples, Samples], None] | None = None,
    ) -> None:
        """Opens the microphone; raises `DeviceError`.

        `record` is given what it hears and what was played meanwhile, as many samples of each, at 16 kHz.
        """
        super().__init__(name="ear", daemon=True)
        self._open, self._listener, self._links = open_microphone, listener, links
        self._record = record
        self.microphone = open_microphone()
        self._ended = threading.Event()
        self._asked_for_rest, self._gave_rest = threading.Event(), threading.Event()
        self._overflowed = self._slips = 0
        self._muteness, self._backlog = Muteness(), Backlog()
        self._why = ""
        """Why the microphone could not be opened the last time."""

    @property
    def overflows(self) -> int:
        """How often sound was lost because nobody took it."""
        return self._overflowed + self.microphone.overflows

    def hear_out(self) -> None:
        """Put into the inbox what was heard and is not decided yet; returns when it is there, or nothing comes."""
        self._gave_rest.clear()
        self._asked_for_rest.set()
        self._gave_rest.wait(HEAR_OUT_S)

    def close(self) -> None:
        """End after the present block; a recogniser that is busy for longer is left to itself."""
        self._ended.set()
        self.join(timeout=CLOSE_S)
        self.microphone.close()

    def run(self) -> None:
        """The thread's work."""
        self.microphone.start()
        while not self._ended.is_set():
            try:
                hears = self._hear()
            except Exception as error:  # noqa: BLE001 (whatever it was, nobody may be left unheard without being told)
                self._links.troubles.put(noted(log, "the ear has stopped and begins anew", error))
                hears = False
            if not hears:
                self._reopen()

    def _hear(self) -> bool:
        """The next block; returns whether there was one."""
        self._take_in()
        self._listen_for_the_latest()
        taken = self._backlog.take()
        if taken is None:
            return False
        block, fate = taken
        if block.slipped:
            self._listener.slipped()
        if fate == "heard":
            found = self._listener.accept(block.heard, block.played, behind_s=self._backlog.waits_s)
        else:
            found = self._listener.pass_over(block.heard, block.played, lost=fate == "lost")
        if found:
            self._muteness.heard_somebody()
        for event in found:
            self._links.inbox.put(event)
        if told := self._backlog.fell_behind():
            log.warning("the ear fell behind by %.2f s, and %.2f s were not heard", told.behind_s, told.unheard_s)
            self._links.inbox.put(told)
        if self._asked_for_rest.is_set() and not self._backlog.waits_s:
            self._asked_for_rest.clear()
            for event in self._listener.flush():
                self._links.inbox.put(event)
            self._gave_rest.set()
        return True

    def _take_in(self) -> None:
        """Put all that the microphone has into the backlog; where neither has anything, wait for a block."""
        block = None if self._backlog.waits_s else self._next_block()
        while block is not None or self.microphone.behind:
            if block is None:
                block = self.microphone.read(0)
            if block is not None:
                self._add(block)
            block = None

    def _add(self, block: Samples) -> None:
        played = self._links.played.beside(len(block), behind=self.microphone.behind)
        if change := self._muteness.accept(block, played):
            log.warning("the microphone %s", "gives no sound at all" if change == "began" else "gives sound again")
            self._links.inbox.put(Muted() if change == "began" else Back("microphone"))
        slipped = self._links.played.slips != self._slips
        self._slips = self._links.played.slips
        if self._record:
            self._record(block, played)
        self._backlog.add(block, played, slipped=slipped)

    def _listen_for_the_latest(self) -> None:
        """Change the grammar, once however often it was to be changed: making one may take a second."""
        latest = None
        while not self._links.grammars.empty():
            latest = self._links.grammars.get()
        if latest is not None:
            self._listener.listen_for(latest)

    def _next_block(self) -> Samples | None:
        """The next block; None when none has come for `SILENT_S`, or this ends."""
        for _ in range(LOOKS):
            if self._ended.is_set():
                return None
            block = self.microphone.read(SILENT_S / LOOKS)
            if block is not None:
                return block
        return None

    def _reopen(self) -> None:
        """Report the microphone lost, and open it again as soon as it can be."""
        said_at = -REPORT_S
        while not self._ended.is_set():
            if time.monotonic() - said_at >= REPORT_S:
                said_at = time.monotonic()
                log.warning("the microphone is lost")
                self._links.inbox.put(Lost("microphone"))
            if self._opens():
                self._why = ""
                log.info("the microphone is open again")
                self._links.played.forget()
                self._muteness.opened_anew()
                return

    def _opens(self) -> bool:
        """Try once to open the microphone again; returns whether anything comes."""
        try:
            self.microphone.close()
            self._ended.wait(RETRY_S)
            self._overflowed, self.microphone = self.overflows, self._open()
            self.microphone.start()
            return self._next_block() is not None
        except Exception as error:
            if str(error) != self._why:
                self._why = str(error)
                log.warning("the microphone cannot be opened", exc_info=not isinstance(error, DeviceError))
            return False

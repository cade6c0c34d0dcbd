"""Whether sound flows: a program that lives and is deaf is worse than one that has ended, since that is started anew.

The manager of services is told that we live only when frames of the microphone *and* of the loudspeaker have moved
since the last time. A device that is closed on purpose need not move, such as the microphone after "stop listening".
Only who closes it on purpose may say so; that a device could not be opened is no such purpose. And the thread that
decides must go on: sound flows without it, and nobody would be answered.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.running.notifying import Notifier
from assistant.running.pulse import Pulse
from assistant.words.units import Frames, Seconds

LOOKS = 4
"""How often, within the time after which the manager restarts us, it is looked. Raised, a slow machine is forgiven less
and told of more often; with fewer than two, one late look is enough for a restart."""

WAITS_S = Seconds(60.0)
"""Seconds within which a program that waits for a device says so again. Raised, one that hangs is found later."""

Counter = Callable[[], Frames | None]
"""How many frames a device has given or taken since the program began; None: it is closed on purpose."""

log = logging.getLogger(__name__)


@dataclass
class Flow:
    """Whether one device moves."""

    name: str
    frames: Counter
    _before: Frames | None = field(default=None, init=False)

    def begin(self) -> None:
        """Count from here."""
        self._before = self.frames()

    @property
    def moves(self) -> bool:
        """Whether sound has flowed since `begin`, or need not. A device that was opened since then is believed once."""
        now = self.frames()
        return now is None or now != self._before


class Liveness:
    """Feeds the watchdog of the manager, as long as both devices move and the thread that decides goes on."""

    def __init__(self, notifier: Notifier, microphone: Counter, speaker: Counter, pulse: Pulse) -> None:
        self._notifier, self._pulse, self._begun = notifier, pulse, False
        self._flows = (Flow("microphone", microphone), Flow("loudspeaker", speaker))
        self._ended = threading.Event()
        self._still: list[str] = []
        self._hangs = False
        for flow in self._flows:
            flow.begin()

    @property
    def managed(self) -> bool:
        """Whether a manager begins the program anew when it ends."""
        return bool(self._notifier.address)

    @property
    def deaf(self) -> bool:
        """Whether a device stood still at the last look."""
        return bool(self._still)

    def waits(self, why: str) -> None:
        """A device is not there. A program that has not begun yet may wait for it as long as it likes."""
        self._notifier.status(why)
        if not self._begun:
            self._notifier.begins_longer(WAITS_S)

    def rests(self, doing: str) -> None:
        """Both devices are open, and this is what is done. From the first time on, the program is watched."""
        self._notifier.status(doing)
        if self._begun:
            return
        self._begun = True
        for flow in self._flows:
            flow.begin()
        self._notifier.ready()
        self.watch()

    def leaves(self) -> None:
        """The program was asked to end, and does."""
        self.close()
        self._notifier.stopping()

    def look(self) -> None:
        """Feed the watchdog if both devices have moved since it was last fed, and nothing hangs."""
        still = [flow.name for flow in self._flows if not flow.moves]
        if still != self._still:
            log.info("sound %s", f"does not flow: {' and '.join(still)}" if still else "flows again")
        if self._pulse.late != self._hangs:
            self._hangs = not self._hangs
            log.warning("the program %s", "hangs" if self._hangs else "goes on again")
        self._still = still
        if still or self._hangs:
            return
        self._notifier.alive()
        for flow in self._flows:
            flow.begin()

    def watch(self) -> None:
        """Look again and again, in a thread of its own, until `close`; nothing where nobody restarts us."""
        limit = self._notifier.limit
        if self._notifier.watched and limit is not None:
            threading.Thread(target=self._watch, args=(Seconds(limit / LOOKS),), name="liveness", daemon=True).start()

    def close(self) -> None:
        """Look no more."""
        self._ended.set()

    def _watch(self, every: Seconds) -> None:
        while not self._ended.wait(every):
            self.look()

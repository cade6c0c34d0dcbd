"""The loudspeaker and the microphone of a Limber that stays: open from session to session, and lent to one at a time.

Whoever is lent a device uses it like one of their own. When they close it, it goes on: the loudspeaker plays silence,
and what the microphone gives waits for the next one, who begins with what is new. A device that was given back because
nothing flowed through it is closed for real, and opened anew for the next one. Once both are closed, the machine's
devices are listed anew before: one that was unplugged and plugged in again may be another one to the machine.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from assistant.audio.speaker import Player, Render
from assistant.hearing.microphone import Source
from assistant.running.links import SILENT_S
from assistant.running.pulse import PREPARES_S
from assistant.words.errors import DeviceError
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE

FILLS = OUTPUT_RATE
"""Frames with which a loudspeaker that stands still may be filled: a second of sound.

A device that is opened again and again takes them each time, and plays none. Raised, one that plays a little between
two losses counts as standing still."""
LOOK_S = 0.02
"""Seconds between two looks at whether a microphone that was opened gives sound."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Devices:
    """How the loudspeaker and the microphone are opened. Each raises `DeviceError`."""

    player: Callable[[], Player]
    microphone: Callable[[], Source]


def _silence(frames: int) -> Samples:
    return np.zeros(frames, np.float32)


class KeptDevices:
    """Both devices. Each may be lent to one at a time."""

    def __init__(
        self,
        open_player: Callable[[], Player],
        open_microphone: Callable[[], Source],
        look_anew: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Opens nothing yet. `look_anew` lists the machine's devices anew; it is called while both are closed."""
        self._open_player, self._open_microphone, self._look_anew = open_player, open_microphone, look_anew
        self._clock = clock
        self._lock = threading.RLock()
        self._player: Player | None = None
        self._microphone: Source | None = None
        self._render: Render = _silence
        self._played_at = 0.0
        self._asked_for = 0
        """Frames that the loudspeaker has asked for since it was opened."""
        self.played = 0
        """Frames that the loudspeaker has asked for, ever, beyond what only fills it."""
        self._given_back_at: float | None = clock()
        """When whoever listened stopped, so that another one may; None while somebody listens, or it was lost."""
        self.heard = 0
        """Samples that the microphone has given, ever. It stands still when the microphone does."""

    @property
    def lent(self) -> Devices:
        """Both, for whoever is lent them."""
        return Devices(self.player, self.microphone)

    def player(self) -> Player:
        """The loudspeaker, on loan. Raises `DeviceError`."""
        with self._lock:
            if self._player is None:
                self._list_devices()
                player = self._open_player()
                self._played_at, self._asked_for = self._clock(), 0
                try:
                    player.start(self._block)
                except DeviceError:
                    player.close()
                    raise
                self._player = player
            return _LentPlayer(self, self._player)

    def microphone(self) -> Source:
        """The microphone, on loan. Raises `DeviceError`."""
        with self._lock:
            self._given_back_at = None
            if self._microphone is None:
                self._list_devices()
                microphone = self._open_microphone()
                try:
                    microphone.start()
                except DeviceError:
                    microphone.close()
                    raise
                self._microphone = microphone
            return _LentMicrophone(self, self._microphone)

    def close(self) -> None:
        """Close both for real."""
        self.close_player()
        self.close_microphone()

    def close_player(self) -> None:
        """Close the loudspeaker for real."""
        with self._lock:
            player, self._player, self._render = self._player, None, _silence
        if player:
            player.close()

    def close_microphone(self) -> None:
        """Close the microphone for real."""
        with self._lock:
            microphone, self._microphone = self._microphone, None
        if microphone:
            microphone.close()

    def play(self, render: Render | None) -> None:
        """Play what is rendered from now on; None: silence."""
        self._render = render or _silence

    def give_back(self, *, lost: bool) -> None:
        """Whoever listened does so no more, because they are done or because nothing came any more."""
        self._given_back_at = None if lost else self._clock()

    @property
    def changes_hands(self) -> bool:
        """Whether nobody listens just now, because what the next one hears with is being made ready."""
        return self._given_back_at is not None and self._clock() - self._given_back_at < PREPARES_S

    def flows(self, breaks_off: Callable[[], bool]) -> bool:
        """Whether sound comes from the microphone, to which somebody listens; waits for it, unless all `breaks_off`."""
        before, end = self.heard, self._clock() + SILENT_S
        while self.heard == before and self._clock() < end and not breaks_off():
            time.sleep(LOOK_S)
        return self.heard != before or breaks_off()

    @property
    def stands_still(self) -> bool:
        """Whether the loudspeaker has asked for nothing lately."""
        return self._clock() - self._played_at > SILENT_S / 2

    @property
    def lost(self) -> bool:
        """Whether the loudspeaker is lost while nobody looks after it."""
        player = self._player
        return player is not None and (bool(player.failed) or self._clock() - self._played_at > SILENT_S)

    def _list_devices(self) -> None:
        """List the machine's devices anew, which it does only while none of them is open."""
        if self._player is None and self._microphone is None:
            self._look_anew()

    def _block(self, frames: int) -> Samples:
        block = self._render(frames)
        self._asked_for += frames
        if self._asked_for > FILLS:
            self.played += frames
        self._played_at = self._clock()
        return block


class _LentPlayer:
    """The kept loudspeaker, for as long as one has it."""

    def __init__(self, kept: KeptDevices, player: Player) -> None:
        self._kept, self._player, self._dry = kept, player, player.underruns

    @property
    def failed(self) -> str:
        return self._player.failed

    @property
    def underruns(self) -> int:
        return self._player.underruns - self._dry

    def start(self, render: Render) -> None:
        self._kept.play(render)

    def close(self) -> None:
        self._kept.play(None)
        if self._player.failed or self._kept.stands_still:
            self._kept.close_player()


class _LentMicrophone:
    """The kept microphone, for as long as one has it."""

    def __init__(self, kept: KeptDevices, microphone: Source) -> None:
        self._kept, self._microphone, self._lost_before = kept, microphone, microphone.overflows
        self._nothing_s = 0.0
        """Seconds for which nothing has come."""
        self._listens, self._gave = True, False

    @property
    def overflows(self) -> int:
        return self._microphone.overflows - self._lost_before

    @property
    def behind(self) -> bool:
        return self._microphone.behind

    def start(self) -> None:
        """Begin with what comes from now on."""
        while self._microphone.read(0) is not None:
            pass

    def read(self, timeout: float) -> Samples | None:
        block = self._microphone.read(timeout)
        if block is None:
            self._nothing_s += timeout
        else:
            self._nothing_s, self._gave = 0.0, True
            self._kept.heard += len(block)
        return block

    def close(self) -> None:
        lost = self._nothing_s > SILENT_S / 2
        if self._listens:
            self._listens = False
            self._kept.give_back(lost=lost or not self._gave)
        if lost:
            with suppress(DeviceError):
                self._kept.close_microphone()

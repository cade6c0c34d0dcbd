"""A loudspeaker and a microphone that are no devices: they go as fast as who listens can follow."""

import queue
import threading
from contextlib import suppress

import numpy as np

from assistant.audio.speaker import BLOCK
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

HEARD = BLOCK * INPUT_RATE // OUTPUT_RATE
"""Samples that the microphone gives for each block that the loudspeaker takes."""
AHEAD = 20
"""Blocks that may wait to be listened to."""
QUIET = 1e-4
"""The room is not silent: a microphone that gives nothing at all is taken to be muted."""


class VirtualRoom:
    """What is played is gone, and what is heard is the quiet of the room, and what is said in it."""

    def __init__(self, waits_s: float = 0.05) -> None:
        """`waits_s`: seconds that the loudspeaker waits for somebody who listens; 0: they speak and listen by turns."""
        self.waits_s = waits_s
        self.blocks: queue.Queue[np.ndarray] = queue.Queue(AHEAD)
        self.said: queue.SimpleQueue[np.ndarray] = queue.SimpleQueue()
        """Sounds at 16 kHz that somebody says, one after the other."""
        self._rest = np.zeros(0, np.float32)
        self._chance = np.random.default_rng(1)

    def player(self):
        return VirtualPlayer(self)

    def microphone(self):
        return VirtualMicrophone(self)

    def hear(self):
        """What the microphone hears next."""
        if not len(self._rest) and not self.said.empty():
            self._rest = self.said.get()
        sound = (QUIET * self._chance.standard_normal(HEARD)).astype(np.float32)
        part, self._rest = self._rest[:HEARD], self._rest[HEARD:]
        sound[: len(part)] += part
        return sound


class VirtualPlayer:
    failed, underruns = "", 0

    def __init__(self, room):
        self._room, self._ended = room, threading.Event()

    def start(self, render):
        self._thread = threading.Thread(target=self._play, args=(render,), name="virtual speaker", daemon=True)
        self._thread.start()

    def close(self):
        self._ended.set()
        self._thread.join()

    def _play(self, render):
        while not self._ended.is_set():
            render(BLOCK)
            heard = self._room.hear()
            with suppress(queue.Full):  # nobody listens just now
                self._room.blocks.put(heard, block=bool(self._room.waits_s), timeout=self._room.waits_s)


class VirtualMicrophone:
    overflows = 0

    def __init__(self, room):
        self._room = room

    @property
    def behind(self):
        return not self._room.blocks.empty()

    def start(self):
        pass

    def read(self, timeout):
        try:
            return self._room.blocks.get(timeout=timeout) if timeout else self._room.blocks.get_nowait()
        except queue.Empty:
            return None

    def close(self):
        pass

"""The microphone: blocks of mono samples at 16 kHz, from any device at any rate."""

import queue
from typing import Any, Protocol

import numpy as np
import soxr

from assistant.audio.devices import Device
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE


class Source(Protocol):
    """What gives blocks of sound until it is closed."""

    @property
    def overflows(self) -> int:
        """How often sound was lost because nobody took it."""

    @property
    def behind(self) -> bool:
        """Whether more has come than was read."""

    def start(self) -> None:
        """Begin to listen. Raises `DeviceError`."""

    def read(self, timeout: float) -> Samples | None:
        """The next block at 16 kHz, or None when none came within `timeout` seconds."""

    def close(self) -> None:
        """Stop listening."""


class Microphone:
    """One input device, opened at whatever rate it offers. Its blocks wait here until they are read."""

    def __init__(self, name: str = "") -> None:
        """Opens the device; raises `DeviceError`."""
        self._blocks: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        self._device = Device("input", name, INPUT_RATE, self._keep)
        rate = self._device.rate
        self.overflows = 0
        """How often sound was lost because nobody took it."""
        self._resampler = None if rate == INPUT_RATE else soxr.ResampleStream(rate, INPUT_RATE, 1, dtype="float32")

    def start(self) -> None:
        """Begin to listen. Raises `DeviceError`."""
        self._device.start()

    def read(self, timeout: float) -> Samples | None:
        """The next block at 16 kHz, within -1 to 1, or None when none came within `timeout` seconds."""
        try:
            block = self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None
        return self._resampler.resample_chunk(block) if self._resampler else block

    @property
    def behind(self) -> bool:
        """Whether more has come than was read."""
        return not self._blocks.empty()

    def close(self) -> None:
        """Stop listening and free the device."""
        self._device.close()

    def _keep(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        self.overflows += bool(status.input_overflow)
        self._blocks.put(np.ascontiguousarray(data.mean(axis=1), dtype=np.float32))

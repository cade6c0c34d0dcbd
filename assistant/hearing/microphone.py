"""The microphone: blocks of mono samples at 16 kHz, from any device at any rate."""

import queue
from typing import Any

import numpy as np
import soxr

from assistant.audio.clips import Samples
from assistant.audio.speaker import find_device, sound_library
from assistant.errors import DeviceError
from assistant.units import INPUT_RATE

BLOCK_S = 0.02


class Microphone:
    """One input device, opened at the rate it likes."""

    def __init__(self, name: str = "") -> None:
        """Opens the device; raises `DeviceError`."""
        sounddevice = sound_library()
        device = find_device("input", name)
        info = sounddevice.query_devices(device, "input")
        channels = min(2, info["max_input_channels"])
        self._blocks: queue.SimpleQueue[Samples] = queue.SimpleQueue()
        rate = INPUT_RATE
        try:
            self._stream = self._open(sounddevice, device, channels, rate)
        except sounddevice.PortAudioError:
            rate = round(info["default_samplerate"])
            try:
                self._stream = self._open(sounddevice, device, channels, rate)
            except sounddevice.PortAudioError as error:
                raise DeviceError(f"the microphone '{info['name']}' cannot be opened: {error}") from error
        self.overflows = 0
        """How often sound was lost because nobody took it."""
        self._resampler = None if rate == INPUT_RATE else soxr.ResampleStream(rate, INPUT_RATE, 1, dtype="float32")

    def start(self) -> None:
        """Begin to listen."""
        self._stream.start()

    def read(self, timeout: float) -> Samples | None:
        """The next block, or None when none came in time."""
        try:
            block = self._blocks.get(timeout=timeout)
        except queue.Empty:
            return None
        return self._resampler.resample_chunk(block) if self._resampler else block

    def close(self) -> None:
        """Stop listening and free the device."""
        self._stream.close()

    def _open(self, sounddevice: Any, device: int | None, channels: int, rate: int) -> Any:
        return sounddevice.InputStream(
            samplerate=rate, device=device, channels=channels, dtype="float32",
            blocksize=round(BLOCK_S * rate), callback=self._take,
        )  # fmt: skip

    def _take(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        self.overflows += bool(status.input_overflow)
        self._blocks.put(np.ascontiguousarray(data.mean(axis=1), dtype=np.float32))

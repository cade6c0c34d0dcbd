"""The loudspeaker: it asks for blocks, plays them, and so owns the clock."""

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import soxr

from assistant.audio.clips import Samples
from assistant.errors import DeviceError
from assistant.units import OUTPUT_RATE

BLOCK = 480
"""Frames asked for at a time: 10 ms."""

LATENCY_S = 0.05
"""What the device holds ready; less runs dry on a busy machine."""
JOIN_S = 0.5
BLUETOOTH_S = 0.5
"""A Bluetooth loudspeaker swallows so much when it wakes up."""

Render = Callable[[int], Samples]


class Player(Protocol):
    """What plays blocks until it is told to end."""

    failed: str
    """Why it plays no more; empty while it does."""
    underruns: int
    """How often it ran dry."""

    def start(self, render: Render) -> None:
        """Begin to play what `render(frames)` gives."""

    def close(self) -> None:
        """End, and free the device."""


def sound_library() -> Any:
    """The sounddevice module. Raises `DeviceError` when PortAudio is missing."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError("the sound library PortAudio is missing: sudo apt-get install libportaudio2") from error
    return sounddevice


def find_device(kind: str, name: str) -> int | None:
    """The index of the "input" or "output" device whose name holds `name`; None for the default one.

    Raises `DeviceError` when there is none.
    """
    sounddevice = sound_library()
    usable = [
        (index, device["name"])
        for index, device in enumerate(sounddevice.query_devices())
        if device[f"max_{kind}_channels"] > 0
    ]
    what = "microphone" if kind == "input" else "loudspeaker"
    if not usable:
        raise DeviceError(f"no {what} was found on this machine")
    if not name:
        return None
    for index, found in usable:
        if name.lower() in found.lower():
            return int(index)
    raise DeviceError(f"there is no {what} called '{name}'; there are: {', '.join(found for _, found in usable)}")


class Speaker:
    """The real one, through PortAudio. Any device rate; the last step resamples where it must."""

    def __init__(self, name: str = "") -> None:
        """Opens the device; raises `DeviceError`."""
        sounddevice = sound_library()
        device = find_device("output", name)
        info = sounddevice.query_devices(device, "output")
        self._channels = min(2, info["max_output_channels"])
        self._error = sounddevice.PortAudioError
        self._resampler: soxr.ResampleStream | None = None
        try:
            self._stream = self._open(sounddevice, device, OUTPUT_RATE)
        except self._error:
            rate = round(info["default_samplerate"])
            try:
                self._stream = self._open(sounddevice, device, rate)
            except self._error as error:
                raise DeviceError(f"the loudspeaker '{info['name']}' cannot be opened: {error}") from error
            self._resampler = soxr.ResampleStream(OUTPUT_RATE, rate, 1, dtype="float32")
        self.failed = ""
        self.underruns = 0
        self._lead = round(BLUETOOTH_S * OUTPUT_RATE) if "blue" in info["name"].lower() else 0
        self._thread: threading.Thread | None = None
        self._playing = False

    def start(self, render: Render) -> None:
        """Begin to play in a thread of its own."""
        self._playing = True
        self._stream.start()
        self._thread = threading.Thread(target=self._play, args=(render,), name="speaker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the present block; a device that takes no more blocks is left at once."""
        self._playing = False
        if self._thread:
            self._thread.join(timeout=JOIN_S)
            if self._thread.is_alive():
                self._stream.abort()
                self._thread.join(timeout=JOIN_S)
        self._stream.close()

    def _open(self, sounddevice: Any, device: int | None, rate: int) -> Any:
        return sounddevice.OutputStream(
            samplerate=rate, device=device, channels=self._channels, dtype="float32", latency=LATENCY_S
        )

    def _play(self, render: Render) -> None:
        while self._playing:
            block = np.zeros(BLOCK, np.float32) if self._lead > 0 else render(BLOCK)
            self._lead -= BLOCK
            if self._resampler:
                block = self._resampler.resample_chunk(block)
            try:
                self.underruns += bool(self._stream.write(np.repeat(block[:, None], self._channels, axis=1)))
            except self._error as error:
                self.failed = str(error)
                return


class SilentSpeaker:
    """For a machine without a sound card: it plays nothing, in real time."""

    failed = ""
    underruns = 0

    def __init__(self) -> None:
        self._playing = threading.Event()

    def start(self, render: Render) -> None:
        """Begin to consume blocks at the pace of the wall clock."""
        self._playing.set()
        threading.Thread(target=self._play, args=(render,), name="speaker", daemon=True).start()

    def close(self) -> None:
        """End."""
        self._playing.clear()

    def _play(self, render: Render) -> None:
        begun, blocks = time.monotonic(), 0
        while self._playing.is_set():
            render(BLOCK)
            blocks += 1
            time.sleep(max(0.0, begun + blocks * BLOCK / OUTPUT_RATE - time.monotonic()))

"""The loudspeaker: it asks for blocks, plays them, and so owns the clock."""

import logging
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Protocol

import numpy as np
import soxr

from assistant.audio.devices import Device
from assistant.logs import noted
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE

BLOCK = 480
"""Frames asked for at a time: 10 ms. More of them make a hush come later."""
JOIN_S = 0.5
"""Seconds the speaker's thread may take to end; after that the device stands still, and is left to itself."""
BLUETOOTH_S = 0.5
"""Seconds of sound that a Bluetooth loudspeaker swallows when it wakes up; so much silence is played first."""

SERVERS = ("default", "pulse", "pipewire")
"""What the devices of sound servers are called; behind them there may be any loudspeaker."""
ASKED_S = 2.0
"""Seconds a sound server may take to say what stands behind its device."""

Render = Callable[[int], Samples]
log = logging.getLogger(__name__)


class Player(Protocol):
    """What plays blocks until it is told to end."""

    @property
    def failed(self) -> str:
        """Why it plays no more; empty while it does."""

    @property
    def underruns(self) -> int:
        """How often it ran dry."""

    def start(self, render: Render) -> None:
        """Begin to play what `render(frames)` gives."""

    def close(self) -> None:
        """End, and free the device."""


def is_bluetooth(name: str, stands_behind: Callable[[], str]) -> bool:
    """Whether a loudspeaker is one; `stands_behind` is asked what a sound server's own device plays on."""
    lower = name.lower()
    return "blue" in lower or (lower in SERVERS and "blue" in stands_behind().lower())


def default_sink() -> str:
    """What the sound server plays on; empty where there is none, or it does not say so."""
    try:
        done = subprocess.run(
            ["pactl", "get-default-sink"], capture_output=True, text=True, timeout=ASKED_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


class Speaker:
    """The real one, through PortAudio. Any device rate; the last step resamples where it must."""

    def __init__(self, name: str = "") -> None:
        """Opens the device; raises `DeviceError`."""
        self._device = Device("output", name, OUTPUT_RATE)
        rate = self._device.rate
        self._resampler = None if rate == OUTPUT_RATE else soxr.ResampleStream(OUTPUT_RATE, rate, 1, dtype="float32")
        self.failed = ""
        self.underruns = 0
        self._lead = round(BLUETOOTH_S * OUTPUT_RATE) if is_bluetooth(self._device.name, default_sink) else 0
        self._thread: threading.Thread | None = None
        self._playing = False

    def start(self, render: Render) -> None:
        """Begin to play in a thread of its own. Raises `DeviceError`."""
        self._playing = True
        self._device.start()
        self._thread = threading.Thread(target=self._play, args=(render,), name="speaker", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop after the present block; a device that takes no more blocks is left at once."""
        self._playing = False
        if self._thread:
            self._thread.join(timeout=JOIN_S)
            if self._thread.is_alive():
                self._device.abandon()
                return
        self._device.close()

    def _play(self, render: Render) -> None:
        try:
            while self._playing:
                block = np.zeros(BLOCK, np.float32) if self._lead > 0 else render(BLOCK)
                self._lead -= BLOCK
                if self._resampler:
                    block = self._resampler.resample_chunk(block)
                self.underruns += self._device.write(np.repeat(block[:, None], self._device.channels, axis=1))
        except self._device.error as error:
            self.failed = str(error)
        except Exception as error:  # noqa: BLE001 (a thread that ended without a word would look like a silent device)
            self.failed = noted(log, "the sound could not be made", error)


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

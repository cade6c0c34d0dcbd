"""Sound devices: found by name, opened at a rate they like, one thread at a time.

PortAudio must not open, start or close streams in two threads at once, and the microphone and the loudspeaker are
each looked after by a thread of their own.
"""

import atexit
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

from assistant.files import there
from assistant.paths import at_home
from assistant.printed import printed_into_log
from assistant.words.errors import DeviceError

Kind = Literal["input", "output"]
CALLED: dict[Kind, str] = {"input": "microphone", "output": "loudspeaker"}
DEVICE: dict[Kind, Literal["microphone", "speaker"]] = {"input": "microphone", "output": "speaker"}
LATENCY: dict[Kind, float | str] = {"input": "high", "output": 0.05}
"""What a device holds ready, in seconds; a loudspeaker with less runs dry on a busy machine."""
BLOCK_S: dict[Kind, float] = {"input": 0.02, "output": 0}
"""What a device gives or takes at a time; 0 for as much as it likes."""
ALSA_FILES = (Path("~/.asoundrc"), Path("~/.config/alsa/asoundrc"), Path("/etc/asound.conf"))
"""Where a person or an administrator sets up the machine's sound. A mistake in one of them stops all of it."""
UNAVAILABLE = -9985
"""PortAudio's number for a device that another program has for itself."""
_ONE_AT_A_TIME = threading.Lock()
log = logging.getLogger(__name__)


def sound_library() -> Any:
    """The sounddevice module. Raises `DeviceError` when PortAudio is missing, or cannot begin."""
    try:
        import sounddevice
    except OSError as error:
        raise DeviceError("the sound library PortAudio is missing: sudo apt-get install libportaudio2") from error
    except Exception as error:
        raise DeviceError(f"the machine's sound cannot be set up; {_where_it_is_set_up()}") from error
    return sounddevice


def _where_it_is_set_up() -> str:
    files = " and ".join(str(path) for path in map(at_home, ALSA_FILES) if there(path))
    return f"look for a mistake in {files}" if files else "look at what 'aplay -L' says"


@contextmanager
def _alone() -> Iterator[None]:
    """While the block runs, nobody else is in PortAudio, and what it and ALSA print goes into the log."""
    with _ONE_AT_A_TIME, printed_into_log(logging.DEBUG):
        yield


def look_anew() -> None:
    """Have PortAudio list the devices anew, which it does only when it begins. Raises `DeviceError`.

    No stream may be open. Where one was left to itself, the list stays as it is.
    """
    sounddevice = sound_library()
    if Device.abandoned:
        return
    with _alone():
        try:
            sounddevice._terminate()  # noqa: SLF001 (there is no other way)
            sounddevice._initialize()  # noqa: SLF001
        except sounddevice.PortAudioError as error:
            raise DeviceError(f"the machine's sound cannot be set up; {_where_it_is_set_up()}") from error


def find_device(kind: Kind, name: str) -> int | None:
    """The index of the "input" or "output" device whose name holds `name`; None for the default one.

    Raises `DeviceError` when there is none.
    """
    sounddevice = sound_library()
    usable = [
        (index, device["name"])
        for index, device in enumerate(sounddevice.query_devices())
        if device[f"max_{kind}_channels"] > 0
    ]
    what = CALLED[kind]
    if not usable:
        raise DeviceError(f"no {what} was found on this machine", DEVICE[kind])
    if not name:
        return None
    for index, found in usable:
        if name.lower() in found.lower():
            return int(index)
    known = ", ".join(found for _, found in usable)
    raise DeviceError(f"there is no {what} called '{name}'; there are: {known}", DEVICE[kind], name)


class Device:
    """An open stream of float32 samples."""

    abandoned = False
    """Whether one of them was left to itself."""

    def __init__(self, kind: Kind, name: str, rate: int, callback: Callable[..., None] | None = None) -> None:
        """Opened at `rate` in Hz or, if the device does not like it, at its own. Raises `DeviceError`."""
        sounddevice = sound_library()
        self.error: type[Exception] = sounddevice.PortAudioError
        stream = sounddevice.InputStream if kind == "input" else sounddevice.OutputStream
        with _alone():
            index = find_device(kind, name)
            info = sounddevice.query_devices(index, kind)
            self.name: str = info["name"]
            self.channels: int = min(2, info[f"max_{kind}_channels"])
            own = round(info["default_samplerate"])
            for self.rate in (rate, own):
                try:
                    self._stream = stream(
                        samplerate=self.rate, device=index, channels=self.channels, dtype="float32",
                        latency=LATENCY[kind], blocksize=round(BLOCK_S[kind] * self.rate), callback=callback,
                    )  # fmt: skip
                    break
                except self.error as error:
                    if self.rate == own:
                        message = f"the {CALLED[kind]} '{self.name}' cannot be opened: {error}"
                        raise DeviceError(message, DEVICE[kind], busy=UNAVAILABLE in error.args) from error
            self._aside = ExitStack()
            if sys.stderr and sys.stderr.isatty():  # PortAudio's threads print on; a service's log may have that
                self._aside.enter_context(printed_into_log(logging.DEBUG))
        log.info("opened the %s '%s' at %d Hz, %d channels", CALLED[kind], self.name, self.rate, self.channels)

    def start(self) -> None:
        """Begin. Raises `DeviceError`."""
        with _alone():
            try:
                self._stream.start()
            except self.error as error:
                raise DeviceError(f"'{self.name}' cannot be started: {error}") from error

    def write(self, block: Any) -> bool:
        """Play (n, channels) samples; waits for room, if need be for ever. Returns whether it had run dry."""
        return bool(self._stream.write(block))

    def abandon(self) -> None:
        """Leave a device that stands still to itself: closing it under the thread that waits in it would crash."""
        Device.abandoned = True
        with _alone():
            self._stream.abort()
            self._aside.close()
        atexit.unregister(sound_library()._exit_handler)  # noqa: SLF001 (it closes every stream there is)

    def close(self) -> None:
        """Free it."""
        with _alone():
            self._stream.close()
            self._aside.close()

"""Sound files: read whatever a person brings, write what a rehearsal made."""

import wave
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile
import soxr

from assistant.files import told
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import Rate

CHANNELS_MOST = 2
"""More channels mean an array or a studio file, whose mean is nobody's voice."""


def read_wav(path: Path, rate: Rate) -> Samples:
    """A sound file as mono at `rate`, within -1 to 1. Raises `LimberError` with one clear sentence."""
    with told(path, "this cannot be read"), path.open("rb") as file:
        try:
            sound, from_rate = soundfile.read(file, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, ValueError) as error:
            raise LimberError(f"{path}: this is not a sound file I can read") from error
    if sound.shape[1] > CHANNELS_MOST:
        raise LimberError(f"{path}: it has {sound.shape[1]} channels; give me mono or stereo")
    if not len(sound):
        raise LimberError(f"{path}: it holds no sound")
    mono: Samples = sound.mean(axis=1)
    return mono if from_rate == rate else np.asarray(soxr.resample(mono, from_rate, rate), np.float32)


class WavWriter:
    """Mono 16-bit samples to a file, block by block. Each method raises OSError."""

    def __init__(self, path: Path, rate: Rate) -> None:
        self._out = path.open("wb")
        self._file = wave.open(self._out, "wb")  # noqa: SIM115  closed by __exit__
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        finally:
            self._out.close()

    def write(self, block: Samples) -> None:
        """Append samples within -1 to 1."""
        self._file.writeframes((block * 32767).astype("<i2").tobytes())

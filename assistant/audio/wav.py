"""Sound files: read whatever a person brings, write what a rehearsal made."""

import errno
import io
import wave
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType

import numpy as np
import soundfile
import soxr

from assistant.files import FULL, opened, told
from assistant.paths import libsndfile_name
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import Rate

OPUS_LEVEL = 1.0
"""Opus's compression level, from 0 (large) to 1 (small)."""
CHANNELS_MOST = 2
"""More channels mean an array or a studio file, whose mean is nobody's voice."""
CANCELLED = 0.1
"""The share of the louder channel's power below which two channels together cancel each other out. One silent channel
leaves a quarter. Raised above that, one of two channels is taken where both would do."""
LONGEST_S = 1800
"""Seconds of a sound that is read: half an hour of it at 48 kHz takes 350 MB of memory for a moment."""
PIPED_MOST = 200_000_000
"""Bytes that are read of what has no end yet, such as a pipe. Raising it takes as much more memory."""


def read_wav(path: Path, rate: Rate, *, piped: bool = False) -> Samples:
    """A sound file as mono at `rate`, within -1 to 1. Raises `LimberError` with one clear sentence.

    `piped`: it may be a pipe, which is waited for.
    """
    with told(path, "this cannot be read"), opened(path, piped=piped) as file:
        source = file.fileno() if file.seekable() else io.BytesIO(file.read(PIPED_MOST))
        try:
            with soundfile.SoundFile(source, closefd=False) as sound:
                _require_sensible(sound, path)
                both, from_rate = sound.read(dtype="float32", always_2d=True), sound.samplerate
        except (soundfile.LibsndfileError, ValueError) as error:
            raise LimberError(f"{path}: this is not a sound file I can read") from error
    if not len(both):
        raise LimberError(f"{path}: it holds no sound")
    mono = _mono(both)
    return mono if from_rate == rate else np.asarray(soxr.resample(mono, from_rate, rate), np.float32)


def _require_sensible(sound: soundfile.SoundFile, path: Path) -> None:
    """Raises `LimberError`, before anything is read, where a file is none for us."""
    if sound.channels > CHANNELS_MOST:
        raise LimberError(f"{path}: it has {sound.channels} channels; give me mono or stereo")
    if sound.frames > LONGEST_S * sound.samplerate:
        minutes = round(sound.frames / sound.samplerate / 60)
        raise LimberError(
            f"{path}: it lasts {minutes} minutes; at most {LONGEST_S // 60} are read, so cut it in pieces"
        )


def _mono(sound: Samples) -> Samples:
    """One channel of a sound, within -1 to 1: both together, or the louder one where they cancel each other out.

    A file of numbers with a point may hold larger ones, and what is no number.
    """
    if not np.isfinite(sound).all():
        sound = np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0)
    mono: Samples = sound.mean(axis=1)
    powers = np.mean(np.square(sound), axis=0, dtype=np.float64)
    if np.mean(np.square(mono), dtype=np.float64) < CANCELLED * powers.max():
        mono = sound[:, powers.argmax()]
    loudest = float(np.abs(mono).max())
    return mono / np.float32(loudest) if loudest > 1 else mono


class WavWriter(AbstractContextManager["WavWriter"]):
    """Mono 16-bit samples to a file, block by block. Each method raises OSError."""

    def __init__(self, path: Path, rate: Rate) -> None:
        self._out = path.open("wb")
        self._file = wave.open(self._out, "wb")  # noqa: SIM115  closed by __exit__
        self._file.setnchannels(1)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)

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


class FlacWriter(AbstractContextManager["FlacWriter"]):
    """Mono 16-bit samples to a FLAC file, block by block: the same samples as `WavWriter`, in a part of the space."""

    def __init__(self, path: Path, rate: Rate) -> None:
        """Raises OSError where the file cannot be written."""
        path.open("wb").close()  # which says why it cannot, as libsndfile does not
        self._path, self._file = path, soundfile.SoundFile(libsndfile_name(path), "w", rate, 1, "PCM_16", format="FLAC")
        self._rate, self._waiting, self._count = rate, list[Samples](), 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._write_out()
        finally:
            self._file.close()

    def write(self, block: Samples) -> None:
        """Append samples within -1 to 1, written out once a second. Raises OSError where there is no room."""
        self._waiting.append(block)
        self._count += len(block)
        if self._count >= self._rate:
            self._write_out()

    def _write_out(self) -> None:
        blocks, self._waiting, self._count = self._waiting, [], 0
        if not blocks:
            return
        with _full_disk(self._path):
            self._file.write((np.concatenate(blocks) * 32767).astype("<i2"))


def write_opus(path: Path, sound: Samples, rate: Rate, level: float = OPUS_LEVEL) -> None:
    """A mono sound, within -1 to 1, as a small Opus file; `level` as above. Raises OSError."""
    path.open("wb").close()
    with _full_disk(path):
        soundfile.write(libsndfile_name(path), sound, rate, format="OGG", subtype="OPUS", compression_level=level)


@contextmanager
def _full_disk(path: Path) -> Iterator[None]:
    """What libsndfile says where a file that was opened cannot be written on. Raises OSError."""
    try:
        yield
    except (soundfile.LibsndfileError, AssertionError) as error:
        raise OSError(errno.ENOSPC, FULL, str(path)) from error

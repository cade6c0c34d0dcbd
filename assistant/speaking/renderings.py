"""What was rendered ahead: one small file a sentence, named after all that its sound depends on.

So a sentence that has changed has another name, and is rendered anew; nothing else is. A file counts only when it is
whole: it is written under a passing name first. One that cannot be read is deleted, and is rendered again.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import soundfile
import soxr

from assistant.audio.wav import write_opus
from assistant.files import clear_left, make_folder, matching, passing_file, require_ordinary, told
from assistant.paths import libsndfile_name
from assistant.speaking.profile import VoiceProfile
from assistant.words.samples import Samples
from assistant.words.units import Rate

STORE_RATE = Rate(24000)
"""Of what is kept: the networks speak at 22,050, and Opus knows the next rate above it."""
OPUS_LEVEL = 0.9
"""How small it is kept: about 28 kbit a second, at which speech sounds as it was rendered. At 1 it sounds like a
telephone."""
VERSION = 1
"""Raised when what is written changes, so that everything is rendered anew."""
ENDING = ".opus"


class Renderings:
    """The sentences of one voice in one folder."""

    def __init__(self, folder: Path, profile: VoiceProfile) -> None:
        self.folder, self._profile = folder, profile
        self._made_by = (
            VERSION,
            profile.engine,
            profile.sha256 or profile.voice,
            profile.pitch,
            profile.own_rate,
            profile.rate,
        )

    def path(self, text: str) -> Path:
        """Where a sentence is kept, if it is."""
        name = hashlib.sha256(repr((*self._made_by, self._profile.respelt(text))).encode()).hexdigest()
        return self.folder / name[:2] / f"{name}{ENDING}"

    def has(self, text: str) -> bool:
        """Whether a sentence is there."""
        return self.path(text).is_file()

    def sound(self, text: str) -> tuple[Samples, int] | None:
        """(samples, rate) of a sentence; None where it is not there, or cannot be read."""
        path = self.path(text)
        try:
            require_ordinary(path)
            sound, rate = soundfile.read(libsndfile_name(path), dtype="float32")
        except (soundfile.LibsndfileError, OSError, ValueError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return (np.asarray(sound, np.float32), int(rate)) if sound.ndim == 1 and len(sound) else None

    def keep(self, text: str, render: Callable[[Path], None]) -> float:
        """Have a sentence rendered into a WAV file and keep it; returns its seconds.

        Raises `FileError` where it cannot be kept, and `ValueError` where what was rendered is no sound.
        """
        path = self.path(text)
        make_folder(path.parent)
        with told(path, "this sentence cannot be kept"):
            draft, whole = passing_file(path.parent, suffix=".wav"), passing_file(path.parent, suffix=ENDING)
            try:
                render(draft)
                sound, rate = _read_wave(draft)
                write_opus(whole, soxr.resample(sound, rate, STORE_RATE), STORE_RATE, OPUS_LEVEL)
                whole.replace(path)
            finally:
                for passing in (draft, whole):
                    with contextlib.suppress(OSError):
                        passing.unlink(missing_ok=True)
        return len(sound) / rate

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of some sentences that are not there."""
        return [text for text in texts if not self.has(text)]

    def drop_all_but(self, texts: Iterable[str]) -> int:
        """Delete what belongs to none of these sentences any more; returns how many files that were."""
        wanted = {self.path(text) for text in texts}
        dropped = 0
        for path in matching(self.folder, f"??/*{ENDING}"):
            clear_left(path.parent)
            if path not in wanted:
                with contextlib.suppress(OSError):
                    path.unlink()
                    dropped += 1
        return dropped

    def seconds(self, texts: Iterable[str]) -> float:
        """How long those of some sentences last that are there."""
        total = 0.0
        for text in texts:
            with contextlib.suppress(soundfile.LibsndfileError, OSError):
                require_ordinary(self.path(text))
                total += soundfile.info(libsndfile_name(self.path(text))).duration
        return total

    def begun(self) -> bool:
        """Whether anything is there."""
        return bool(matching(self.folder, f"??/*{ENDING}"))

    def size(self) -> tuple[int, int]:
        """(how many sentences, how many bytes) it holds."""
        sizes = []
        for path in matching(self.folder, f"??/*{ENDING}"):
            with contextlib.suppress(OSError):
                sizes.append(path.stat().st_size)
        return len(sizes), sum(sizes)


def _read_wave(path: Path) -> tuple[Samples, int]:
    """Raises `ValueError` where there is no sound."""
    try:
        sound, rate = soundfile.read(libsndfile_name(path), dtype="float32")
    except soundfile.LibsndfileError as error:
        raise ValueError("no sound was written") from error
    if not len(sound) or not np.isfinite(sound).all() or not np.abs(sound).max() > 0:
        raise ValueError("what was written is silent or broken")
    return np.asarray(sound, np.float32), int(rate)

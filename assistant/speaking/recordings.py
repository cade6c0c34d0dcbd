"""Recordings as a voice: a folder with a WAV file for each sentence, named after its words.

So somebody can read the sentences themselves, in any order and with any program. What has no file, or one that cannot
be read, is said by the voice below.
"""

import hashlib
import logging
import re
from pathlib import Path

import numpy as np
import soundfile

from assistant.files import matching
from assistant.paths import libsndfile_name
from assistant.speaking.profile import VoiceProfile
from assistant.words.errors import VoiceError
from assistant.words.samples import Samples

ENDING = ".wav"
LETTERS_MOST = 60
"""The longest name of a file without its ending; of a longer sentence the rest is a checksum."""
SLICE_S = 0.01
"""Seconds over which the loudness is taken to find where somebody begins to speak."""
QUIET_SHARE = 0.1
"""The share of the softest slices that are taken to be the noise of the room."""
OVER_NOISE = 3.0
"""How many times as loud as the room a slice is in which somebody speaks. Raised, soft first sounds are cut off."""

log = logging.getLogger(__name__)


def key_of(text: str) -> str:
    """The name of a sentence's file without its ending: "Rest for 30 seconds." is "rest-for-30-seconds"."""
    words = "-".join(re.findall(r"[^\W_]+", text.lower().replace("'", "")))
    if len(words) <= LETTERS_MOST:
        return words
    return f"{words[: LETTERS_MOST - 9]}-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


class Recordings:
    """The sentences that somebody has recorded."""

    def __init__(self, profile: VoiceProfile) -> None:
        self.folder = Path(profile.voice)
        self._told: set[Path] = set()
        """Files that cannot be read, and that was said."""

    def path(self, text: str) -> Path:
        """Where a sentence is kept, if it is."""
        return self.folder / f"{key_of(text)}{ENDING}"

    def has(self, text: str) -> bool:
        """Whether there is a file for a sentence."""
        return self.path(text).is_file()

    def sound(self, text: str) -> tuple[Samples, int] | None:
        """(samples, rate) of a sentence, without the quiet before and after; None: it is not there, or no sound."""
        path = self.path(text)
        if not path.is_file():
            return None
        try:
            sound, rate = soundfile.read(libsndfile_name(path), dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError, ValueError):
            sound, rate = np.zeros((0, 1), np.float32), 1
        mono = np.asarray(sound.mean(axis=1), np.float32) if len(sound) else np.zeros(0, np.float32)
        if not len(mono) or not np.isfinite(mono).all() or not np.abs(mono).max() > 0:
            self._tell(path)
            return None
        return spoken_part(mono, int(rate)), int(rate)

    def begun(self) -> bool:
        """Whether anything is there."""
        return bool(matching(self.folder, f"*{ENDING}"))

    def check(self) -> None:
        """Whether every file is a sound. Raises `VoiceError`, which names one that is not."""
        broken = [path for path in matching(self.folder, f"*{ENDING}") if not _is_sound(path)]
        if broken:
            more = f", and {len(broken) - 1} more," if len(broken) > 1 else ""
            raise VoiceError(
                f"{broken[0]}{more} cannot be read as sound; the usual voice says that until it is recorded again"
            )

    def _tell(self, path: Path) -> None:
        if path not in self._told:
            self._told.add(path)
            log.warning("%s holds no sound that can be read; the usual voice says it", path)


def spoken_part(sound: Samples, rate: int) -> Samples:
    """A recording from where somebody begins to speak to where they end; all of it where that cannot be told."""
    size = max(1, round(rate * SLICE_S))
    slices = sound[: len(sound) // size * size].reshape(-1, size)
    levels = np.sqrt(np.mean(slices.astype(np.float64) ** 2, axis=1))
    if not len(levels):
        return sound
    quiet = float(np.quantile(levels, QUIET_SHARE))
    loud = np.flatnonzero(levels > OVER_NOISE * quiet)
    if not len(loud):
        return sound
    return sound[max(0, int(loud[0]) - 1) * size : (int(loud[-1]) + 2) * size]


def _is_sound(path: Path) -> bool:
    try:
        return path.is_file() and bool(soundfile.info(libsndfile_name(path)).frames > 0)  # a pipe would be waited for
    except (soundfile.LibsndfileError, OSError, ValueError):
        return False

"""Text -> sound, through a synthesiser and a cache on disk. What was rendered ahead in another voice goes before.

A finished WAV is checked and moved into the cache in one step, so the cache never holds half a sentence.
"""

import contextlib
import hashlib
import logging
import shutil
import threading
import wave
from collections import OrderedDict
from pathlib import Path

import numpy as np

from assistant.files import passing_file, reason, scratch
from assistant.speaking.ahead import Ahead
from assistant.speaking.clips import prepare
from assistant.speaking.engines import synthesiser
from assistant.speaking.profile import WORDS_A_MINUTE, VoiceProfile
from assistant.speaking.stretch import stretched
from assistant.words.errors import VoiceError
from assistant.words.samples import Samples
from assistant.words.units import Rate

FREE_BYTES = 4_000_000
"""A disk with fewer bytes free keeps no more phrases; they are rendered into memory."""
KEPT = 4_000_000
"""Samples kept in memory, 16 MB of them. With more, fewer phrases are read from the disk again."""
FASTER = 1.12
"""By which factor a counted word that is too long is made faster, until it fits. A larger one needs fewer attempts."""
CLOSER = 1.03
"""How much more than needed a word is shortened that the engine itself cannot say fast enough."""

log = logging.getLogger(__name__)


class Voice:
    """One voice at one output rate. Safe to call from several threads; they take turns."""

    def __init__(self, profile: VoiceProfile, cache: Path, to_rate: Rate, ahead: Ahead | None = None) -> None:
        """`profile`: who speaks what `ahead` does not have."""
        self.profile, self.to_rate, self.ahead = profile, to_rate, ahead
        self.factor = 1.0
        """Of the profile's words a minute; changed by "slower" and "faster". Counted words keep their own pace."""
        self.cache, self.engine = cache, synthesiser(profile)
        self._memory: OrderedDict[tuple[str, float, float], Samples] = OrderedDict()
        self._kept = 0
        self._lock = threading.Lock()
        self._successor: Voice | None = None

    @property
    def name(self) -> str:
        """Of the profile that is heard wherever it can be."""
        return self.ahead.profile.name if self.ahead else self.profile.name

    def trouble(self) -> str:
        """Why it cannot speak as it should and another one does; empty where it can."""
        return self.ahead.trouble() if self.ahead else ""

    def clip(self, text: str) -> Samples:
        """A sentence; raises `VoiceError`."""
        return self._get(text, self.factor, 0.0) if text else np.zeros(0, np.float32)

    def word(self, text: str, most_s: float, pace: float = 1.0) -> Samples:
        """A counted word at so many times the voice's own pace, or just fast enough to last no longer than `most_s`.

        Raises `VoiceError`.
        """
        return self._get(text, pace, most_s)

    def give_way_to(self, other: "Voice") -> None:
        """Be another voice from the next sentence on, at the same pace. It waits for none that is being rendered."""
        self._successor = other

    def close(self) -> None:
        """End the synthesiser."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        self.engine.close()
        if self.ahead:
            self.ahead.close()

    def _succeed(self) -> None:
        """Be the other voice that was wanted; the lock is held."""
        other, self._successor = self._successor, None
        if other:
            self._end()
            self.profile, self.ahead = other.profile, other.ahead
            self.cache, self.engine = other.cache, other.engine
            self._memory, self._kept = OrderedDict(), 0

    def _get(self, text: str, factor: float, most_s: float) -> Samples:
        with self._lock:
            self._succeed()
            key = (text, factor, most_s)
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
            clip = self.ahead.clip(text, factor, most_s) if self.ahead else None
            if clip is None:
                rate = self.profile.paced(factor)
                clip = self._fit(text, rate, most_s) if most_s else self._rendered(text, rate)
            self._memory[key] = clip
            self._kept += len(clip)
            while self._kept > KEPT and len(self._memory) > 1:
                self._kept -= len(self._memory.popitem(last=False)[1])
            return clip

    def _fit(self, text: str, rate: int, most_s: float) -> Samples:
        pace = float(rate)
        clip = self._rendered(text, rate)
        while len(clip) > most_s * self.to_rate and pace < WORDS_A_MINUTE[1]:
            pace = min(pace * FASTER, WORDS_A_MINUTE[1])
            clip = self._rendered(text, round(pace))
        longer = len(clip) / (most_s * self.to_rate)
        if longer > 1:
            with contextlib.suppress(VoiceError):  # without libsonic it stays longer than it may be
                clip = prepare(stretched(clip, self.to_rate, longer * CLOSER), self.to_rate, self.to_rate)
        return clip

    def _rendered(self, text: str, rate: int) -> Samples:
        profile = self.profile
        spoken = profile.respelt(text)
        name = hashlib.sha256(repr((profile.engine, profile.voice, profile.pitch, rate, spoken)).encode()).hexdigest()
        path = self.cache / name[:2] / f"{name}.wav"
        try:
            sound, from_rate = _read(path)
        except (wave.Error, EOFError, OSError, ValueError):  # not there yet, cut off, or no sound
            sound, from_rate = self._render(path, text, rate)
        return prepare(sound, from_rate, self.to_rate)

    def _render(self, path: Path, text: str, rate: int) -> tuple[Samples, int]:
        """(samples, rate) of a phrase; kept at the path, if its disk takes it."""
        log.debug("rendering '%s' at %d words a minute", text, rate)
        draft = self._draft(path.parent)
        try:
            self.engine.render(text, rate, draft)
            rendered = _read(draft)
            if draft.parent == path.parent:
                with contextlib.suppress(OSError):  # then it is rendered again next time
                    draft.replace(path)
        except (wave.Error, EOFError, OSError, ValueError) as error:
            raise VoiceError(f"the speech synthesiser wrote no sound for '{text}'") from error
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return rendered

    def _draft(self, folder: Path) -> Path:
        """An empty file in a folder or, where that is full or cannot be written, in memory."""
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(folder).free >= FREE_BYTES:
                return passing_file(folder, suffix=".wav")
        try:
            return passing_file(scratch(), suffix=".wav")
        except OSError as error:
            raise VoiceError(f"the voice cache {self.cache} cannot be written: {reason(error, folder)}") from error


def _read(path: Path) -> tuple[Samples, int]:
    with wave.open(str(path), "rb") as file:
        data = file.readframes(file.getnframes())
        if not data:
            raise EOFError
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768), file.getframerate()

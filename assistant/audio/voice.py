"""Text -> sound, through a synthesiser in a child process and a cache on disk.

Every phrase has a child of its own with a time limit, and the next child is started before it is needed. A finished
WAV is checked and moved into the cache in one step, so the cache never holds half a sentence.
"""

import contextlib
import hashlib
import json
import logging
import queue
import shutil
import subprocess
import sys
import threading
import wave
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.clips import prepare
from assistant.content.fields import read_table
from assistant.files import absent, passing_file, read_text, reason, scratch
from assistant.places import VOICES
from assistant.words.errors import ContentError, LimberError, Mistake, UnknownVoiceError, VoiceError
from assistant.words.samples import Samples
from assistant.words.units import Rate

LIMIT_S = 10.0
"""Seconds one phrase may take; it usually takes about a hundredth of a second. After that the synthesiser is ended."""
WORDS_A_MINUTE = (100, 449)
"""The slowest and the fastest pace; espeak-ng changes its method at 450 and becomes slower again."""
FREE_BYTES = 4_000_000
"""A disk with fewer bytes free keeps no more phrases; they are rendered into memory."""
KEPT = 4_000_000
"""Samples kept in memory, 16 MB of them. With more, fewer phrases are read from the disk again."""
FASTER = 1.12
"""By which factor a counted word that is too long is made faster, until it fits. A larger one needs fewer attempts."""

NO_SUCH_VOICE = "SetVoiceByName"
"""What stands in the synthesiser's error when it has no voice of a name."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VoiceProfile:
    """How somebody sounds."""

    name: str
    engine: str
    voice: str
    rate: int
    """Words a minute."""
    pitch: int
    """0 to 99."""


def load_profile(path: Path) -> VoiceProfile:
    """Read a voice profile. Raises `ContentError` or `LimberError`."""
    if absent(path):
        known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yaml")))
        raise LimberError(f"there is no voice '{path.stem}' in {path.parent}; there are: {known or 'none'}")
    mistakes: list[Mistake] = []
    table = read_table(read_text(path), path.name if path.parent == VOICES else str(path), mistakes)
    profile = VoiceProfile(
        name=path.stem,
        engine=table.choice("engine", ["espeak"]),
        voice=table.text("voice"),
        rate=table.whole("rate", least=WORDS_A_MINUTE[0], most=WORDS_A_MINUTE[1]),
        pitch=table.whole("pitch", 50, most=99),
    )
    table.text("description", "")
    table.close()
    if mistakes:
        raise ContentError(mistakes)
    return profile


class _Child:
    """One process of the synthesiser, good for one phrase.

    It is in a process session of its own, so that a Ctrl-C in the terminal does not end it: the goodbye is still to be
    spoken. When we die without a word, its standard input ends, and so does it.
    """

    def __init__(self) -> None:
        line = [sys.executable, "-m", "assistant.audio.voice_worker"]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def render(self, profile: VoiceProfile, rate: int, text: str, file: Path) -> None:
        """Have the phrase written to `file`; raises `VoiceError`."""
        asked = {"text": text, "voice": profile.voice, "rate": rate, "pitch": profile.pitch, "file": str(file)}
        try:
            self._answer()
            if self._process.stdin:
                self._process.stdin.write(json.dumps(asked) + "\n")
                self._process.stdin.flush()
            self._answer()
        except OSError as error:
            raise VoiceError("the speech synthesiser has ended") from error
        finally:
            self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)
        self._answers.put("")

    def _answer(self) -> None:
        try:
            answer = self._answers.get(timeout=LIMIT_S)
        except queue.Empty as error:
            raise VoiceError(f"the speech synthesiser gave nothing for {LIMIT_S:g} seconds") from error
        said = json.loads(answer) if answer else {"error": "it ended"}
        if NO_SUCH_VOICE in said.get("error", ""):
            raise UnknownVoiceError("espeak-ng has no voice of the name that the voice profile gives")
        if "error" in said:
            raise VoiceError(
                f"the speech synthesiser does not work ({said['error']}); is espeak-ng installed? "
                "On Debian: sudo apt-get install espeak-ng"
            )


class Voice:
    """One voice at one output rate. Safe to call from several threads; they take turns."""

    def __init__(self, profile: VoiceProfile, cache: Path, to_rate: Rate) -> None:
        self.profile, self.to_rate = profile, to_rate
        self.factor = 1.0
        """Of the profile's words a minute; changed by "slower" and "faster". Counted words keep their own pace."""
        self._cache = cache
        self._spare: _Child | None = None
        self._memory: OrderedDict[tuple[str, int, float], Samples] = OrderedDict()
        self._kept = 0
        self._lock = threading.Lock()

    def clip(self, text: str) -> Samples:
        """A sentence; raises `VoiceError`."""
        return self._get(text, self._rate(self.factor), 0.0) if text else np.zeros(0, np.float32)

    def word(self, text: str, most_s: float) -> Samples:
        """A counted word, spoken just fast enough to last no longer than `most_s`; raises `VoiceError`."""
        return self._get(text, self._rate(1.0), most_s)

    def close(self) -> None:
        """End the synthesiser's spare process."""
        with self._lock:
            if self._spare:
                self._spare.close()
                self._spare = None

    def _rate(self, factor: float) -> int:
        least, most = WORDS_A_MINUTE
        return round(min(most, max(least, self.profile.rate * factor)))

    def _get(self, text: str, rate: int, most_s: float) -> Samples:
        with self._lock:
            key = (text, rate, most_s)
            if key in self._memory:
                self._memory.move_to_end(key)
                return self._memory[key]
            clip = self._memory[key] = self._fit(text, rate, most_s) if most_s else self._rendered(text, rate)
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
        return clip

    def _rendered(self, text: str, rate: int) -> Samples:
        profile = self.profile
        name = hashlib.sha256(repr((profile.engine, profile.voice, profile.pitch, rate, text)).encode()).hexdigest()
        path = self._cache / name[:2] / f"{name}.wav"
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
            child, self._spare = self._spare or _Child(), _Child()
            child.render(self.profile, rate, text, draft)
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
            raise VoiceError(f"the voice cache {self._cache} cannot be written: {reason(error, folder)}") from error


def _read(path: Path) -> tuple[Samples, int]:
    with wave.open(str(path), "rb") as file:
        data = file.readframes(file.getnframes())
        if not data:
            raise EOFError
        return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768), file.getframerate()

"""The part of a rehearsal that is shown: what was said and counted, what was heard, and the sound of both."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FIRST = "Say ready when you are in place"
"""The minute begins shortly before the sentence that begins so."""
BEFORE_S = 0.35
LENGTH_S = 63.9
RATE = 48000
"""Of the sound that is written: the rate Opus works at."""
AUDIBLE = 0.01
"""A sample above this belongs to a word. The simulated microphone's noise is far below it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened, at seconds since the minute began."""

    at: float
    kind: str
    """The kind of the transcript's line: "said", "count", "chime", "heard" or "cut"."""
    text: str
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute of a session. Both sounds are mono at `RATE` and equally long."""

    marks: tuple[Mark, ...]
    coach: Samples
    person: Samples

    @property
    def length_s(self) -> float:
        """Seconds from its first sample to its last."""
        return len(self.coach) / RATE

    def of(self, *kinds: str) -> list[Mark]:
        """The marks of these kinds, in order."""
        return [mark for mark in self.marks if mark.kind in kinds]

    def spoken(self, heard: Mark) -> tuple[float, float]:
        """When the person began and stopped speaking what was heard then, in seconds. Raises IndexError if never."""
        from_s = max(0.0, heard.at - 2.5)
        part = self.person[round(from_s * RATE) : round(heard.at * RATE)]
        loud = np.flatnonzero(np.abs(part) > AUDIBLE)
        return from_s + float(loud[0]) / RATE, from_s + float(loud[-1]) / RATE


def read_minute(folder: Path) -> Minute:
    """The minute out of what a rehearsal wrote. Raises StopIteration when its first sentence was never said."""
    lines = [json.loads(text) for text in (folder / "transcript.jsonl").read_text(encoding="utf-8").splitlines()]
    first = next(line["t"] for line in lines if line["kind"] == "said" and line["text"].startswith(FIRST)) - BEFORE_S
    marks = tuple(
        Mark(line["t"] - first, line["kind"], line.get("text") or line.get("words", ""), line.get("intent") or "")
        for line in lines
        if 0 <= line["t"] - first < LENGTH_S and line["kind"] in ("said", "count", "chime", "heard", "cut")
    )
    return Minute(marks, _part(folder / "session.flac", first), _part(folder / "microphone.flac", first))


def _part(path: Path, first: float) -> Samples:
    sound, rate = soundfile.read(path, dtype="float32")
    part = sound[round(first * rate) : round((first + LENGTH_S) * rate)]
    whole: Samples = soxr.resample(part, rate, RATE).astype(np.float32)
    return np.pad(whole, (0, max(0, round(LENGTH_S * RATE) - len(whole))))[: round(LENGTH_S * RATE)]

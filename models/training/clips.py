"""Human recordings -> one array of samples and one list of what is said in it, split by speaker.

`index.tsv` beside the recordings has the columns path, set, speaker, transcript, licence. One whole collection is
kept for the test, and of the others every tenth speaker (by a checksum of the name); these give no training clip.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from tqdm import tqdm

RATE = 16000
MARGIN = int(0.12 * RATE)
"""Samples kept on each side of what is louder than the background."""
LONGEST = 9.0
"""Seconds; longer clips are left out, they cost much and teach little."""

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a clip stands in the array, and what is said in it."""

    source: str
    speaker: str
    text: str
    split: str
    start: int
    samples: int


def load(path: Path) -> Samples:
    """A sound file as 16 kHz mono."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = sound.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    return (np.clip(mono, -1, 1) * 32767).astype(np.int16)


def trim(sound: Samples) -> Samples:
    """Cut silence from both ends, leaving a margin."""
    frames = len(sound) // 160
    if frames < 20:
        return sound
    level = 10 * np.log10(np.mean(sound[: frames * 160].reshape(frames, 160).astype(np.float64) ** 2, axis=1) + 1)
    loud = np.flatnonzero(level > max(np.percentile(level, 10) + 6, level.max() - 35))
    if not len(loud):
        return sound
    return sound[max(0, loud[0] * 160 - MARGIN) : (loud[-1] + 1) * 160 + MARGIN]


UNMET = "an4"
"""The collection nothing is trained on: 84 people saying, among other things, yes, no, stop, help, start and repeat."""


def held_out(collection: str, speaker: str) -> bool:
    """Whether a speaker belongs to the test; recordings whose speakers are not named are for training."""
    named = not speaker.endswith("_unknown")
    return collection == UNMET or (named and hashlib.sha256(speaker.encode()).digest()[0] % 10 == 0)


def human(speech: Path) -> Iterator[tuple[str, str, str, str, Samples]]:
    """(source, speaker, text, split, samples) of every transcribed recording."""
    with (speech / "index.tsv").open(encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE) if row["transcript"]]
    for row in tqdm(rows, desc="human recordings", unit="clip"):
        sound = trim(load(speech / row["path"]))
        if 0.15 * RATE < len(sound) < LONGEST * RATE:
            split = "test" if held_out(row["set"], row["speaker"]) else "train"
            yield row["set"], row["speaker"], row["transcript"].lower(), split, sound


def write(target: Path, clips: Iterable[tuple[str, str, str, str, Samples]]) -> None:
    """Write `target`.raw and `target`.json; the list is written last, so its presence means both are whole."""
    notes: list[Clip] = []
    start = 0
    with target.with_suffix(".raw").open("wb") as out:
        for source, speaker, text, split, sound in clips:
            out.write(sound.tobytes())
            notes.append(Clip(source, speaker, text, split, start, len(sound)))
            start += len(sound)
    target.with_suffix(".json").write_text(json.dumps([asdict(one) for one in notes]))


def read(target: Path) -> tuple[Samples, list[Clip]]:
    """The memory-mapped samples and the list of clips."""
    samples = np.memmap(target.with_suffix(".raw"), dtype=np.int16, mode="r")
    return samples, [Clip(**one) for one in json.loads(target.with_suffix(".json").read_text())]

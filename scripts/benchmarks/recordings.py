"""Recordings of people whom training never met, as 16 kHz samples between -1 and 1."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from tqdm import tqdm

from assistant.hearing.decoding.loudness import BELOW, SLICE, levels
from assistant.words.samples import Samples
from training.clips import held_out, load, trim

DIGITAL_SILENCE = 10
"""A sample at or below this, of 32768, is not counted as sound."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording, what is said in it, and by whom."""

    sound: Samples
    text: str
    speaker: str
    collection: str
    cut: bool = False
    """Whether the recording ends in the middle of what is said."""


def as_floats(sound: NDArray[np.int16]) -> Samples:
    """16-bit samples as numbers between -1 and 1."""
    return sound.astype(np.float32) / np.float32(32768)


def sound_of(path: Path) -> Samples:
    """A sound file."""
    return as_floats(load(path))


def readable(paths: Iterable[Path]) -> Iterator[Samples]:
    """The sounds of the files that can be read."""
    for path in paths:
        try:
            yield sound_of(path)
        except soundfile.LibsndfileError:
            continue


def index(material: Path) -> list[dict[str, str]]:
    """The list of all recordings in the material, with the columns path, set, speaker, transcript and licence."""
    with (material / "speech/index.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def people(material: Path) -> list[Clip]:
    """Every transcribed recording that is kept for the test."""
    kept = [row for row in index(material) if held_out(row["set"], row["speaker"])]
    clips = []
    for row in tqdm(kept, desc="recordings of people", leave=False):
        whole = load(material / "speech" / row["path"])
        sound = as_floats(trim(whole))
        clips.append(Clip(sound, row["transcript"].lower(), row["speaker"], row["set"], cut_off(whole)))
    return clips


def cut_off(recording: NDArray[np.int16]) -> bool:
    """Whether a recording is still within 12 dB of its loudest when it ends, digital silence apart."""
    sounding = np.flatnonzero(np.abs(recording) > DIGITAL_SILENCE)
    sound = recording[: sounding[-1] + 1] if len(sounding) else recording
    every = levels(as_floats(sound[len(sound) % SLICE :]))
    return bool(every[-1] > BELOW * every.max())

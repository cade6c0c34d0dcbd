"""The training clips: all recordings joined in one array of samples, and a list of what is said in each.

Human recordings come with `index.tsv`, which has the columns path, set, speaker, transcript and licence. They are split
into training and test by speaker, so that the test holds only people whom training never met. One whole collection is
kept for the test. Of the other collections it is every tenth speaker, chosen by a checksum of the speaker's name.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from tqdm import tqdm

RATE = 16000
"""Samples a second of every clip. The model's features are computed at this rate, so it cannot be changed alone."""
MARGIN = int(0.12 * RATE)
"""Samples that `trim` leaves on each side of the speech. A larger margin keeps more of the background."""
SHORTEST_CLIP_S, LONGEST_CLIP_S = 0.15, 9.0
"""Seconds of the shortest and longest human recording used. Shorter ones hold no word. Longer ones cost much time and
teach little."""
TEST_COLLECTION = "an4"
"""The collection that is kept for the test as a whole. In it 84 people say, among other things, yes, no, stop, help,
start and repeat."""

UNTRANSCRIBED = "librispeech_untranscribed"
"""The collection without transcripts. Every second speaker of it is for training, where only the teacher says what is
said. In the others false alarms are counted."""
PIECE_S = 5.0
"""Seconds of the pieces into which untranscribed recordings are cut."""

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Clip:
    """Where a clip stands in the array of samples, and what is said in it."""

    source: str
    speaker: str
    text: str
    split: str
    """`train` or `test`."""
    start: int
    """The clip's first sample in the array."""
    samples: int
    """How many samples the clip has."""


class Recording(NamedTuple):
    """A human or synthetic utterance before it is written into the array; `split` is `train` or `test`."""

    source: str
    speaker: str
    text: str
    split: str
    sound: Samples


def load(path: Path) -> Samples:
    """A sound file as 16 kHz mono. Raises soundfile.LibsndfileError when it cannot be read."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    mono = sound.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    return np.asarray(np.clip(mono, -1, 1) * 32767).astype(np.int16)


def trim(sound: Samples) -> Samples:
    """Cut silence from both ends, leaving `MARGIN` samples.

    A slice of 10 ms is speech when it is 6 dB above the background and at most 35 dB below the loudest slice. A sound
    shorter than 0.2 s is returned as it is.
    """
    frames = len(sound) // 160
    if frames < 20:
        return sound
    level = 10 * np.log10(np.mean(sound[: frames * 160].reshape(frames, 160).astype(np.float64) ** 2, axis=1) + 1)
    loud = np.flatnonzero(level > max(np.percentile(level, 10) + 6, level.max() - 35))
    if not len(loud):
        return sound
    return sound[max(0, loud[0] * 160 - MARGIN) : (loud[-1] + 1) * 160 + MARGIN]


def held_out(collection: str, speaker: str) -> bool:
    """Whether a speaker is kept for the test. Recordings whose speaker is not named are for training."""
    named = not speaker.endswith("_unknown")
    one_in = 2 if collection == UNTRANSCRIBED else 10
    return collection == TEST_COLLECTION or (named and hashlib.sha256(speaker.encode()).digest()[0] % one_in == 0)


def human(speech: Path) -> Iterator[Recording]:
    """Every recording of the folder `speech` that is neither too short nor too long.

    A recording without a transcript is cut into pieces, if it is for training.
    """
    with (speech / "index.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in tqdm(rows, desc="human recordings", unit="clip", mininterval=10):
        split = "test" if held_out(row["set"], row["speaker"]) else "train"
        if row["transcript"]:
            sound = trim(load(speech / row["path"]))
            if SHORTEST_CLIP_S * RATE < len(sound) < LONGEST_CLIP_S * RATE:
                yield Recording(row["set"], row["speaker"], row["transcript"].lower(), split, sound)
        elif split == "train":
            whole = load(speech / row["path"])
            pieces = np.array_split(whole, round(len(whole) / RATE / PIECE_S) or 1)
            yield from (Recording(row["set"], row["speaker"], "", split, piece) for piece in pieces)


def write(target: Path, recordings: Iterable[Recording]) -> None:
    """Write the samples to `target`.raw and the list of clips to `target`.json.

    The list is written last. When it is there, both files are whole.
    """
    notes: list[Clip] = []
    start = 0
    with target.with_suffix(".raw").open("wb") as out:
        for source, speaker, text, split, sound in recordings:
            out.write(sound.tobytes())
            notes.append(Clip(source, speaker, text, split, start, len(sound)))
            start += len(sound)
    target.with_suffix(".json").write_text(json.dumps([asdict(note) for note in notes]))


def read(target: Path) -> tuple[Samples, list[Clip]]:
    """The memory-mapped samples and the list of clips that `write` wrote."""
    samples = np.memmap(target.with_suffix(".raw"), dtype=np.int16, mode="r")
    return samples, [Clip(**fields) for fields in json.loads(target.with_suffix(".json").read_text())]

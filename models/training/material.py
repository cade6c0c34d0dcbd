"""The training clips on the device that trains: their samples, what is said in them, and which go into a batch."""

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training import clips
from training.clips import RATE
from training.mmi import PRONUNCIATIONS, SILENT, Chain, Chains

SHARE = {
    "synthetic": 0.5,
    "neural": 4.0,
    "wake_words": 0.5,
    "speechocean762": 0.6,
    "speech_commands": 2.5,
    "custom_keywords": 2.0,
    "librispeech": 2.0,
    clips.UNTRANSCRIBED: 2.0,
}
"""How often a clip of each source is used, beside the others. Single words by people weigh most, because people say
single words when the model is used."""
LENGTHS = (40, 54, 72, 96, 128, 170, 226, 300, 400)
"""The lengths of batches, in output frames of 30 ms. All clips of a batch are as long as the batch, with background
before and after."""
OUTPUT = 480
"""Samples in an output frame."""
LEAST_BACKGROUND = 8
"""Output frames that a batch is longer than each clip of it, at the least."""
ROOMY = 0.35
"""The share of clips that go into a batch of the next length, with more background."""
FASTEST, SLOWEST = 1.18, 0.85
"""The highest and the lowest speed at which a clip is played."""
WORD_S = 1.1
"""Seconds of the longest clip that counts as a single word, after which another one may follow in the same row."""
PAIRED = 0.25
"""The share of rows with a single word in which another one of the same person follows, where it fits."""
LONGEST_PAIRED = 110
"""A row of so many output frames or more holds one clip."""


class Rows(NamedTuple):
    """What a batch is made of."""

    outputs: int
    """The length of each row in output frames."""
    first: Tensor
    """(rows,) the clip of each."""
    second: Tensor
    """(rows,) the clip that follows in the same row, or -1."""
    phones: tuple[int, int]
    """The lengths of the longest chains that there may be of first and of second clips; 0 where none can follow."""


class Shelf(NamedTuple):
    """The clips that fit into batches of one length."""

    outputs: int
    clips: NDArray[np.int64]
    climb: NDArray[np.float64]
    """The sum of the weights up to each clip."""
    phones: tuple[int, int]
    """See `Rows`. They are the same for all batches, so that a step can be recorded once for all of them."""


class Material:
    """All training clips."""

    def __init__(self, work: Path, device: str) -> None:
        """Read `clips.raw`, `clips.json` and `chains.json` of the folder `work`."""
        samples, notes = clips.read(work / "clips")
        chains: list[list[list[tuple[int, bool]]]] = json.loads((work / "chains.json").read_text())
        used = [at for at, note in enumerate(notes) if note.split == "train"]
        self.device = device
        self.notes = [notes[at] for at in used]
        self.samples = torch.from_numpy(np.array(samples)).to(device)
        self._lengths = np.array([note.samples for note in self.notes])
        self.start = torch.tensor([note.start for note in self.notes], device=device)
        self.length = torch.tensor(self._lengths, device=device)
        self.rms = torch.tensor([_rms(samples, note) for note in self.notes], device=device)
        variants = [[tuple((phone, skip) for phone, skip in chain) for chain in chains[at]] for at in used]
        self.known = torch.tensor([bool(each) for each in variants], device=device)
        """(clips,) whether it is known what is said."""
        self.first_chains: list[Chain] = [each[0] for each in variants if each]
        whole = [(each or [SILENT]) for each in variants]
        self._chains = Chains.of(
            [each[number % len(each)] for each in whole for number in range(PRONUNCIATIONS)], device
        )
        self._longest = np.array([max(map(len, each)) for each in whole])
        self.pronunciation = torch.zeros(len(used), dtype=torch.long, device=device)
        """(clips,) the number of the pronunciation in force."""
        self._words = _words(self.notes)
        self._shelves = self._by_length()

    def _by_length(self) -> list[Shelf]:
        """For each length of a batch the clips that fit."""
        weight = np.array([SHARE[note.source] for note in self.notes])
        fits = np.searchsorted(LENGTHS, self._lengths / SLOWEST / OUTPUT + LEAST_BACKGROUND)
        word = max((self._longest[at] for words in self._words.values() for at in words), default=0)
        shelves = []
        for at, outputs in enumerate(LENGTHS):
            roomy = ROOMY if at < len(LENGTHS) - 1 else 0.0
            share = weight * ((fits == at) * (1 - roomy) + (fits == at - 1) * ROOMY)
            if which := np.flatnonzero(share).tolist():
                phones = int(self._longest[which].max()), int(word) if outputs < LONGEST_PAIRED else 0
                shelves.append(Shelf(outputs, np.array(which), np.cumsum(share[which]), phones))
        return shelves

    def draw(self, frames: int, chance: np.random.Generator) -> Rows:
        """A random batch of about `frames` output frames."""
        mass = np.array([shelf.outputs * shelf.climb[-1] for shelf in self._shelves])
        outputs, which, climb, phones = self._shelves[int(chance.choice(len(mass), p=mass / mass.sum()))]
        first = which[np.searchsorted(climb, chance.random(max(2, frames // outputs)) * climb[-1])]
        second = self._followers(first, outputs, chance) if phones[1] else np.full(len(first), -1)
        on_device = [torch.from_numpy(each).to(self.device) for each in (first, second)]
        return Rows(outputs, on_device[0], on_device[1], phones)

    def _followers(self, first: NDArray[np.int64], outputs: int, chance: np.random.Generator) -> NDArray[np.int64]:
        """For each clip another one of the same person that follows it, or -1."""
        second = np.full(len(first), -1)
        room = (outputs - LEAST_BACKGROUND / 2) * OUTPUT * SLOWEST
        for row in np.flatnonzero(chance.random(len(first)) < PAIRED):
            words = self._words.get(self.notes[first[row]].speaker, ())
            if len(words) > 1 and self._lengths[first[row]] < WORD_S * RATE:
                pick = words[int(chance.integers(len(words)))]
                if self._lengths[first[row]] + self._lengths[pick] < room:
                    second[row] = pick
        return second

    def chains_of(self, rows: Rows, pronunciation: Tensor) -> Chains:
        """What is said in each row. Each clip has the pronunciation with the number that `pronunciation` gives it."""
        longest, longest_second = rows.phones
        first = self._chains.rows(rows.first * PRONUNCIATIONS + pronunciation[rows.first], longest)
        if not longest_second:
            return first
        follows = rows.second >= 0
        clip = torch.where(follows, rows.second, 0)
        second = self._chains.rows(clip * PRONUNCIATIONS + pronunciation[clip], longest_second)
        return first.joined(second._replace(sizes=torch.where(follows, second.sizes, 1)))


def _rms(samples: NDArray[np.int16], note: clips.Clip) -> float:
    """The root mean square of a clip."""
    sound = samples[note.start : note.start + note.samples].astype(np.float32)
    return float(np.sqrt(np.mean(sound**2) + 1))


def _words(notes: Sequence[clips.Clip]) -> dict[str, list[int]]:
    """The single words of each speaker."""
    words: dict[str, list[int]] = defaultdict(list)
    for at, note in enumerate(notes):
        if note.samples < WORD_S * RATE and note.text:
            words[note.speaker].append(at)
    return words

"""Reading the augmented copies of the clips that `augment.py` writes, and dividing them into batches."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training import team
from training.net import Shape, outputs
from training.pronunciations import SILENT, Pronunciations

LOOK_S = 5
"""Seconds between two looks for a copy when there is none yet."""


class AugmentedCopy:
    """One augmented copy of the training clips."""

    def __init__(self, work: Path, number: int) -> None:
        """Open copy `number` of the folder `work`. Its features stay on the disk until they are needed."""
        rows = json.loads((work / f"copy-{number}.json").read_text())
        self.features = np.load(work / f"copy-{number}.npy", mmap_mode="r")
        self.clips = [which for which, _ in rows]
        self.frames = [frames for _, frames in rows]
        self.starts = np.concatenate([[0], np.cumsum(self.frames)])

    def long_enough(self, pronunciations: Pronunciations) -> NDArray[np.bool_]:
        """Whether each row has enough frames for its phones.

        This looks at the first pronunciation of each clip, not at the one in force. So all training processes make the
        same batches.
        """
        chains = [SILENT if clip < 0 else pronunciations.first[clip] for clip in self.clips]
        needed = [sum(not skip for _, skip in chain) for chain in chains]
        return np.array([outputs(frames) > 1.1 * need + 1 for frames, need in zip(self.frames, needed, strict=True)])

    def batches(self, usable: NDArray[np.bool_], chance: random.Random, frames: int) -> list[list[int]]:
        """The usable rows in batches of similar length with about `frames` output frames, in random order."""
        rows = [row for row in range(len(self.frames)) if usable[row]]
        rows.sort(key=lambda row: self.frames[row] + chance.uniform(0, 20))
        batches: list[list[int]] = [[]]
        for row in rows:
            batches[-1].append(row)
            if len(batches[-1]) * outputs(self.frames[row]) >= frames:
                batches.append([])
        batches = [batch for batch in batches if len(batch) > 1]
        chance.shuffle(batches)
        return batches

    def batch(self, rows: Sequence[int], shape: Shape, chance: np.random.Generator) -> tuple[Tensor, Tensor]:
        """The features (rows, frames, 40) of a batch and the number of output frames of each row.

        The first and the last frame of a row are repeated as far as the network's shape needs. Some frames in the
        middle are hidden at random behind the frame before them, so that the network does not rely on any of them.
        """
        before = shape.before
        lengths = [outputs(self.frames[row]) for row in rows]
        joined = np.empty((len(rows), before + 3 * max(lengths) + shape.after - 2, 40), np.float32)
        for at, row in enumerate(rows):
            clip = self.features[self.starts[row] : self.starts[row + 1]]
            joined[at, before : before + len(clip)] = clip
            joined[at, :before] = clip[0]
            joined[at, before + len(clip) :] = clip[-1]
            for _ in range(2):
                if chance.random() < 0.5:
                    size = int(chance.integers(3, 12))
                    start = before + int(chance.integers(max(1, len(clip) - size)))
                    joined[at, start : start + size] = joined[at, start]
        return torch.from_numpy(joined), torch.tensor(lengths)


def copies(work: Path, begun: int, passes: int) -> Iterator[tuple[int, AugmentedCopy]]:
    """(pass, copy) for each pass from `begun` up to `passes`.

    A pass gets a new copy when one is ready, otherwise the one that was used least often and longest ago. Waits while
    there is none at all.
    """
    used: list[int] = []
    for number in range(begun, passes):
        while not (ready := sorted(int(file.stem.split("-")[1]) for file in work.glob("copy-*.json"))):
            time.sleep(LOOK_S)
        fresh = [copy for copy in ready if copy not in used and copy >= number]
        pick = fresh[0] if fresh else min(ready, key=lambda copy: _use(copy, used))
        pick = team.agreed(pick)  # a copy may have become ready between the looks of two processes
        used.append(pick)
        yield number, AugmentedCopy(work, pick)


def _use(copy: int, used: Sequence[int]) -> tuple[int, int]:
    """How often a copy was used, and when first; -1 when it was not."""
    return used.count(copy), used.index(copy) if copy in used else -1

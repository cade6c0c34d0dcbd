"""Train the acoustic networks: one pass over each augmented copy of the clips, and a checkpoint after each pass.

`plan.py` says which networks there are and when what happens. An interrupted training goes on from its checkpoints.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from tqdm import tqdm

from assistant.hearing.decoding.network import Member
from training import checkpoints, clips, norms, plan, team, vocabulary
from training.copies import AugmentedCopy, copies
from training.loss import Batch, loss_and_scores
from training.mmi import Bigram
from training.net import LARGE, NARROW, SMALL, Net, folded
from training.nnet3 import SHARES, read_model
from training.pronunciations import Pronunciations


def train(work: Path, passes: int, further: Path | None = None, seed: int = 0) -> list[Member]:
    """Train all networks from the clips and copies in `work`, and return them as they are written into a model.

    The first network gets `passes` passes. With a model folder `further` the first network of that model is trained
    again from `plan.SNAPSHOT_AT` on, and its other networks are returned unchanged. Where the environment names several
    training processes, each computes its part of every step.
    """
    team.join()
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(seed)
    if further:
        first, *others = read_model(further / "am/final.mdl", SHARES)
        again = Task(
            plan.FIRST_NETWORK, plan.SNAPSHOT_AT, passes, lambda: norms.network_of(first, work), knows_phones=True
        )
        return [folded(Training(work, again, seed).run()), *others]
    whole = Task(plan.FIRST_NETWORK, 0, passes, lambda: Net(SMALL))
    last = plan.SNAPSHOT_AT + plan.NARROW_PASSES
    narrowed = Task(
        plan.THIRD_NETWORK, plan.SNAPSHOT_AT, last, lambda: Net.narrowed(checkpoints.snapshot(work), NARROW)
    )
    wide = Training(work, whole, seed).run()
    narrow = Training(work, narrowed, seed).run()
    return [folded(wide), folded(checkpoints.snapshot(work)), folded(narrow)]


@dataclass(frozen=True, slots=True)
class Task:
    """One network to train."""

    name: str
    """Its checkpoint and its learning curve in the work folder are called so."""
    first_pass: int
    passes: int
    """The pass before which training ends, counted from 0 like `first_pass`."""
    initial: Callable[[], Net]
    """The network it begins as, where there is no checkpoint yet."""
    knows_phones: bool = False
    """Whether it was trained before, on other copies of clips like these."""


class Training:
    """The training of one network, from its newest checkpoint to its end."""

    def __init__(self, work: Path, task: Task, seed: int) -> None:
        """Read the clips, and the checkpoint where there is one."""
        self.work, self.task, self.seed = work, task, seed
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        _, notes = clips.read(work / "clips")
        lexicon = vocabulary.lexicon_for(note.text for note in notes)
        self.pronunciations = Pronunciations(notes, lexicon, seed)
        pairs = zip(self.pronunciations.now, notes, strict=True)
        self.bigram = Bigram([chain for chain, note in pairs if note.split == "train"]).to(self.device)
        self.begun, self.step = task.first_pass, 0
        self.checkpoint = work / f"{task.name}.pt"
        saved = checkpoints.read(self.checkpoint)
        self.net: Net = (checkpoints.network(saved) if saved else task.initial()).to(self.device)
        self.optimiser = _optimiser(self.net)
        if saved:
            self.optimiser.load_state_dict(saved["optimiser"])
            self.begun, self.step = saved["pass"], saved["step"]
            self.pronunciations.now = saved["chains"]

    def run(self) -> Net:
        """Do the passes that are left. Process 0 writes a checkpoint and a line of the learning curve after each."""
        for number, copy in copies(self.work, self.begun, self.task.passes):
            if number >= plan.GROWS_AT and self.net.shape == SMALL:
                self.net = Net.grown(self.net, LARGE).to(self.device)
                self.optimiser = _optimiser(self.net)
            if number == plan.SNAPSHOT_AT and self.task.first_pass < plan.SNAPSHOT_AT and team.rank() == 0:
                checkpoints.save_snapshot(self.work, self.net)
            loss = self._pass(number, copy)
            if team.rank() == 0:
                done = number + 1, self.step
                checkpoints.save(self.checkpoint, self.net, self.optimiser, self.pronunciations.now, done)
                with (self.work / f"{self.task.name}.jsonl").open("a") as curve:
                    curve.write(json.dumps({"pass": number + 1, "step": self.step, "loss": round(loss, 4)}) + "\n")
        return self.net

    def _pass(self, number: int, copy: AugmentedCopy) -> float:
        """Train on one copy. Returns the mean loss of about the last hundred steps, per output frame."""
        rank, trainers = team.rank(), team.size()
        chance = random.Random(self.seed + number)
        hidden = np.random.default_rng((self.seed + number, rank))
        usable = copy.long_enough(self.pronunciations)
        shared = copy.batches(usable, chance, plan.FRAMES_PER_STEP // trainers)
        batches = shared[rank : len(shared) // trainers * trainers : trainers]
        title = f"{self.task.name} {number + 1}/{self.task.passes}"
        frozen_from = self.task.passes - plan.FROZEN_NORM_PASSES
        self.net.train(number < frozen_from)
        if number == frozen_from:
            norms.settle(self.net, copy, shared[: plan.NORM_BATCHES])
        bar = tqdm(batches, desc=title, unit="step", mininterval=15, disable=rank > 0)
        average = 0.0
        for at, rows in enumerate(bar):
            self._set_rate(number + at / len(batches))
            features, lengths = (part.to(self.device) for part in copy.batch(rows, self.net.shape, hidden))
            which = [copy.clips[row] for row in rows]
            batch = Batch(features, lengths, self.pronunciations.of(which))
            loss = self._step(number, batch, which, chance)
            average += (loss - average) / min(at + 1, 100)
            bar.set_postfix(loss=f"{average:.3f}", refresh=False)
        return average

    def _step(self, number: int, batch: Batch, which: Sequence[int], chance: random.Random) -> float:
        """Change the weights by one batch, and sometimes its pronunciations. Returns the loss per output frame."""
        loss, scores = loss_and_scores(self.net, batch, self.bigram, first_pass=number == 0)
        self.optimiser.zero_grad()
        loss.backward()
        team.share_gradients(self.net)
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 3.0)
        self.optimiser.step()
        self.step += 1
        new_to_clips = self.task.knows_phones and number < self.task.first_pass + plan.ALL_CHALLENGED_PASSES
        if number and chance.random() < (1.0 if new_to_clips else plan.CHALLENGED):
            self.pronunciations.challenge(which, scores.detach(), batch.lengths, self.bigram)
        return float(loss.item())

    def _set_rate(self, done: float) -> None:
        """Give the optimiser the learning rate after `done` passes."""
        for group in self.optimiser.param_groups:
            group["lr"] = plan.learning_rate(done, self.task.passes)


def _optimiser(net: Net) -> torch.optim.Optimizer:
    """AdamW for a network's weights. The learning rate is set before each step."""
    return torch.optim.AdamW(net.parameters(), lr=plan.LEARNING_RATES[0], weight_decay=1e-2, betas=(0.9, 0.98))


if __name__ == "__main__":
    train(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]) if sys.argv[3:] else None)

"""Train the acoustic network, with the model that there is as its teacher.

Every step goes over a new batch of changed clips. The network learns two things from each. One is what its teacher
thinks of the same clip with nothing around it. So it learns to hear in noise what the teacher hears in quiet. The other
is what is said in it. An interrupted training goes on from its last checkpoint.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from assistant.hearing.decoding.network import Member, read_members
from training.augment import Augmenter
from training.material import Material, Rows
from training.mmi import FLOOR, PRONUNCIATIONS, Bigram, denominator, numerator, numerator_total
from training.net import ONE, Net, folded, padded
from training.teacher import Teacher

LEARNING_RATE = 3e-3
"""The highest learning rate."""
WARM_UP = 0.03
"""The share of the steps in which the rate climbs to its highest."""
RATE_LEFT = 0.01
"""The share of the highest rate that is left at the end."""
FRAMES = 20000
"""Output frames (of 30 ms) in one step. More of them make steadier steps, and each takes longer."""
NORMS_STAND = 0.85
"""The share of the steps after which the batch norms stand still, at means over `NORM_BATCHES` batches. The clips of a
batch have one length, so a batch's own means differ from those of other batches. Nobody computes them for a clip that
is heard alone."""
NORM_BATCHES = 100
"""Batches over which the last means of the batch norms are computed."""

TRUST = 0.5
"""Which sequences of phones are wanted: with 1 those of the transcripts alone, which makes LF-MMI of it, and with 0
those that the teacher hears alone."""
SOFT = 2.0
"""How much flatter the second of two comparisons with the teacher makes all judgements. It tells how wrong the wrong
phones are."""
OUTPUT_PENALTY = 3e-4
"""The weight of the squared outputs in the loss. It keeps the scores small."""

TOLD_EVERY = 100
"""Steps between two lines of the learning curve."""
KEPT_EVERY = 1000
"""Steps between two checkpoints."""
READY = 2
"""Steps before one is recorded on a GPU, which make everything ready."""


class Training:
    """The training of one network."""

    def __init__(self, work: Path, noise: Path, teacher: Path, seed: int = 0) -> None:
        """Read the clips in `work`, the folder `noise`, and the model folder `teacher`."""
        torch.manual_seed(seed)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        on_gpu = self.device == "cuda"
        self.chance = np.random.default_rng(seed)
        self.work = work
        self.material = Material(work, self.device)
        self.augmenter = Augmenter(self.material, noise, self.device)
        self.teacher = Teacher(read_members(teacher / "am/final.mdl"), self.device)
        self.bigram = Bigram(self.material.first_chains, self.device)
        self.net = Net(ONE).to(self.device)
        rate = torch.tensor(0.0, device=self.device)
        self.optimiser = torch.optim.AdamW(
            self.net.parameters(), rate, weight_decay=1e-2, betas=(0.9, 0.98), fused=on_gpu, capturable=on_gpu
        )
        self.records: dict[int, Record] = {}
        self.done = 0

    def run(self, steps: int, frames: int = FRAMES) -> Member:
        """Do the steps that are left of `steps`. Returns the network as it is written into a model."""
        self._go_on()
        told: list[Tensor] = []
        bar = tqdm(range(self.done, steps), initial=self.done, total=steps, unit="step", mininterval=10)
        for step in bar:
            if self.net.training and step >= NORMS_STAND * steps:
                self.settle(frames)
            self._set_rate(step / steps)
            told.append(self._next(self.material.draw(frames, self.chance)))
            self.done = step + 1
            if self.done % TOLD_EVERY == 0:
                self._tell(told)
                told = []
            if self.done % KEPT_EVERY == 0 or self.done == steps:
                self._keep()
        return folded(self.net)

    def step(self, rows: Rows) -> Tensor:
        """Change the weights by one batch. Returns how far the network is from its teacher and from what was said."""
        heard = self.augmenter.batch(rows)
        target = self.teacher.judge(heard.teacher)
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device == "cuda", cache_enabled=False):
            scores = self.net(padded(heard.pupil, self.net.shape))
        scores = scores.float()
        taught = difference(scores, target)
        said, wanted = self._said(rows, heard.spoken, scores, target)
        loss = taught + wanted + OUTPUT_PENALTY / 2 * scores.square().sum(-1).mean()
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 3.0)
        self.optimiser.step()
        return torch.stack([taught.detach(), said])

    def _said(self, rows: Rows, spoken: Tensor, scores: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """The LF-MMI criterion an output frame, and a number with the gradient that makes wanted sequences likelier.

        Wanted is in part what the transcripts say, and in part what the teacher hears. Where there is no transcript it
        is the teacher's alone.
        """
        material = self.material
        known = material.known[rows.first]
        self._challenge(rows, target, known & spoken & (rows.second < 0))
        chains = material.chains_of(rows, material.pronunciation)
        chains = chains._replace(sizes=torch.where(spoken, chains.sizes, 1))  # the first phone is silence
        above = numerator(scores, chains, self.bigram)
        known = (known | ~spoken) & (above.total > FLOOR / 2)
        both = denominator(torch.cat([scores, target]), self.bigram)
        below, heard = both.total[: len(scores)], both.outputs[len(scores) :]
        wanted = torch.where(known[:, None, None], TRUST * above.outputs + (1 - TRUST) * heard, heard)
        gradient = (both.outputs[: len(scores)] - wanted).nan_to_num_(0) / scores[..., 0].numel()
        said = torch.where(known, below - above.total, 0).sum() / (known.sum() * scores.shape[1]).clamp_min(1)
        return said, (gradient * scores).sum()

    def _challenge(self, rows: Rows, target: Tensor, alone: Tensor) -> None:
        """Compare another pronunciation of each clip with the one in force. What the teacher finds likelier is kept."""
        now = self.material.pronunciation
        other = torch.randint_like(now, PRONUNCIATIONS)
        rows = rows._replace(phones=(rows.phones[0], 0))
        before, after = (
            numerator_total(target, self.material.chains_of(rows, each), self.bigram) for each in (now, other)
        )
        now[rows.first] = torch.where(alone & (after > before), other[rows.first], now[rows.first])

    def settle(self, frames: int) -> None:
        """Let the batch norms stand still at means over many batches."""
        norms = [part for part in self.net.modules() if isinstance(part, torch.nn.BatchNorm1d)]
        for norm in norms:
            norm.reset_running_stats()
            norm.momentum = None
        with torch.no_grad():
            for _ in range(NORM_BATCHES):
                heard = self.augmenter.batch(self.material.draw(frames, self.chance))
                self.net(padded(heard.pupil, self.net.shape))
        self.net.eval()
        self.records.clear()

    def _next(self, rows: Rows) -> Tensor:
        """Do a step. On a GPU the first one of each length is recorded, and later ones are played back."""
        if self.device != "cuda":
            return self.step(rows)
        if rows.outputs not in self.records:
            self.records[rows.outputs] = Record(self, rows)
        return self.records[rows.outputs].play(rows)

    def _set_rate(self, done: float) -> None:
        """Give the optimiser the learning rate after this share of the steps."""
        fallen = RATE_LEFT + (1 - RATE_LEFT) * (1 + np.cos(np.pi * done)) / 2
        for group in self.optimiser.param_groups:
            group["lr"].fill_(LEARNING_RATE * min(1.0, done / WARM_UP) * fallen)

    def _tell(self, told: list[Tensor]) -> None:
        """Write a line of the learning curve."""
        taught, said = torch.stack(told).mean(0).tolist()
        line = {"step": self.done, "taught": round(taught, 4), "said": round(said, 4)}
        with (self.work / "curve.jsonl").open("a") as curve:
            curve.write(json.dumps(line) + "\n")

    def _keep(self) -> None:
        """Write a checkpoint under another name and rename it, so that it is there as a whole or not at all."""
        state: dict[str, Any] = {
            "net": self.net.state_dict(),
            "standing": not self.net.training,
            "optimiser": self.optimiser.state_dict(),
            "pronunciation": self.material.pronunciation,
            "done": self.done,
        }
        draft = self.work / "training.tmp"
        torch.save(state, draft)
        draft.rename(self.work / "training.pt")

    def _go_on(self) -> None:
        """Take up where the last checkpoint was made, if there is one."""
        if not (file := self.work / "training.pt").exists():
            return
        saved = torch.load(file, map_location=self.device)
        self.net.load_state_dict(saved["net"])
        self.net.train(not saved["standing"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.material.pronunciation.copy_(saved["pronunciation"])
        self.done = saved["done"]
        self.chance = np.random.default_rng(self.done)


class Record:
    """A step on batches of one length, recorded as a CUDA graph. Playing it back takes a third of the time."""

    def __init__(self, training: Training, rows: Rows) -> None:
        """Record a step."""
        self.rows = rows
        beside = torch.cuda.Stream()
        beside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(beside):
            for _ in range(READY):
                training.step(rows)
        torch.cuda.current_stream().wait_stream(beside)
        training.optimiser.zero_grad()
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.told = training.step(rows)

    def play(self, rows: Rows) -> Tensor:
        """Do the step with these rows."""
        self.rows.first.copy_(rows.first)
        self.rows.second.copy_(rows.second)
        self.graph.replay()
        return self.told.clone()


def difference(scores: Tensor, target: Tensor) -> Tensor:
    """How far judgements are from the teacher's, an output frame: as they are, and when both are made flatter."""
    parts = []
    for soft in (1.0, SOFT):
        mine, wanted = functional.log_softmax(scores / soft, -1), functional.log_softmax(target / soft, -1)
        parts.append(soft**2 * (wanted.exp() * (wanted - mine)).sum(-1).mean())
    return torch.stack(parts).mean()

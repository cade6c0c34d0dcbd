"""Train the acoustic networks: one pass per augmented copy, a checkpoint after each, resumable at any of them.

The first pass teaches the network to find the phones at all (numerator over softmax outputs, the hidden-Markov form
of CTC); every later pass is LF-MMI, with the first criterion kept on a second head as a regulariser.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, distributed
from torch.nn import functional
from tqdm import tqdm

from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.lexicon import Phones
from assistant.hearing.decoding.network import Member
from training import clips, vocabulary
from training.mmi import FLOOR, Bigram, Chain, denominator, numerator
from training.net import LARGE, NARROW, SMALL, Net, Shape, folded, outputs
from training.nnet3 import SHARES, read_model

GROWS_AT, KEPT_AT = 40, 54
"""After so many passes the small network grows; after so many a copy of the large one is kept, and judges together with
what that becomes in the passes that are left, and with"""
NARROW_PASSES = 24
"""what another copy becomes in so many of its own, over the augmented copies from `KEPT_AT` on: it is narrowed and given a
memory. They err in different places, above all where none is sure."""
STAGES, RATE_END = {0: 2.5e-3, GROWS_AT: 1.5e-3, KEPT_AT: 1.5e-3}, 0.02
"""Learning rate at the top of the stages that begin after so many passes, and the share of it that is left at their ends."""
WARM_UP = 0.3
"""Passes, at the start of each stage, in which the rate climbs to its top."""
FRAMES_PER_STEP = 2600
"""Output frames (30 ms) in a step, of all trainers together."""
SIDE, SMALL_OUTPUTS = 0.12, 3e-4
CHALLENGE = 0.25
"""Share of steps in which every clip's pronunciation is compared with another one;"""
ALL_CHALLENGED = 3
"""all of them in so many passes of a network that is taken up again, which knows the phones but not the clips."""
STILL = 8
"""Passes, the last ones, in which the norms stand still at means over very many clips: a batch of clips of one length
is not like another, and what its own norms do for it nobody does for a clip that is heard alone."""
NORMED_BY = 90
"""Batches that give the norms their last means."""
KEPT, WIDE, MEMORY = "kept", "wide", "memory"
"""Files in the work folder: the copy, and the checkpoints of the networks that are trained, with their learning curves."""
SETTLING = 64
"""Clips, of middling length, whose features give a network that is taken up again its norms."""
INDEX = {name: at for at, name in enumerate(BASE_PHONES)}
SILENT: Chain = ((0, False),)


def chain(text: str, lexicon: Mapping[str, Sequence[Phones]], chance: random.Random | None) -> Chain:
    """A text's phones with optional silence between words; a random pronunciation of each word, or the first."""
    parts: list[tuple[int, bool]] = [(0, True)]
    for word in text.split():
        ways = lexicon[word]
        phones = chance.choice(ways) if chance else ways[0]
        parts += [(INDEX[phone], False) for phone in phones]
        parts.append((0, True))
    return tuple(parts)


class Copy:
    """One augmented copy of the training clips."""

    def __init__(self, work: Path, number: int) -> None:
        rows = json.loads((work / f"copy-{number}.json").read_text())
        self.features = np.load(work / f"copy-{number}.npy", mmap_mode="r")
        self.clips = [which for which, _ in rows]
        self.frames = [frames for _, frames in rows]
        self.starts = np.concatenate([[0], np.cumsum(self.frames)])

    def batches(self, fits: NDArray[np.bool_], chance: random.Random, frames: int) -> list[list[int]]:
        """Rows in batches of similar length and so many output frames, in random order."""
        rows = [row for row in range(len(self.frames)) if fits[row]]
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
        """Features with repeated edges and time masks, and the number of outputs of each row."""
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


class Chains:
    """What each clip is held to say; pronunciations are revised as the network learns."""

    def __init__(self, notes: Sequence[clips.Clip], lexicon: Mapping[str, Sequence[Phones]], seed: int) -> None:
        self.texts = [one.text for one in notes]
        self.lexicon = lexicon
        self.chance = random.Random(seed)
        self.first = [chain(text, lexicon, None) for text in self.texts]
        self.now = list(self.first)

    def of(self, which: Sequence[int]) -> list[Chain]:
        """The chains in force; clip -1 is noise, which is silence to us."""
        return [SILENT if clip < 0 else self.now[clip] for clip in which]

    def challenge(self, which: Sequence[int], scores: Tensor, lengths: Tensor, bigram: Bigram) -> None:
        """Put a random other pronunciation in force wherever the network finds it likelier."""
        others = [SILENT if clip < 0 else chain(self.texts[clip], self.lexicon, self.chance) for clip in which]
        with torch.no_grad():
            better = numerator(scores, lengths, others, bigram) > numerator(scores, lengths, self.of(which), bigram)
        for clip, other, wins in zip(which, others, better.tolist(), strict=True):
            if wins and clip >= 0:
                self.now[clip] = other


def _fits(copy: Copy, chains: Chains) -> NDArray[np.bool_]:
    """By each clip's first pronunciation, so that all trainers make the same batches."""
    firsts = [SILENT if clip < 0 else chains.first[clip] for clip in copy.clips]
    needed = [sum(not skip for _, skip in each) for each in firsts]
    return np.array([outputs(frames) > 1.1 * need + 1 for frames, need in zip(copy.frames, needed, strict=True)])


def _loss(
    net: Net, frames: Tensor, lengths: Tensor, held: Sequence[Chain], bigram: Bigram, *, first: bool
) -> tuple[Tensor, Tensor]:
    """(loss to minimise, main scores)."""
    with torch.autocast(frames.device.type, torch.bfloat16, enabled=HALF or frames.device.type == "cuda"):
        main, side = net(frames)
    main, side = main.float(), side.float()
    total = lengths.sum()
    head = functional.log_softmax(main if first else side, dim=-1)
    plain = numerator(head, lengths, held, bigram)
    possible = plain > FLOOR / 2
    loss = -plain[possible].sum() / total * (1.0 if first else SIDE)
    if not first:
        gain = numerator(main, lengths, held, bigram) - denominator(main, lengths, bigram)
        mask = (torch.arange(main.shape[1], device=main.device) < lengths[:, None])[..., None]
        loss = loss - gain[possible].sum() / total + SMALL_OUTPUTS / 2 * (main**2 * mask).sum() / total
    return loss, main


HALF = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()


def _copies(work: Path, begun: int, passes: int) -> Iterator[tuple[int, Copy]]:
    """(pass, copy) from pass `begun` on: a new copy for each when one is ready, else the one used longest ago."""
    used: list[int] = []
    for number in range(begun, passes):
        while not (ready := sorted(int(p.stem.split("-")[1]) for p in work.glob("copy-*.json"))):
            time.sleep(5)
        fresh = [one for one in ready if one not in used and one >= number]
        pick = fresh[0] if fresh else min(ready, key=lambda one: (used.count(one), used.index(one) if one in used else -1))
        if distributed.is_initialized():  # a copy may have become ready between two trainers' looks
            agreed = [pick]
            distributed.broadcast_object_list(agreed)
            pick = agreed[0]
        used.append(pick)
        yield number, Copy(work, pick)


def train(work: Path, passes: int, further: Path | None = None, seed: int = 0) -> list[Member]:
    """Train all networks, the first in so many passes, going on from the newest checkpoints in `work`.

    With a model folder `further` its first network is trained again as when the copy had just been kept, and the others
    are left as they are. Where the environment names several trainers, as torchrun does, each takes its part of every step.
    """
    if int(os.environ.get("WORLD_SIZE", "1")) > 1:
        distributed.init_process_group("gloo")
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(seed)
    if further:
        first, *others = read_model(further / "am/final.mdl", SHARES)
        return [folded(_train(work, WIDE, KEPT_AT, passes, lambda: taken_up(first, work), seed, knows=True)), *others]
    wide = _train(work, WIDE, 0, passes, lambda: Net(SMALL), seed)
    narrow = _train(work, MEMORY, KEPT_AT, KEPT_AT + NARROW_PASSES, lambda: Net.narrowed(kept(work), NARROW), seed)
    return [folded(wide), folded(kept(work)), folded(narrow)]


def _train(
    work: Path, name: str, begun: int, passes: int, begin: Callable[[], Net], seed: int, *, knows: bool = False
) -> Net:
    """Train one network from pass `begun` up to `passes`; `knows` says that it has learnt from these clips' like."""
    rank, trainers = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    _, notes = clips.read(work / "clips")
    chains = Chains(notes, vocabulary.lexicon_for(note.text for note in notes), seed)
    bigram = Bigram([each for each, note in zip(chains.now, notes, strict=True) if note.split == "train"]).to(device)
    first, step, checkpoint = begun, 0, work / f"{name}.pt"
    saved = torch.load(checkpoint, weights_only=False) if checkpoint.exists() else None
    net = (load(saved) if saved else begin()).to(device)
    optimiser = _optimiser(net)
    if saved:
        optimiser.load_state_dict(saved["optimiser"])
        begun, step, chains.now = saved["pass"], saved["step"], saved["chains"]
    for number, copy in _copies(work, begun, passes):
        if number >= GROWS_AT and net.shape == SMALL:
            net = Net.grown(net, LARGE).to(device)
            optimiser = _optimiser(net)
        if number == KEPT_AT and first < KEPT_AT and rank == 0:
            _keep(work, net)
        chance, noise = random.Random(seed + number), np.random.default_rng((seed + number, rank))
        shared = copy.batches(_fits(copy, chains), chance, FRAMES_PER_STEP // trainers)
        batches = shared[rank : len(shared) // trainers * trainers : trainers]
        bar = tqdm(batches, desc=f"{name} {number + 1}/{passes}", unit="step", mininterval=15, disable=rank > 0)
        net.train(number < passes - STILL)
        if number == passes - STILL:
            _settle(net, copy, shared[:NORMED_BY])
        average = 0.0
        for at, rows in enumerate(bar):
            for group in optimiser.param_groups:
                group["lr"] = _rate(number + at / len(batches), passes)
            frames, lengths = (one.to(device) for one in copy.batch(rows, net.shape, noise))
            which = [copy.clips[row] for row in rows]
            loss, scores = _loss(net, frames, lengths, chains.of(which), bigram, first=number == 0)
            optimiser.zero_grad()
            loss.backward()
            if trainers > 1:
                _share_gradients(net, trainers)
            torch.nn.utils.clip_grad_norm_(net.parameters(), 3.0)
            optimiser.step()
            often = 1.0 if knows and number < first + ALL_CHALLENGED else CHALLENGE
            if number and chance.random() < often:
                chains.challenge(which, scores.detach(), lengths, bigram)
            average += (loss.item() - average) / min(at + 1, 100)
            step += 1
            bar.set_postfix(loss=f"{average:.3f}", refresh=False)
        if rank == 0:
            _save(checkpoint, net, optimiser, chains, number + 1, step)
            with (work / f"{name}.jsonl").open("a") as curve:
                curve.write(json.dumps({"pass": number + 1, "step": step, "loss": round(average, 4)}) + "\n")
    return net


def _settle(net: Net, copy: Copy, batches: Sequence[Sequence[int]]) -> None:
    """Give the norms the means over all of these batches, the same in every trainer."""
    norms = [part for part in net.modules() if isinstance(part, torch.nn.BatchNorm1d)]
    usual = norms[0].momentum
    device, chance = norms[0].running_mean.device, np.random.default_rng(0)
    net.train()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
    with torch.no_grad():
        for rows in batches:
            net(copy.batch(rows, net.shape, chance)[0].to(device))
    for norm in norms:
        norm.momentum = usual
    net.eval()


def _share_gradients(net: Net, trainers: int) -> None:
    """Give every trainer the mean of all their gradients."""
    gradients = [one.grad for one in net.parameters() if one.grad is not None]
    together = torch.cat([one.flatten() for one in gradients]) / trainers
    distributed.all_reduce(together)
    for one, mean in zip(gradients, together.split([one.numel() for one in gradients]), strict=True):
        one.copy_(mean.view_as(one))


def taken_up(member: Member, work: Path) -> Net:
    """A wide network out of a model's file, with norms for the first copy there is."""
    _, copy = next(_copies(work, KEPT_AT, KEPT_AT + 1))
    by_length = sorted(range(len(copy.frames)), key=copy.frames.__getitem__)
    rows = by_length[len(by_length) // 2 :][:SETTLING]
    frames, _ = copy.batch(rows, LARGE, np.random.default_rng(0))
    return Net.unfolded(member, LARGE, frames)


def _optimiser(net: Net) -> torch.optim.Optimizer:
    return torch.optim.AdamW(net.parameters(), lr=STAGES[0], weight_decay=1e-2, betas=(0.9, 0.98))


def _rate(done: float, passes: int) -> float:
    """The learning rate after so many passes: in each stage up to its top, then down to its end."""
    begun = max(one for one in STAGES if one <= done)
    end = min((one for one in STAGES if one > done), default=passes)
    return STAGES[begun] * min(1.0, (done - begun) / WARM_UP) * RATE_END ** ((done - begun) / (end - begun))


def load(saved: Mapping[str, Any]) -> Net:
    """The network of a checkpoint."""
    net = Net(saved["shape"])
    net.load_state_dict(saved["net"])
    return net


def kept(work: Path) -> Net:
    """The copy that was kept."""
    return load(torch.load(work / f"{KEPT}.pt", weights_only=False))


def _keep(work: Path, net: Net) -> None:
    _write(work / f"{KEPT}.pt", {"net": net.state_dict(), "shape": net.shape})


def _save(checkpoint: Path, net: Net, optimiser: torch.optim.Optimizer, chains: Chains, done: int, step: int) -> None:
    state = {
        "net": net.state_dict(), "shape": net.shape, "optimiser": optimiser.state_dict(), "pass": done, "step": step, "chains": chains.now,
    }  # fmt: skip
    _write(checkpoint, state)


def _write(file: Path, state: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    draft = file.with_suffix(".tmp")
    torch.save(state, draft)
    draft.rename(file)


if __name__ == "__main__":
    train(Path(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:]))

"""Batch norms that are computed over many clips at once, instead of over each batch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from assistant.hearing.decoding.network import Member
from training import plan
from training.copies import AugmentedCopy, copies
from training.net import LARGE, Net


def settle(net: Net, copy: AugmentedCopy, batches: Sequence[Sequence[int]]) -> None:
    """Give the batch norms the means over all of these batches, and leave the network in evaluation mode.

    The result is the same in every training process.
    """
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


def network_of(member: Member, work: Path) -> Net:
    """A large network with the weights of one that was read from a model file.

    A model file holds no batch norms. They are computed from clips of the first augmented copy in `work`.
    """
    _, copy = next(copies(work, plan.SNAPSHOT_AT, plan.SNAPSHOT_AT + 1))
    by_length = sorted(range(len(copy.frames)), key=copy.frames.__getitem__)
    rows = by_length[len(by_length) // 2 :][: plan.NORM_CLIPS]
    frames, _ = copy.batch(rows, LARGE, np.random.default_rng(0))
    return Net.unfolded(member, LARGE, frames)

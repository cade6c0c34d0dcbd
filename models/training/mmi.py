"""Lattice-free maximum mutual information (LF-MMI) over single phones, trained from a flat start.

The criterion has two parts. The numerator scores what was really said: the phones of the text, with optional silence
between words. The denominator scores every sequence of phones, weighted by a bigram of phones. Training raises the
first against the second.

A phone has two outputs of the network: one for its first frame and one for every later frame. Both parts are forward
recursions over a batch of clips, and autograd computes the gradient of their difference.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from assistant.hearing.decoding.graph import BASE_PHONES

PHONES = len(BASE_PHONES)
FLOOR = -1e30
"""Stands for the logarithm of zero. A real minus infinity would make the gradient undefined."""
Chain = tuple[tuple[int, bool], ...]
"""A text as phones from first to last. Each is a phone's index in `BASE_PHONES` and whether it may be left out."""


class Bigram:
    """How likely each phone follows each other one. It is all that the denominator knows about language."""

    def __init__(self, chains: Sequence[Chain]) -> None:
        """Count the phones that follow each other in `chains`, with every second optional silence left out."""
        counts = np.zeros((PHONES, PHONES))
        for number, chain in enumerate(chains):
            spoken = [phone for at, (phone, optional) in enumerate(chain) if not optional or (number + at) % 2]
            np.add.at(counts, (spoken[:-1], spoken[1:]), 1)
        share = counts.sum(axis=0) + 1
        share[1] = 1e-3
        share = share / share.sum()
        follow = (counts + 20 * share) / (counts.sum(axis=1, keepdims=True) + 20)
        first = np.where(np.arange(PHONES) == 0, 0.6, 0.4 * share)
        self.follow = torch.tensor(follow, dtype=torch.float32)
        self.first = torch.tensor(first, dtype=torch.float32)

    def to(self, device: str) -> "Bigram":
        """Move the tables to a device, and return this object."""
        self.follow, self.first = self.follow.to(device), self.first.to(device)
        return self


def denominator(scores: Tensor, lengths: Tensor, bigram: Bigram) -> Tensor:
    """The logarithm of the summed likelihood of all phone sequences, for each clip.

    `scores` are the network's outputs (clips, frames, outputs). `lengths` says how many frames of each clip count.
    Returns one number a clip.
    """
    enter, stay = scores[..., 0::2], scores[..., 1::2]
    top = torch.maximum(enter.amax(-1), stay.amax(-1)).detach()
    enter, stay = (enter - top[..., None]).exp(), (stay - top[..., None]).exp()
    state = bigram.first * enter[:, 0]
    norm = state.sum(-1, keepdim=True)
    state, total = state / norm, norm[:, 0].log() + top[:, 0]
    alive = torch.arange(scores.shape[1], device=scores.device)[:, None] < lengths
    for step in range(1, scores.shape[1]):
        moved = state * stay[:, step] + (state @ bigram.follow) * enter[:, step]
        norm = moved.sum(-1, keepdim=True)
        here = alive[step]
        state = torch.where(here[:, None], moved / norm, state)
        total = total + torch.where(here, norm[:, 0].log() + top[:, step], 0.0)
    return total


def numerator(scores: Tensor, lengths: Tensor, chains: Sequence[Chain], bigram: Bigram) -> Tensor:
    """The logarithm of the summed likelihood of all paths through each clip's own chain.

    `scores` and `lengths` are those of `denominator`. Returns one number a clip, which is about `FLOOR` where the clip
    is too short for its chain.
    """
    device, most = scores.device, max(len(chain) for chain in chains)
    phones, optional, sizes = _padded(chains, most)
    ids = torch.tensor(phones, device=device)
    logs = bigram.follow.log()
    enter = torch.gather(scores, 2, (2 * ids)[:, None].expand(-1, scores.shape[1], -1))
    stay = torch.gather(scores, 2, (2 * ids + 1)[:, None].expand(-1, scores.shape[1], -1))
    size = torch.tensor(sizes, device=device)
    inside = torch.arange(most, device=device) < size[:, None]
    skippable = torch.tensor(optional, device=device)
    to_next = torch.where(inside[:, 1:], logs[ids[:, :-1], ids[:, 1:]], FLOOR)
    may_skip = skippable[:, 1:-1] & ~skippable[:, 2:] & inside[:, 2:]
    past_next = torch.where(may_skip, logs[ids[:, :-2], ids[:, 2:]], FLOOR)
    floor = torch.full((len(chains), 2), FLOOR, device=device)
    begin = torch.full((len(chains), most), FLOOR, device=device)
    begin[:, 0] = 0
    begin[:, 1] = torch.where(skippable[:, 0] & inside[:, 1], 0.0, FLOOR)
    state = begin + bigram.first.log()[ids] + enter[:, 0]
    for step in range(1, scores.shape[1]):
        from_neighbour = torch.cat([floor[:, :1], state[:, :-1] + to_next], 1)
        over_optional = torch.cat([floor, state[:, :-2] + past_next], 1)
        arrive = torch.logaddexp(from_neighbour, over_optional) + enter[:, step]
        moved = torch.logaddexp(state + stay[:, step], arrive).clamp_min(FLOOR)
        state = torch.where((step < lengths)[:, None], moved, state)
    last = state.gather(1, (size - 1)[:, None])[:, 0]
    before = state.gather(1, (size - 2).clamp_min(0)[:, None])[:, 0]
    leave = skippable.gather(1, (size - 1)[:, None])[:, 0] & (size > 1)
    return torch.where(leave, torch.logaddexp(last, before), last)


def _padded(chains: Sequence[Chain], most: int) -> tuple[NDArray[np.int64], NDArray[np.bool_], list[int]]:
    """The phones of the chains, whether each may be left out, and the lengths of the chains.

    The first two are (clips, most), padded with zeros.
    """
    phones = np.zeros((len(chains), most), np.int64)
    optional = np.zeros((len(chains), most), bool)
    for row, chain in enumerate(chains):
        phones[row, : len(chain)] = [phone for phone, _ in chain]
        optional[row, : len(chain)] = [skip for _, skip in chain]
    return phones, optional, [len(chain) for chain in chains]

"""Lattice-free maximum mutual information, flat start, over single phones.

A phone is two outputs: its first frame, and every later frame. The numerator is the chain of phones of what was
said, with optional silence between words; the denominator is any sequence of phones, weighted by a phone bigram.
Both are forward recursions over a batch; autograd turns their difference into the gradient.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from assistant.hearing.decoding.graph import BASE_PHONES

PHONES = len(BASE_PHONES)
FLOOR = -1e30
Chain = tuple[tuple[int, bool], ...]
"""(phone, may be left out) from the first to the last."""


class Bigram:
    """How likely a phone follows another: the denominator's only knowledge."""

    def __init__(self, chains: Sequence[Chain]) -> None:
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
        """Move the tables to a device."""
        self.follow, self.first = self.follow.to(device), self.first.to(device)
        return self


def denominator(scores: Tensor, lengths: Tensor, bigram: Bigram) -> Tensor:
    """Log of the sum over all phone sequences. scores: (batch, time, outputs); returns (batch,)."""
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
    """Log of the sum over all ways through each clip's own chain; FLOOR where it does not fit. Returns (batch,)."""
    device, most = scores.device, max(len(chain) for chain in chains)
    phones, optional, sizes = _padded(chains, most)
    ids = torch.tensor(phones, device=device)
    logs = bigram.follow.log()
    enter = torch.gather(scores, 2, (2 * ids)[:, None].expand(-1, scores.shape[1], -1))
    stay = torch.gather(scores, 2, (2 * ids + 1)[:, None].expand(-1, scores.shape[1], -1))
    size = torch.tensor(sizes, device=device)
    inside = torch.arange(most, device=device) < size[:, None]
    skippable = torch.tensor(optional, device=device)
    one = torch.where(inside[:, 1:], logs[ids[:, :-1], ids[:, 1:]], FLOOR)
    may_skip = skippable[:, 1:-1] & ~skippable[:, 2:] & inside[:, 2:]
    two = torch.where(may_skip, logs[ids[:, :-2], ids[:, 2:]], FLOOR)
    floor = torch.full((len(chains), 2), FLOOR, device=device)
    begin = torch.full((len(chains), most), FLOOR, device=device)
    begin[:, 0] = 0
    begin[:, 1] = torch.where(skippable[:, 0] & inside[:, 1], 0.0, FLOOR)
    state = begin + bigram.first.log()[ids] + enter[:, 0]
    for step in range(1, scores.shape[1]):
        arrive_one = torch.cat([floor[:, :1], state[:, :-1] + one], 1)
        arrive_two = torch.cat([floor, state[:, :-2] + two], 1)
        arrive = torch.logaddexp(arrive_one, arrive_two) + enter[:, step]
        moved = torch.logaddexp(state + stay[:, step], arrive).clamp_min(FLOOR)
        state = torch.where((step < lengths)[:, None], moved, state)
    last = state.gather(1, (size - 1)[:, None])[:, 0]
    before = state.gather(1, (size - 2).clamp_min(0)[:, None])[:, 0]
    leave = skippable.gather(1, (size - 1)[:, None])[:, 0] & (size > 1)
    return torch.where(leave, torch.logaddexp(last, before), last)


def _padded(chains: Sequence[Chain], most: int) -> tuple[NDArray, NDArray, list[int]]:
    phones = np.zeros((len(chains), most), np.int64)
    optional = np.zeros((len(chains), most), bool)
    for row, chain in enumerate(chains):
        phones[row, : len(chain)] = [phone for phone, _ in chain]
        optional[row, : len(chain)] = [skip for _, skip in chain]
    return phones, optional, [len(chain) for chain in chains]

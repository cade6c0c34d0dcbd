"""Lattice-free maximum mutual information (LF-MMI) over single phones.

The criterion has two parts. The numerator scores what was really said: the phones of the text, with optional silence
between words. The denominator scores every sequence of phones, weighted by a bigram of phones. Training raises the
first against the second.

A phone has two outputs of the network: one for its first frame and one for every later frame. Both parts are a forward
and a backward recursion over a batch of clips. They give the likelihood, and how likely each output is in each frame.
The gradient of the criterion is the difference of the two parts' likelihoods of outputs, so no graph of the recursions
is kept.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import torch
from torch import Tensor

from assistant.hearing.decoding.graph import BASE_PHONES

PHONES = len(BASE_PHONES)
FLOOR = -1e30
"""Stands for the logarithm of zero. A real minus infinity would give values that are no numbers."""
LOWEST = -60.0
"""The lowest score beside the highest one of a frame, where likelihoods are added up. Lower ones would be zero."""
Chain = tuple[tuple[int, bool], ...]
"""A text as phones from first to last. Each is a phone's index in `BASE_PHONES` and whether it may be left out."""
PRONUNCIATIONS = 4
"""How many chains of a clip are compared in the training, at the most."""
SILENT: Chain = ((0, False),)
"""The chain of a clip in which nobody speaks: one silence."""


class Bigram:
    """How likely each phone follows each other one. It is all that the denominator knows about language."""

    def __init__(self, chains: Sequence[Chain], device: str = "cpu") -> None:
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
        self.follow = torch.tensor(follow, dtype=torch.float32, device=device)
        self.first = torch.tensor(first, dtype=torch.float32, device=device)


class Chains(NamedTuple):
    """The chains of several clips, padded with zeros to one length."""

    phones: Tensor
    """(clips, length) indices in `BASE_PHONES`."""
    optional: Tensor
    """(clips, length) whether a phone may be left out."""
    sizes: Tensor
    """(clips,) lengths of the chains."""

    @classmethod
    def of(cls, chains: Sequence[Chain], device: str = "cpu") -> Self:
        """These chains, padded."""
        most = max(map(len, chains))
        phones, optional = np.zeros((len(chains), most), np.int64), np.zeros((len(chains), most), bool)
        for row, chain in enumerate(chains):
            phones[row, : len(chain)] = [phone for phone, _ in chain]
            optional[row, : len(chain)] = [skip for _, skip in chain]
        sizes = torch.tensor([len(chain) for chain in chains], device=device)
        return cls(torch.from_numpy(phones).to(device), torch.from_numpy(optional).to(device), sizes)

    def rows(self, which: Tensor, longest: int) -> Self:
        """The chains of these rows, of which none has more than `longest` phones."""
        return type(self)(self.phones[which, :longest], self.optional[which, :longest], self.sizes[which])

    def joined(self, others: Self) -> Self:
        """Each chain followed by that of `others`, with one silence between them.

        Each must begin and end with an optional silence.
        """
        last = self.phones.shape[1] + others.phones.shape[1] - 1
        place = torch.arange(last, device=self.sizes.device)[None]
        after = place - self.sizes[:, None] + 1
        second = after > 0
        own = place.expand(len(self.sizes), -1).clamp_max(self.phones.shape[1] - 1)
        other = after.clamp(0, others.phones.shape[1] - 1)
        phones = torch.where(second, others.phones.gather(1, other), self.phones.gather(1, own))
        optional = torch.where(second, others.optional.gather(1, other), self.optional.gather(1, own))
        return type(self)(phones, optional, self.sizes + others.sizes - 1)


class Likelihood(NamedTuple):
    """What a recursion finds out about a batch of clips."""

    total: Tensor
    """(clips,) the logarithm of the likelihood of all paths together."""
    outputs: Tensor
    """(clips, frames, outputs) how likely each output is in each frame, in all paths together."""


def denominator(scores: Tensor, bigram: Bigram) -> Likelihood:
    """The likelihood of all phone sequences. `scores` are the network's outputs (clips, frames, outputs)."""
    scores = scores.detach().transpose(0, 1).contiguous()
    top = scores.amax(-1)
    below = (scores - top[..., None]).clamp_(LOWEST)
    enter, stay = (below[..., part::2].exp() for part in (0, 1))
    frames, follow, back = len(scores), bigram.follow, bigram.follow.T.contiguous()
    forward, arrive = torch.empty_like(enter), torch.empty_like(enter)
    scale = enter.new_empty(*enter.shape[:2], 1)
    arrive[0] = bigram.first
    state = arrive[0] * enter[0]
    for at in range(frames):
        if at:
            torch.mm(forward[at - 1], follow, out=arrive[at])
            state = torch.addcmul(forward[at - 1] * stay[at], arrive[at], enter[at])
        torch.sum(state, -1, keepdim=True, out=scale[at])
        torch.div(state, scale[at], out=forward[at])
    backward = torch.empty_like(enter)
    backward[-1] = 1
    enter /= scale
    stay /= scale
    for at in range(frames - 1, 0, -1):
        onward = torch.mm(enter[at] * backward[at], back)
        torch.addcmul(onward, stay[at], backward[at], out=backward[at - 1])
    entered = arrive * enter * backward
    stayed = torch.zeros_like(entered)
    stayed[1:] = forward[:-1] * stay[1:] * backward[1:]
    total = scale[..., 0].log().sum(0) + top.sum(0)
    return Likelihood(total, torch.stack([entered, stayed], -1).flatten(2).transpose(0, 1))


class _Paths(NamedTuple):
    """What the recursions of the numerator go through; times first."""

    enter: Tensor
    """(frames, clips, places) the score of a place's phone in its first frame."""
    stay: Tensor
    """The same of its later frames."""
    begin: Tensor
    """(clips, places) of beginning at a place."""
    to_next: Tensor
    """(clips, places) of going on to a place from the one before."""
    past_next: Tensor
    """(clips, places) of going on to a place from the last but one."""
    end: Tensor
    """(clips, places) 0 where a path may end, `FLOOR` elsewhere."""


def _paths(scores: Tensor, chains: Chains, bigram: Bigram) -> _Paths:
    """The scores of phones and steps, along the chains."""
    ids, optional, sizes = chains
    logs = bigram.follow.log()
    steps = scores.transpose(0, 1)
    enter, stay = (torch.gather(steps, 2, (2 * ids + part)[None].expand(len(steps), -1, -1)) for part in (0, 1))
    place = torch.arange(ids.shape[1], device=scores.device)
    inside = place < sizes[:, None]
    begin = torch.where((place == 0) | ((place == 1) & optional[:, :1] & inside), bigram.first.log()[ids], FLOOR)
    to_next, past_next = torch.full_like(begin, FLOOR), torch.full_like(begin, FLOOR)
    to_next[:, 1:] = torch.where(inside[:, 1:], logs[ids[:, :-1], ids[:, 1:]], FLOOR)
    if ids.shape[1] > 2:
        may_skip = optional[:, 1:-1] & ~optional[:, 2:] & inside[:, 2:]
        past_next[:, 2:] = torch.where(may_skip, logs[ids[:, :-2], ids[:, 2:]], FLOOR)
    last = place == sizes[:, None] - 1
    leave = optional.gather(1, (sizes - 1)[:, None]) & (place == sizes[:, None] - 2)
    return _Paths(enter, stay, begin, to_next, past_next, torch.where(last | leave, 0.0, FLOOR))


def _forward(paths: _Paths) -> tuple[Tensor, Tensor]:
    """(frames, clips, 2 + places) logarithms of the likelihood of being at a place, and (clips,) of all paths."""
    enter, stay, begin, to_next, past_next, end = paths
    states = torch.full((*enter.shape[:2], enter.shape[2] + 2), FLOOR, device=enter.device)
    states[0, :, 2:] = begin + enter[0]
    for at in range(1, len(enter)):
        before = states[at - 1]
        arrive = torch.logaddexp(before[:, 1:-1] + to_next, before[:, :-2] + past_next).add_(enter[at])
        torch.logaddexp(before[:, 2:] + stay[at], arrive, out=states[at, :, 2:])
    return states, torch.logsumexp(states[-1, :, 2:] + end, -1)


def numerator_total(scores: Tensor, chains: Chains, bigram: Bigram) -> Tensor:
    """The logarithm of the likelihood of all paths through each clip's own chain.

    It is about `FLOOR` where the clip is too short for its chain.
    """
    return _forward(_paths(scores.detach(), chains, bigram))[1]


def numerator(scores: Tensor, chains: Chains, bigram: Bigram) -> Likelihood:
    """The likelihood of all paths through each clip's own chain. `scores` are those of `denominator`.

    The outputs of a clip that is too short for its chain mean nothing; its total is about `FLOOR`.
    """
    scores = scores.detach()
    top = scores.amax(-1, keepdim=True)
    paths = _paths(scores - top, chains, bigram)
    enter, stay, _, to_next, past_next, end = paths
    states, total = _forward(paths)
    states = states[..., 2:]
    clips, places = end.shape
    onward = torch.full((clips, places + 2), FLOOR, device=scores.device)
    next_place = torch.cat([to_next[:, 1:], torch.full_like(end[:, :1], FLOOR)], 1)
    after_next = torch.cat([past_next[:, 2:], torch.full_like(end[:, :2], FLOOR)], 1)[:, :places]
    backward = torch.empty_like(enter)
    backward[-1] = end
    for at in range(len(enter) - 1, 0, -1):
        torch.add(enter[at], backward[at], out=onward[:, :places])
        leave = torch.logaddexp(onward[:, 1:-1] + next_place, onward[:, 2:] + after_next)
        torch.logaddexp(stay[at] + backward[at], leave, out=backward[at - 1])
    here = (states + backward - total[:, None]).exp_()
    stayed = torch.zeros_like(here)
    stayed[1:] = (states[:-1] + stay[1:] + backward[1:] - total[:, None]).exp_()
    outputs = torch.zeros_like(scores)
    for part, each in enumerate(((here - stayed).clamp_min_(0), stayed)):
        where = (2 * chains.phones + part)[:, None].expand(-1, scores.shape[1], -1)
        outputs.scatter_add_(2, where, each.transpose(0, 1))
    return Likelihood(total + top.sum((1, 2)), outputs)

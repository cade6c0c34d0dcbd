"""The acoustic network: small, convolutional, and looking only 120 ms ahead.

Its input is 40 cepstra every 10 ms. A first layer joins five frames, a second one makes one vector every 30 ms of
them, and residual layers follow. The first residual layers look both ways and the later ones only back. What the
network needs to see ahead is delay between a person's "stop" and silence.
"""

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from assistant.hearing.decoding.graph import PDFS
from assistant.hearing.decoding.network import AffineMap, Layer, Member

BOTH, BACK = (-1, 0, 1), (-2, -1, 0)
"""The frames of 30 ms that a layer joins when it looks both ways, and when it looks only back."""
NEAR = -2
"""The farthest offset back, in frames of 30 ms, that counts as near; an input from farther back is called memory.

The two differ at the beginning of a clip, where there is nothing farther back. For near inputs the clip is made longer
with copies of its first frame. For memory a layer repeats the first vector that it gets.
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a network and what its residual layers look at."""

    width: int
    """Numbers that each layer puts out for a frame."""
    layers: tuple[tuple[int, ...], ...]
    """For each residual layer the offsets, in frames of 30 ms, of the inputs it joins."""
    rank: int
    """Every residual layer is narrowed to so many numbers before it widens again."""

    @property
    def before(self) -> int:
        """Frames of 10 ms that the network needs before the first frame it judges, not counting memory."""
        return 3 + 3 * sum(-min(offset for offset in layer if offset >= NEAR) for layer in self.layers)

    @property
    def after(self) -> int:
        """Frames of 10 ms that the network sees after the frame it judges."""
        return 3 + 3 * sum(max(layer) for layer in self.layers)


MEMORIES = tuple(layer for far in (4, 8, 12, 16) for layer in (BACK, (-far, *BACK)))
"""Layers that look back, every second one also far back."""
ONE = Shape(416, (*(BOTH,) * 3, *MEMORIES, BACK), rank=160)
"""The built-in network. It has 4.1 million parameters, does 4.3 million multiply-adds every 30 ms, and sees 1.6 s back.
"""
VARIATION = 0.2
"""In training each unit of a residual layer is made stronger or weaker for a whole clip, by up to this share. More of
it keeps the network from learning the clips by heart, and makes learning slower."""


class Affine(nn.Module):
    """A layer: an affine map of the joined inputs, a batch norm and a ReLU.

    The norm is folded into the affine map when the model is written.
    """

    def __init__(self, inputs: int, width: int, rank: int | None = None) -> None:
        """Random weights from `inputs` numbers to `width`, by way of `rank` numbers where that is given."""
        super().__init__()
        self.narrow = nn.Parameter(torch.randn(rank, inputs) * (1 / inputs) ** 0.5) if rank else None
        inputs = rank or inputs
        self.weight = nn.Parameter(torch.randn(width, inputs) * (1 / inputs) ** 0.5)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, frames: Tensor) -> Tensor:
        """(clips, frames, inputs) -> (clips, frames, width)."""
        batch, time, _ = frames.shape
        if self.narrow is not None:
            frames = frames @ self.narrow.T
        return torch.relu(self.norm((frames @ self.weight.T).reshape(batch * time, -1))).reshape(batch, time, -1)


class Net(nn.Module):
    """The acoustic network."""

    def __init__(self, shape: Shape) -> None:
        """A network of this shape with random weights."""
        super().__init__()
        self.shape = shape
        width = shape.width
        self.level = nn.BatchNorm1d(40, affine=False)
        self.join = Affine(200, width)
        self.stride = Affine(3 * width, width)
        self.layers = nn.ModuleList([Affine(len(offsets) * width, width, shape.rank) for offsets in shape.layers])
        self.main = nn.Linear(width, PDFS)

    def forward(self, frames: Tensor) -> Tensor:
        """(clips, before + 3 * n + after - 2, 40) features -> the scores (clips, n, PDFS)."""
        x = self.level(frames.transpose(1, 2)).transpose(1, 2)
        size = x.shape[1] - 4
        x = self.join(torch.cat([x[:, shift : shift + size] for shift in range(5)], 2))
        third = x.shape[1] // 3
        x = self.stride(x[:, : 3 * third].reshape(x.shape[0], third, -1))
        for offsets, layer in zip(self.shape.layers, self.layers, strict=True):
            left = -min(offset for offset in offsets if offset >= NEAR)
            size = x.shape[1] - left - max(offsets)
            far = x[:, :1].expand(-1, max(0, -min(offsets) - left), -1)
            longer, start = torch.cat([far, x], 1), far.shape[1] + left
            joined = torch.cat([longer[:, start + offset : start + offset + size] for offset in offsets], 2)
            x = x[:, left : left + size] + self._varied(layer(joined))
        return self.main(x)

    def _varied(self, x: Tensor) -> Tensor:
        """`x` with each unit made stronger or weaker at random, while the batch norms do not stand still."""
        if not self.training:
            return x
        return x * (1 + VARIATION * (2 * torch.rand(len(x), 1, x.shape[2], device=x.device) - 1))


def padded(frames: Tensor, shape: Shape) -> Tensor:
    """Features with the first and the last frame repeated as far as a network of this shape needs."""
    before, after = frames[:, :1].expand(-1, shape.before, -1), frames[:, -1:].expand(-1, shape.after - 2, -1)
    return torch.cat([before, frames, after], 1)


def folded(net: Net) -> Member:
    """The network as it is written into a model, with every norm folded into the affine map beside it."""
    net = copy.deepcopy(net).eval().cpu().float()
    with torch.no_grad():
        scale = torch.rsqrt(net.level.running_var + net.level.eps)
        offset = -net.level.running_mean * scale
        width = net.join.weight.shape[0]
        first = net.join.weight.reshape(width, 5, 40)
        bias = (first * offset).sum((1, 2))
        layers = [Layer((-2, -1, 0, 1, 2), *_fold((first * scale).reshape(width, -1), bias, net.join.norm), False)]
        layers.append(Layer((-1, 0, 1), *_fold(net.stride.weight, torch.zeros(width), net.stride.norm), False))
        for offsets, layer in zip(net.shape.layers, net.layers, strict=True):
            tens = tuple(3 * offset for offset in offsets)
            narrow = None if layer.narrow is None else layer.narrow.numpy()
            layers.append(Layer(tens, *_fold(layer.weight, torch.zeros(width), layer.norm), True, narrow))
        return layers, (net.main.weight.numpy(), net.main.bias.numpy())


def _fold(weight: Tensor, bias: Tensor, norm: nn.BatchNorm1d) -> AffineMap:
    """The weights and the bias of an affine map and the norm after it, together."""
    scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
    return (weight * scale[:, None]).numpy(), ((bias - norm.running_mean) * scale + norm.bias).numpy()

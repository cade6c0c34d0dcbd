"""The acoustic network: small, convolutional, and looking only 120 ms ahead.

40 cepstra every 10 ms -> five frames joined -> one vector every 30 ms -> residual layers. The first layers look both
ways, the later ones only back, because what lies ahead is delay between a person's "stop" and silence.
"""

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from assistant.hearing.graph import PDFS

BOTH, BACK = (-1, 0, 1), (-2, -1, 0)
LAYERS = (BOTH, BOTH, BOTH, BACK, BACK, BACK, BACK)
"""Offsets of each residual layer, in frames of 30 ms."""
WIDTH = 320
BEFORE = 3 + 3 * sum(-min(layer) for layer in LAYERS)
AFTER = 3 + 3 * sum(max(layer) for layer in LAYERS)
"""Frames of 10 ms the network sees before and after the one it judges."""


def outputs(frames: int) -> int:
    """How many judgements come out of so many frames."""
    return (frames + 2) // 3


class Affine(nn.Module):
    """Joined inputs -> affine -> batch norm -> ReLU; the norm folds into the affine when the model is written."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, inputs) * (1 / inputs) ** 0.5)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, frames: Tensor) -> Tensor:
        batch, time, _ = frames.shape
        return torch.relu(self.norm((frames @ self.weight.T).reshape(batch * time, -1))).reshape(batch, time, -1)


class Net(nn.Module):
    """(batch, BEFORE + 3 * n + AFTER - 2, 40) -> two heads of (batch, n, PDFS)."""

    def __init__(self, width: int = WIDTH) -> None:
        super().__init__()
        self.level = nn.BatchNorm1d(40, affine=False)
        self.join = Affine(200, width)
        self.stride = Affine(3 * width, width)
        self.layers = nn.ModuleList([Affine(3 * width, width) for _ in LAYERS])
        self.drop = nn.Dropout(0.08)
        self.main = nn.Linear(width, PDFS)
        self.side = nn.Linear(width, PDFS)

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        x = self.level(frames.transpose(1, 2)).transpose(1, 2)
        size = x.shape[1] - 4
        x = self.join(torch.cat([x[:, shift : shift + size] for shift in range(5)], 2))
        third = x.shape[1] // 3
        x = self.stride(x[:, : 3 * third].reshape(x.shape[0], third, -1))
        for offsets, layer in zip(LAYERS, self.layers, strict=True):
            left, size = -min(offsets), x.shape[1] - (max(offsets) - min(offsets))
            joined = torch.cat([x[:, left + offset : left + offset + size] for offset in offsets], 2)
            x = x[:, left : left + size] + self.drop(layer(joined))
        return self.main(x), self.side(x)


Folded = tuple[tuple[int, ...], NDArray, NDArray, bool]
"""(offsets in 10 ms frames, weights, bias, residual)"""


def folded(net: Net) -> tuple[list[Folded], tuple[NDArray, NDArray]]:
    """The layers as plain affine maps with every norm folded in, and the output layer."""
    net = net.eval().cpu().float()
    with torch.no_grad():
        scale = torch.rsqrt(net.level.running_var + net.level.eps)
        offset = -net.level.running_mean * scale
        width = net.join.weight.shape[0]
        first = net.join.weight.reshape(width, 5, 40)
        bias = (first * offset).sum((1, 2))
        parts = [((-2, -1, 0, 1, 2), *_fold((first * scale).reshape(width, -1), bias, net.join.norm), False)]
        parts.append(((-1, 0, 1), *_fold(net.stride.weight, torch.zeros(width), net.stride.norm), False))
        for offsets, layer in zip(LAYERS, net.layers, strict=True):
            tens = tuple(3 * one for one in offsets)
            parts.append((tens, *_fold(layer.weight, torch.zeros(width), layer.norm), True))
        return parts, (net.main.weight.numpy(), net.main.bias.numpy())


def _fold(weight: Tensor, bias: Tensor, norm: nn.BatchNorm1d) -> tuple[NDArray, NDArray]:
    scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
    return (weight * scale[:, None]).numpy(), ((bias - norm.running_mean) * scale + norm.bias).numpy()

"""The acoustic network: small, convolutional, and looking only 120 ms ahead.

40 cepstra every 10 ms -> five frames joined -> one vector every 30 ms -> residual layers. The first layers look both
ways, the later ones only back, because what lies ahead is delay between a person's "stop" and silence.
"""

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor, nn

from assistant.hearing.decoding.graph import PDFS
from assistant.hearing.decoding.network import Affinity, Layer, Member

BOTH, BACK = (-1, 0, 1), (-2, -1, 0)
NEAR = -2
"""What lies further back than this is memory."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide the network is, and the offsets of each residual layer, in frames of 30 ms."""

    width: int
    layers: tuple[tuple[int, ...], ...]
    rank: int | None = None
    """Where given, every layer is narrowed to so many numbers before it widens again."""

    @property
    def before(self) -> int:
        """Frames of 10 ms that are joined before the first one judged; what lies further back is held to be like the first."""
        return 3 + 3 * sum(-min(offset for offset in layer if offset >= NEAR) for layer in self.layers)

    @property
    def after(self) -> int:
        """Frames of 10 ms the network sees after the one it judges."""
        return 3 + 3 * sum(max(layer) for layer in self.layers)


SMALL = Shape(320, (BOTH,) * 3 + (BACK,) * 4)
LARGE = Shape(416, SMALL.layers)
"""What training begins with, and what it grows into: 2.6 and 4.3 million parameters. More layers were tried and stayed idle."""
NARROW = Shape(416, (BOTH,) * 3 + tuple((-far, *BACK) for far in (4, 8, 12)) + (BACK,), rank=160)
"""What a copy becomes: cheaper, and it sees 0.9 s back instead of 0.36. 2.7 million parameters."""
DROPOUT = 0.4
"""How much louder or softer the units of a narrowed network may be in training, each for a whole clip."""


def outputs(frames: int) -> int:
    """How many judgements come out of so many frames."""
    return (frames + 2) // 3


class Affine(nn.Module):
    """Joined inputs -> affine -> batch norm -> ReLU; the norm folds into the affine when the model is written."""

    def __init__(self, inputs: int, width: int, rank: int | None = None) -> None:
        super().__init__()
        self.narrow = nn.Parameter(torch.randn(rank, inputs) * (1 / inputs) ** 0.5) if rank else None
        inputs = rank or inputs
        self.weight = nn.Parameter(torch.randn(width, inputs) * (1 / inputs) ** 0.5)
        self.norm = nn.BatchNorm1d(width)

    def forward(self, frames: Tensor) -> Tensor:
        batch, time, _ = frames.shape
        if self.narrow is not None:
            frames = frames @ self.narrow.T
        return torch.relu(self.norm((frames @ self.weight.T).reshape(batch * time, -1))).reshape(batch, time, -1)

    def settle(self, frames: Tensor, bias: Tensor) -> None:
        """Give the norm what makes it do nothing but add `bias`, on the inputs of a training batch."""
        sums = (frames @ self.weight.T).flatten(0, 1)
        mean, variance = sums.mean(0), sums.var(0)
        longer = LENGTH / self.weight.norm(dim=1)
        self.weight *= longer[:, None]
        self.norm.running_mean.copy_(mean * longer)
        self.norm.running_var.copy_(variance * longer**2)
        self.norm.weight.copy_((variance + self.norm.eps / longer**2).sqrt())
        self.norm.bias.copy_(bias + mean)


class Net(nn.Module):
    """(batch, before + 3 * n + after - 2, 40) -> two heads of (batch, n, PDFS)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.level = nn.BatchNorm1d(40, affine=False)
        self.join = Affine(200, width)
        self.stride = Affine(3 * width, width)
        self.layers = nn.ModuleList([Affine(len(offsets) * width, width, shape.rank) for offsets in shape.layers])
        self.main = nn.Linear(width, PDFS)
        self.side = nn.Linear(width, PDFS)

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
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
        return self.main(x), self.side(x)

    def _varied(self, x: Tensor) -> Tensor:
        """In training, each unit as much louder or softer, for a whole clip, as others of a narrowed network may be."""
        if not self.training or not self.shape.rank:
            return x
        return x * (1 + DROPOUT * (2 * torch.rand(len(x), 1, x.shape[2], device=x.device) - 1))

    @classmethod
    def narrowed(cls, wide: Self, shape: Shape) -> Self:
        """A network that begins by judging almost as `wide` does, with layers of lower rank and memories still empty."""
        net = cls(shape)
        with torch.no_grad():
            own = net.state_dict()
            same = {name: old for name, old in wide.state_dict().items() if own[name].shape == old.shape}
            net.load_state_dict(same, strict=False)
            for layer, old in zip(net.layers, wide.layers, strict=True):
                left, scale, right = torch.linalg.svd(old.weight, full_matrices=False)
                root = scale[: shape.rank].sqrt()
                layer.weight.copy_(left[:, : shape.rank] * root)
                layer.narrow.zero_()
                layer.narrow[:, -old.weight.shape[1] :] = root[:, None] * right[: shape.rank]
        return net

    @classmethod
    def grown(cls, small: Self, shape: Shape) -> Self:
        """A larger network that begins by judging almost as `small` does: old parts do not listen to new ones yet."""
        net = cls(shape)
        with torch.no_grad():
            own = net.state_dict()
            for name, old in small.state_dict().items():
                new = own[name]
                if new.shape == old.shape:
                    new.copy_(old)
                elif new.dim() == 1:
                    new[: len(old)] = old
                else:
                    joined = 1 if name in ("main.weight", "side.weight", "join.weight") else 3
                    parts = new.view(len(new), joined, -1)
                    parts[: len(old)] = 0
                    parts[: len(old), :, : old.shape[1] // joined] = old.view(len(old), joined, -1)
        return net

    @classmethod
    def unfolded(cls, member: Member, shape: Shape, frames: Tensor) -> Self:
        """The network with the weights and biases that `folded` gives; its norms are those of `frames`, a batch."""
        net = cls(shape).eval()
        layers, output = member
        parts = [(torch.tensor(layer.weights), torch.tensor(layer.bias)) for layer in layers]
        with torch.no_grad():
            mean, variance = frames.mean((0, 1)), frames.var((0, 1))
            net.level.running_mean.copy_(mean)
            net.level.running_var.copy_(variance)
            first, bias = parts[0]
            parts[0] = (first * (variance + net.level.eps).sqrt().repeat(5), bias + first @ mean.repeat(5))
            hooks = []
            for part, (weight, bias) in zip((net.join, net.stride, *net.layers), parts, strict=True):
                part.weight.copy_(weight)
                hooks.append(part.register_forward_pre_hook(lambda part, given, bias=bias: part.settle(*given, bias)))
            for head in (net.main, net.side):
                head.weight.copy_(torch.tensor(output[0]))
                head.bias.copy_(torch.tensor(output[1]))
            net(frames)
            for hook in hooks:
                hook.remove()
        return net


LENGTH = 4.0
"""Of a unit's weights, which is free before a norm, when a network is taken up again: how fast they turn depends on it."""


def folded(net: Net) -> Member:
    """The network with every norm folded into the affine map before it."""
    net = net.eval().cpu().float()
    with torch.no_grad():
        scale = torch.rsqrt(net.level.running_var + net.level.eps)
        offset = -net.level.running_mean * scale
        width = net.join.weight.shape[0]
        first = net.join.weight.reshape(width, 5, 40)
        bias = (first * offset).sum((1, 2))
        layers = [Layer((-2, -1, 0, 1, 2), *_fold((first * scale).reshape(width, -1), bias, net.join.norm), False)]
        layers.append(Layer((-1, 0, 1), *_fold(net.stride.weight, torch.zeros(width), net.stride.norm), False))
        for offsets, layer in zip(net.shape.layers, net.layers, strict=True):
            tens = tuple(3 * one for one in offsets)
            narrow = None if layer.narrow is None else layer.narrow.numpy()
            layers.append(Layer(tens, *_fold(layer.weight, torch.zeros(width), layer.norm), True, narrow))
        return layers, (net.main.weight.numpy(), net.main.bias.numpy())


def _fold(weight: Tensor, bias: Tensor, norm: nn.BatchNorm1d) -> Affinity:
    scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
    return (weight * scale[:, None]).numpy(), ((bias - norm.running_mean) * scale + norm.bias).numpy()

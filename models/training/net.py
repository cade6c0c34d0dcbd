"""The acoustic network: small, convolutional, and looking only 120 ms ahead.

Its input is 40 cepstra every 10 ms. A first layer joins five frames, a second one makes one vector every 30 ms of
them, and residual layers follow. The first residual layers look both ways and the later ones only back. What the
network needs to see ahead is delay between a person's "stop" and silence.
"""

from dataclasses import dataclass
from typing import Self

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
    rank: int | None = None
    """Where given, every residual layer is narrowed to so many numbers before it widens again."""

    @property
    def before(self) -> int:
        """Frames of 10 ms that the network needs before the first frame it judges, not counting memory."""
        return 3 + 3 * sum(-min(offset for offset in layer if offset >= NEAR) for layer in self.layers)

    @property
    def after(self) -> int:
        """Frames of 10 ms that the network sees after the frame it judges."""
        return 3 + 3 * sum(max(layer) for layer in self.layers)


SMALL = Shape(320, (BOTH,) * 3 + (BACK,) * 4)
"""What the first network begins as, with 2.6 million parameters."""
LARGE = Shape(416, SMALL.layers)
"""What the first network grows into, with 4.3 million parameters. More layers were tried and stayed idle."""
NARROW = Shape(416, (BOTH,) * 3 + tuple((-far, *BACK) for far in (4, 8, 12)) + (BACK,), rank=160)
"""The third network. It has 2.7 million parameters, is cheaper to compute, and sees 0.9 s back instead of 0.36 s."""
VARIATION = 0.4
"""In training each unit of a narrowed network is made stronger or weaker for a whole clip, by up to this share. More of
it keeps the network from learning the clips by heart, and makes learning slower."""
UNIT_LENGTH = 4.0
"""The length of a unit's weights in a network that is read from a model file. The batch norm behind them makes any
length equivalent. But the longer the weights are, the more slowly training turns them."""


def outputs(frames: int) -> int:
    """How many output frames of 30 ms come out of `frames` input frames of 10 ms."""
    return (frames + 2) // 3


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

    def settle(self, frames: Tensor, bias: Tensor) -> None:
        """Set the norm so that on the inputs of this batch it does nothing but add `bias`."""
        sums = (frames @ self.weight.T).flatten(0, 1)
        mean, variance = sums.mean(0), sums.var(0)
        longer = UNIT_LENGTH / self.weight.norm(dim=1)
        self.weight *= longer[:, None]
        self.norm.running_mean.copy_(mean * longer)
        self.norm.running_var.copy_(variance * longer**2)
        self.norm.weight.copy_((variance + self.norm.eps / longer**2).sqrt())
        self.norm.bias.copy_(bias + mean)


class Net(nn.Module):
    """The acoustic network, with two heads: the main one judges, the side one is only used in training."""

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
        self.side = nn.Linear(width, PDFS)

    def forward(self, frames: Tensor) -> tuple[Tensor, Tensor]:
        """(clips, before + 3 * n + after - 2, 40) features -> the scores of both heads, each (clips, n, PDFS)."""
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
        """`x` with each unit made stronger or weaker at random, if this is a narrowed network in training."""
        if not self.training or not self.shape.rank:
            return x
        return x * (1 + VARIATION * (2 * torch.rand(len(x), 1, x.shape[2], device=x.device) - 1))

    @classmethod
    def narrowed(cls, wide: Self, shape: Shape) -> Self:
        """A network with layers of lower rank that at first judges almost as `wide` does.

        Its layers keep the strongest directions of the wide ones. Its memories are still empty.
        """
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
        """A larger network that at first judges almost as `small` does, as its old units ignore the new ones yet."""
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
        """The network that `folded` gave as `member`.

        `frames` is a batch of features, from which its norms are computed.
        """
        net = cls(shape)
        net.eval()
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


def folded(net: Net) -> Member:
    """The network as it is written into a model, with every norm folded into the affine map beside it."""
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
            tens = tuple(3 * offset for offset in offsets)
            narrow = None if layer.narrow is None else layer.narrow.numpy()
            layers.append(Layer(tens, *_fold(layer.weight, torch.zeros(width), layer.norm), True, narrow))
        return layers, (net.main.weight.numpy(), net.main.bias.numpy())


def _fold(weight: Tensor, bias: Tensor, norm: nn.BatchNorm1d) -> AffineMap:
    """The weights and the bias of an affine map and the norm after it, together."""
    scale = norm.weight * torch.rsqrt(norm.running_var + norm.eps)
    return (weight * scale[:, None]).numpy(), ((bias - norm.running_mean) * scale + norm.bias).numpy()

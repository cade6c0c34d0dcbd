"""The networks of a model file in PyTorch: they judge what the new network is to learn."""

from collections.abc import Sequence

import torch
from torch import Tensor

from assistant.hearing.decoding.network import Layer, Member


class Teacher:
    """Several networks, whose judgements add up."""

    def __init__(self, members: Sequence[Member], device: str) -> None:
        """`members` as `read_members` gives them."""
        self.members = [
            ([_on(layer, device) for layer in layers], [torch.tensor(part, device=device) for part in output])
            for layers, output in members
        ]

    def judge(self, frames: Tensor) -> Tensor:
        """(clips, frames, 40) features -> (clips, outputs, scores), as `PhoneNetwork` computes them."""
        with torch.no_grad(), torch.autocast(frames.device.type, torch.bfloat16, enabled=frames.is_cuda):
            each = [_scores(layers, output, frames) for layers, output in self.members]
        return torch.stack(each).sum(0)


def _on(layer: Layer, device: str) -> Layer:
    """The layer with its weights on a device, as PyTorch's linear maps take them."""
    narrow = None if layer.narrow is None else torch.tensor(layer.narrow, device=device)
    return layer._replace(
        weights=torch.tensor(layer.weights, device=device), bias=torch.tensor(layer.bias, device=device), narrow=narrow
    )


def _scores(layers: Sequence[Layer], output: Sequence[Tensor], frames: Tensor) -> Tensor:
    """What one network puts out."""
    every = 1
    for number, layer in enumerate(layers):
        step = 3 if number == 1 else 1  # the first layer joins neighbours, the second leaves every third
        last = frames.shape[1] - 1
        here = torch.arange(0, last + 1, step, device=frames.device)
        shifted = [(here + shift // every).clamp(0, last) for shift in layer.offsets]
        joined = torch.cat([frames[:, places] for places in shifted], 2)
        if layer.narrow is not None:
            joined = torch.nn.functional.linear(joined, layer.narrow)
        out = torch.relu(torch.nn.functional.linear(joined, layer.weights, layer.bias))
        frames = frames + out if layer.residual else out
        every *= step
    return torch.nn.functional.linear(frames, *output).float()

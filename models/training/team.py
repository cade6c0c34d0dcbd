"""Several training processes that work as a team: each computes its part of every step, and they share the gradients.

The environment says how many there are (`WORLD_SIZE`) and which of them this is (`RANK`), as torchrun does. Without
these variables there is only one.
"""

import os

import torch
from torch import distributed, nn


def rank() -> int:
    """The number of this process. Process 0 writes the files."""
    return int(os.environ.get("RANK", "0"))


def size() -> int:
    """How many processes train together."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def join() -> None:
    """Meet the other processes, if there are any."""
    if size() > 1:
        distributed.init_process_group("gloo")


def agreed(number: int) -> int:
    """The number that process 0 gave, in every process."""
    if not distributed.is_initialized():
        return number
    numbers = [number]
    distributed.broadcast_object_list(numbers)
    return numbers[0]


def share_gradients(net: nn.Module) -> None:
    """Give the network of every process the mean of all their gradients. Nothing happens where there is only one."""
    if size() == 1:
        return
    gradients = [weights.grad for weights in net.parameters() if weights.grad is not None]
    together = torch.cat([gradient.flatten() for gradient in gradients]) / size()
    distributed.all_reduce(together)
    for gradient, mean in zip(gradients, together.split([gradient.numel() for gradient in gradients]), strict=True):
        gradient.copy_(mean.view_as(gradient))

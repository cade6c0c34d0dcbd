"""Checkpoints in the work folder, from which an interrupted training goes on."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from training import plan
from training.mmi import Chain
from training.net import Net


def read(file: Path) -> Mapping[str, Any] | None:
    """What `save` wrote, or None when there is no such file."""
    if not file.exists():
        return None
    saved: Mapping[str, Any] = torch.load(file, weights_only=False)
    return saved


def network(saved: Mapping[str, Any]) -> Net:
    """The network of a checkpoint."""
    net = Net(saved["shape"])
    net.load_state_dict(saved["net"])
    return net


def save(
    file: Path, net: Net, optimiser: torch.optim.Optimizer, chains: Sequence[Chain], done: tuple[int, int]
) -> None:
    """Write a checkpoint; `done` are the passes and the steps that are behind it."""
    passes, steps = done
    progress = {"pass": passes, "step": steps, "chains": chains}
    _write(file, {"net": net.state_dict(), "shape": net.shape, "optimiser": optimiser.state_dict(), **progress})


def save_snapshot(work: Path, net: Net) -> None:
    """Keep the first network as it is now."""
    _write(work / f"{plan.SNAPSHOT}.pt", {"net": net.state_dict(), "shape": net.shape})


def snapshot(work: Path) -> Net:
    """The snapshot of the first network."""
    return network(torch.load(work / f"{plan.SNAPSHOT}.pt", weights_only=False))


def _write(file: Path, state: Mapping[str, Any]) -> None:
    """Write a file under another name and rename it, so that it is there as a whole or not at all."""
    draft = file.with_suffix(".tmp")
    torch.save(state, draft)
    draft.rename(file)

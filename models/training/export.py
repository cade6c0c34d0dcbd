"""The trained networks -> the model folder, and the learning curve as a picture."""

import json
import sys
from pathlib import Path

import torch

from training.augment import WORDS_FROM
from training.net import Net, folded
from training.nnet3 import SHARES, write_model
from training.train import GROWS_AT, KEPT_AT, STILL, kept, load


def export(net: Net, model: Path, work: Path) -> None:
    """Write the acoustic model, `net` and the copy that was kept, into `model` and draw `learning-curve.png` beside it."""
    write_model(model, [folded(net), folded(kept(work))], SHARES)
    draw(work / "curve.jsonl", model / "learning-curve.png")


def draw(curve: Path, picture: Path) -> None:
    """The loss after each pass."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = [json.loads(line) for line in curve.read_text().splitlines()]
    figure, axes = pyplot.subplots(figsize=(7, 3.2), layout="constrained")
    later = [row for row in rows if row["pass"] > 1]
    axes.plot([row["pass"] for row in later], [row["loss"] for row in later], marker="o", markersize=3)
    stages = (
        (WORDS_FROM, "more single words"), (GROWS_AT, "network grows"), (KEPT_AT, "a copy is kept"),
        (rows[-1]["pass"] - STILL, "norms stand still"),
    )  # fmt: skip
    for at, what in stages:
        axes.axvline(at + 0.5, color="grey", linestyle=":")
        axes.annotate(what, (at + 0.5, max(row["loss"] for row in later)), rotation=90, va="top", ha="right", fontsize=8)
    axes.set(xlabel="pass over freshly augmented data", ylabel="LF-MMI loss per frame (running mean)")
    axes.grid(alpha=0.3)
    figure.savefig(picture, dpi=110)


if __name__ == "__main__":
    checkpoint = torch.load(Path(sys.argv[1]) / "checkpoint.pt", weights_only=False)
    export(load(checkpoint), Path(sys.argv[2]), Path(sys.argv[1]))

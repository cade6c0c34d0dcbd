"""Write the trained network into the model's folder, and draw its learning curve."""

import json
from pathlib import Path

from assistant.hearing.decoding.network import Member
from training.nnet3 import write_model
from training.train import NORMS_STAND


def export(network: Member, model: Path, work: Path) -> None:
    """Write the acoustic model into the folder `model`, and `learning-curve.png` beside it."""
    write_model(model, network)
    draw(work / "curve.jsonl", model / "learning-curve.png")


def draw(curve: Path, picture: Path) -> None:
    """Draw the two parts of the loss over the steps."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    rows = [json.loads(line) for line in curve.read_text().splitlines()]
    steps = [row["step"] for row in rows]
    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    for name, label in (("taught", "how far from the teacher"), ("said", "LF-MMI")):
        axes.plot(steps, [row[name] for row in rows], label=label)
    axes.axvline(NORMS_STAND * steps[-1], color="grey", linestyle=":", label="batch norms stand still")
    axes.set(xlabel="steps, each over freshly changed clips", ylabel="an output frame", yscale="log")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(picture, dpi=110)
    plt.close(figure)

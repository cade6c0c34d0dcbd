"""Write the trained networks into the model's folder, and draw their learning curves."""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.hearing.decoding.network import Member
from training import plan
from training.augment import WORDS_FROM
from training.nnet3 import SHARES, write_model


def export(members: Sequence[Member], model: Path, work: Path) -> None:
    """Write the acoustic model into the folder `model`, and `learning-curve.png` beside it."""
    write_model(model, members, SHARES)
    draw(work, model / "learning-curve.png")


def draw(work: Path, picture: Path) -> None:
    """Draw the loss after each pass of the networks whose learning curve is in `work`."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    top = 0.0
    for name, label in ((plan.FIRST_NETWORK, "first network"), (plan.THIRD_NETWORK, "third network")):
        if not (curve := work / f"{name}.jsonl").exists():
            continue
        rows = [json.loads(line) for line in curve.read_text().splitlines()]
        later = [row for row in rows if row["pass"] > 1]
        losses = [row["loss"] for row in later]
        (line,) = axes.plot([row["pass"] for row in later], losses, marker="o", markersize=3, label=label)
        axes.axvline(rows[-1]["pass"] - plan.FROZEN_NORM_PASSES + 0.5, color=line.get_color(), linestyle=":")
        top = max(top, *losses)
    events = (
        (WORDS_FROM, "more single words"),
        (plan.GROWS_AT, "network grows"),
        (plan.SNAPSHOT_AT, "snapshot is kept"),
    )
    for at, what in events:
        axes.axvline(at + 0.5, color="grey", linestyle=":")
        axes.annotate(what, (at + 0.5, top), rotation=90, va="top", ha="right", fontsize=8)
    axes.set(xlabel="pass over freshly augmented data (dotted in a network's colour: its norms stand still)")
    axes.set(ylabel="LF-MMI loss per frame (running mean)")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(picture, dpi=110)

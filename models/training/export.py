"""The trained networks -> the model folder, and their learning curves as a picture."""

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.hearing.decoding.network import Member
from training.augment import WORDS_FROM
from training.nnet3 import SHARES, write_model
from training.train import GROWS_AT, KEPT_AT, MEMORY, STILL, WIDE


def export(members: Sequence[Member], model: Path, work: Path) -> None:
    """Write the acoustic model into `model` and draw `learning-curve.png` beside it."""
    write_model(model, members, SHARES)
    draw(work, model / "learning-curve.png")


def draw(work: Path, picture: Path) -> None:
    """The loss of each trained network after each pass, of those whose curve is in `work`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 3.2), layout="constrained")
    top = 0.0
    for name, label in ((WIDE, "first network"), (MEMORY, "the one with a memory")):
        if not (curve := work / f"{name}.jsonl").exists():
            continue
        rows = [json.loads(line) for line in curve.read_text().splitlines()]
        later = [row for row in rows if row["pass"] > 1]
        losses = [row["loss"] for row in later]
        (line,) = axes.plot([row["pass"] for row in later], losses, marker="o", markersize=3, label=label)
        axes.axvline(rows[-1]["pass"] - STILL + 0.5, color=line.get_color(), linestyle=":")
        top = max(top, *losses)
    for at, what in ((WORDS_FROM, "more single words"), (GROWS_AT, "network grows"), (KEPT_AT, "a copy is kept")):
        axes.axvline(at + 0.5, color="grey", linestyle=":")
        axes.annotate(what, (at + 0.5, top), rotation=90, va="top", ha="right", fontsize=8)
    axes.set(xlabel="pass over freshly augmented data (dotted in a network's colour: its norms stand still)")
    axes.set(ylabel="LF-MMI loss per frame (running mean)")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(picture, dpi=110)

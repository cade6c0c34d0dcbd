"""The pictures that the hearing benchmark writes into docs/."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from benchmarks.hearing.synthetic import Confusion
from benchmarks.shared import DOCS
from benchmarks.table import Row


def draw_noise(rows: Sequence[Row]) -> None:
    """Draw how the share of words heard right falls with noise."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    levels: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in rows:
        kind, level = row.name.removeprefix("command words, ").split(" at ")
        levels[kind].append((int(level.split()[0]), 100 * row.share))
    figure, axes = plt.subplots(figsize=(6, 4))
    for kind, points in levels.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=kind)
    axes.invert_xaxis()
    axes.set(xlabel="dB between the loudest frames of word and noise", ylabel="% right", ylim=(0, 101))
    axes.set_title("Command words by people never met, in the state's grammar", fontsize=9)
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(DOCS / "hearing.png", dpi=110, bbox_inches="tight")


def draw_confusion(confusion: Confusion) -> None:
    """Draw which intent is taken for which."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    names = sorted({name for pair in confusion for name in pair})
    matrix = np.array([[confusion[said, heard] for heard in names] for said in names], float)
    matrix /= np.maximum(1, matrix.sum(1, keepdims=True))
    figure, axes = plt.subplots(figsize=(11, 11))
    axes.imshow(matrix, cmap="Blues")
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="heard", ylabel="said", title="Synthetic voices never met, all phrases in the grammar")
    figure.savefig(DOCS / "confusion.png", dpi=90, bbox_inches="tight")

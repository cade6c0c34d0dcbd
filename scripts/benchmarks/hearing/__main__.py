"""Measure the recogniser: `scripts/bench hearing MATERIAL [--model NAME]`.

MATERIAL is a folder with speech/ (recordings and index.tsv) and noise/, as for training, and dev/coffee/. Every row has
its number of clips and speakers and a 95 % interval (Wilson, over clips). Writes docs/hearing.json, hearing.png and
confusion.png.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.app import App
from assistant.settings import Settings, model_folder
from benchmarks.hearing import pictures
from benchmarks.hearing.alarms import Alarms, false_alarms
from benchmarks.hearing.baseline import side_by_side
from benchmarks.hearing.beside import beside
from benchmarks.hearing.coffee import coffee
from benchmarks.hearing.costs import costs
from benchmarks.hearing.cuts import cuts
from benchmarks.hearing.enrolled import enrolling
from benchmarks.hearing.noises import noises
from benchmarks.hearing.people import commands, in_noise
from benchmarks.hearing.synthetic import Confusion, all_phrases, safety
from benchmarks.recordings import people
from benchmarks.shared import DOCS
from benchmarks.table import HEADER, Row
from benchmarks.tested import TestedListener

PARTS = "commands cuts noise safety beside synthetic enrol alarms coffee baseline costs"


def main() -> None:
    """Measure what was asked for, print it, and write it into docs/."""
    asked = _arguments()
    parts = asked.only.split() or PARTS.split()
    settings = Settings(model=asked.model)
    app = App.open(settings)
    tested = TestedListener(app)
    clips = people(asked.material)
    noise = noises(asked.material, clips)
    confusion: Confusion = Counter()
    measures: dict[str, Callable[[], list[Row]]] = {
        "commands": lambda: commands(tested, clips),
        "cuts": lambda: cuts(tested, clips, model_folder(settings)),
        "noise": lambda: in_noise(tested, clips, noise),
        "safety": lambda: safety(tested, noise),
        "beside": lambda: beside(tested, app, asked.material),
        "synthetic": lambda: all_phrases(tested, confusion),
        "enrol": lambda: enrolling(tested, asked.material, model_folder(settings), app.cache, clips),
        "coffee": lambda: coffee(asked.material, settings, app.cache, noise),
        "baseline": lambda: side_by_side(tested, clips),
    }
    print(HEADER)
    rows = {name: measure() for name, measure in measures.items() if name in parts}
    alarms = false_alarms(tested, asked.material, clips) if "alarms" in parts else []
    figures = costs(app, tested, clips) if "costs" in parts else {}
    print(figures)
    if not asked.dry:
        write(rows, alarms, figures, whole=not asked.only)
        if "noise" in rows:
            pictures.draw_noise(rows["noise"])
        if confusion:
            pictures.draw_confusion(confusion)


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench hearing", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--model", default="limber-en")
    parser.add_argument("--only", default="", help=f"some of: {PARTS}")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    return parser.parse_args()


def write(rows: dict[str, list[Row]], alarms: Sequence[Alarms], figures: dict[str, float], *, whole: bool) -> None:
    """Write docs/hearing.json. Unless the `whole` was measured, what was not measured now is kept.

    Its "older" are the parts that were measured with an earlier model, and not since.
    """
    DOCS.mkdir(exist_ok=True)
    file = DOCS / "hearing.json"
    kept = file.exists() and not whole
    data = json.loads(file.read_text(encoding="utf-8")) if kept else {"rows": {}, "alarms": []}
    data["rows"] |= {name: [asdict(row) for row in each] for name, each in rows.items()}
    data["alarms"] = alarms or data["alarms"]
    measured = {*rows, *(["alarms"] if alarms else []), *(["costs"] if figures else [])}
    data["older"] = [name for name in data.get("older", []) if name not in measured]
    data |= figures
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

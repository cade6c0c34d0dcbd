"""Measure the recogniser: `scripts/bench hearing MATERIAL [--model NAME]`.

MATERIAL is a folder with speech/ (recordings and index.tsv) and noise/, as for training, and dev/coffee/. Every row has
its number of clips and speakers and a 95 % interval (Wilson, over clips). Writes docs/hearing.json, hearing.png and
confusion.png.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
        "baseline": lambda: side_by_side(tested, clips, app.language),
    }
    print(HEADER)
    figures = Figures(whole=not asked.only, dry=asked.dry)
    for name in (name for name in measures if name in parts):
        figures.add_rows(name, measures[name]())
    if "alarms" in parts:
        for alarms in false_alarms(tested, asked.material, clips, asked.kind):
            figures.add_alarms(alarms)
    if "costs" in parts:
        figures.add_costs(costs(app, tested, clips))
    if confusion and not asked.dry:
        pictures.draw_confusion(confusion)


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench hearing", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--model", default="limber-en")
    parser.add_argument("--only", default="", help=f"some of: {PARTS}")
    parser.add_argument("--kind", default="", help="alarms: only in the kinds of sound whose name holds this")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    return parser.parse_args()


class Figures:
    """What docs/hearing.json holds. It is written again and again, as the whole takes hours."""

    def __init__(self, *, whole: bool, dry: bool) -> None:
        """Unless the `whole` is measured, what is not measured now is kept; `dry`: nothing is written.

        "older" are the parts that were measured with an earlier model or earlier rules, and not since.
        """
        self._file, self._dry = DOCS / "hearing.json", dry
        kept = self._file.exists() and not whole
        self._data = json.loads(self._file.read_text(encoding="utf-8")) if kept else {"rows": {}, "alarms": []}

    def add_rows(self, part: str, rows: Sequence[Row]) -> None:
        """The rows of a part."""
        self._data["rows"][part] = [asdict(row) for row in rows]
        self._write(part)
        if part == "noise" and not self._dry:
            pictures.draw_noise(rows)

    def add_alarms(self, alarms: Alarms) -> None:
        """The false alarms in one kind of sound."""
        others = [each for each in self._data["alarms"] if each["name"] != alarms["name"]]
        self._data["alarms"] = [*others, alarms]
        self._write("alarms")

    def add_costs(self, figures: Mapping[str, float]) -> None:
        """What it costs."""
        print(figures)
        self._data |= dict(figures)
        self._write("costs")

    def _write(self, part: str) -> None:
        self._data["older"] = [name for name in self._data.get("older", []) if name != part]
        if not self._dry:
            DOCS.mkdir(exist_ok=True)
            self._file.write_text(json.dumps(self._data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

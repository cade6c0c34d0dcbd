"""Measure how we are heard over our own voice: `scripts/bench room MATERIAL [--commands N] [--minutes M]`.

MATERIAL is a folder with speech/ and noise/, as for training. People who were never trained on speak commands over our
narration, in simulated rooms in which the near-end network was not trained. The same recogniser is measured without
echo, without a canceller, and with WebRTC's AEC3 alone. Writes docs/room.json; with `--voice NAME` another voice speaks
for us, and nothing is written. `scripts/bench room_live` measures the
whole program.
"""

import argparse
import json
import random
from dataclasses import asdict
from pathlib import Path

from assistant.app import App
from assistant.settings import Settings
from benchmarks.recordings import people
from benchmarks.room.alone import alone
from benchmarks.room.our_voice import counts, talks
from benchmarks.room.places import made_up
from benchmarks.room.trials import AFTER_S, BEFORE_S, SPREAD_S, Bench, over_our_voice, trials
from benchmarks.shared import DOCS
from benchmarks.table import HEADER, Row
from benchmarks.tested import STATES, TestedListener

RATIOS = (0, 10, 20)
"""The levels of the echo above the person, in dB."""
COUNTED_RATIO = 10
"""The level of the echo when we count, in dB above the person."""


def main() -> None:
    """Measure, print, and write into docs/."""
    asked = _arguments()
    app = App.open(Settings(voice=asked.voice))
    bench = Bench(TestedListener(app))
    clips = [clip for clip in people(asked.material) if clip.text in STATES]
    random.Random(2).shuffle(clips)
    clips = clips[: asked.commands]
    places = made_up(asked.material)
    told = talks(app, BEFORE_S + SPREAD_S + AFTER_S)
    rows: list[Row] = []
    for ratio in asked.ratios:
        name = f"over narration, echo {ratio} dB above the user"
        rows += over_our_voice(bench, name, trials(bench, clips, places, told, ratio))
    counted = counts(app, told)
    name = f"over a count, echo {COUNTED_RATIO} dB above"
    rows += over_our_voice(bench, name, trials(bench, clips, places, counted, COUNTED_RATIO))
    print(HEADER)
    for row in rows:
        print(row)
    quiet = alone(bench, app, places, asked.minutes)
    print(f"narration that says every command, nobody there: {quiet}")
    if not asked.dry and asked.voice == Settings().voice:
        data = {"rows": [asdict(row) for row in rows], "alone": quiet}
        (DOCS / "room.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench room", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--commands", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--ratios", type=int, nargs="+", default=RATIOS, help="dB of the echo above the user")
    parser.add_argument("--voice", default=Settings().voice, help="who speaks for us; another one is only printed")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    return parser.parse_args()


if __name__ == "__main__":
    main()

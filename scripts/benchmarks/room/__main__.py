"""Measure how we are heard over our own voice: `scripts/bench room MATERIAL [--commands N] [--minutes M]`.

MATERIAL is a folder with speech/ and noise/, as for training. People who were never trained on speak commands over our
narration, in simulated rooms in which the near-end network was not trained. The same recogniser is measured without
echo, without a canceller, and with WebRTC's AEC3 alone. Writes docs/room.json. `scripts/bench room_live` measures the
whole program.
"""

import argparse
import json
import random
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.app import App
from assistant.settings import Settings
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import people, sound_of
from benchmarks.room.alone import alone
from benchmarks.room.our_voice import counting, our_sentences
from benchmarks.room.trials import AFTER_S, BEFORE_S, SPREAD_S, Bench, Places, over_our_voice, trials
from benchmarks.shared import DOCS
from benchmarks.table import HEADER, Row
from benchmarks.tested import STATES
from training.rooms import make_room, narration

RATIOS = (0, 10, 20)
"""The levels of the echo above the person, in dB."""
COUNTED_RATIO = 10
"""The level of the echo when we count, in dB above the person."""
ROOMS = 12
"""How many made-up rooms there are."""
FIRST_ROOM = 90_000
"""The seed of the first room. The network's training uses lower ones."""
TALKS = 24
"""How many different narrations there are."""
COUNT_FROM_S = 5.0
"""Seconds of narration before a count begins."""


def main() -> None:
    """Measure, print, and write into docs/."""
    asked = _arguments()
    app = App.open(Settings())
    bench = Bench(app)
    clips = [clip for clip in people(asked.material) if clip.text in STATES]
    random.Random(2).shuffle(clips)
    clips = clips[: asked.commands]
    places = _places(asked.material)
    ours = [sound for _, sound in our_sentences(app)]
    length = BEFORE_S + SPREAD_S + AFTER_S
    talks = [narration(ours, length, np.random.default_rng(number)) for number in range(TALKS)]
    rows: list[Row] = []
    for ratio in asked.ratios:
        name = f"over narration, echo {ratio} dB above the user"
        rows += over_our_voice(bench, name, trials(bench, clips, places, talks, ratio))
    told = int(COUNT_FROM_S * INPUT_RATE)
    counted = [np.concatenate([talk[:told], counting(app, length - COUNT_FROM_S)]) for talk in talks]
    name = f"over a count, echo {COUNTED_RATIO} dB above"
    rows += over_our_voice(bench, name, trials(bench, clips, places, counted, COUNTED_RATIO))
    print(HEADER)
    for row in rows:
        print(row)
    quiet = alone(bench, app, places, asked.minutes)
    print(f"narration that says every command, nobody there: {quiet}")
    if not asked.dry:
        data = {"rows": [asdict(row) for row in rows], "alone": quiet}
        (DOCS / "room.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="scripts/bench room", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--commands", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--ratios", type=int, nargs="+", default=RATIOS, help="dB of the echo above the user")
    parser.add_argument("--dry", action="store_true", help="write nothing into docs/")
    return parser.parse_args()


def _places(material: Path) -> Places:
    """Made-up rooms, and the halves of two recordings of a kitchen that the network's training did not hear."""
    rooms = [make_room(np.random.default_rng(FIRST_ROOM + number)) for number in range(ROOMS)]
    sounds = [sound_of(material / f"noise/household_{name}.opus") for name in ("kitchen", "doing_the_dishes")]
    return Places(rooms, np.concatenate([sound[len(sound) // 2 :] for sound in sounds]))


if __name__ == "__main__":
    main()

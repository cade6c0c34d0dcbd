"""Measure standby: `scripts/bench standby MATERIAL [--only PARTS]`.

MATERIAL is the same as for `hearing`. `wakes`: calls of neural voices that training never met. `alarms`: hours of sound
in which nobody calls, with openWakeWord's engine beside ours. `sessions`: the memory of fifty sessions in a row. Writes
docs/standby.json.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from assistant.app import App
from assistant.settings import Settings
from benchmarks.shared import DOCS
from benchmarks.standby.ears import OpenWakeWord, OurEar
from benchmarks.standby.sessions import fifty
from benchmarks.standby.sounds import kinds, stream
from benchmarks.standby.wakes import wakes

OTHER = "okay_nabu"
"""The wake word of openWakeWord's that it is measured with: nobody says it in the material."""


def alarms(app: App, material: Path, only: str) -> dict[str, dict[str, object]]:
    """How often each ear woke in each kind of sound whose name holds `only`."""
    found: dict[str, dict[str, object]] = {}
    for name, sounds in kinds(material).items():
        if only not in name:
            continue
        ours, other, words, times = OurEar(app), OpenWakeWord(OTHER), [], 0
        for sound in tqdm(stream(sounds()), desc=name, leave=False):
            words += [heard.words for heard in ours.hear(sound)]
            times += other.hear(sound)
        found[name] = {
            "hours": ours.heard_s / 3600, "ours": len(words), "words": words, "other": times,
            "share": ours.needed_s / ours.heard_s, "other_share": other.needed_s / ours.heard_s,
        }  # fmt: skip
        print(name, found[name], flush=True)
    return found


def main() -> None:
    """Measure what was asked for, and write it into docs/; what was not measured now is kept."""
    parser = argparse.ArgumentParser(prog="scripts/bench standby", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--only", default="wakes alarms sessions", help="some of: wakes alarms sessions")
    parser.add_argument("--kind", default="", help="only the kinds of sound whose name holds this")
    asked = parser.parse_args()
    app = App.open(Settings(model="limber-en"))
    file = DOCS / "standby.json"
    data = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    parts = asked.only.split()
    if "wakes" in parts:
        data["wakes"] = [asdict(row) for row in wakes(app, asked.material)]
    if "alarms" in parts:
        data["alarms"] = data.get("alarms", {}) | alarms(app, asked.material, asked.kind)
    if "sessions" in parts:
        data["sessions"] = fifty()
        print(data["sessions"])
    file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

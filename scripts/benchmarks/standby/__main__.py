"""Measure standby: `scripts/bench standby MATERIAL [--only PARTS]`.

MATERIAL is the same as for `hearing`. `wakes`: calls of neural voices that training never met. `alarms`: hours of sound
in which nobody calls, with openWakeWord's engine beside ours. `sessions`: the memory of fifty sessions in a row. Writes
docs/standby.json.
"""

import argparse
import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.app import App
from assistant.hearing.echo.separator import IDLE_S
from assistant.settings import Settings
from assistant.words.units import INPUT_RATE
from benchmarks.shared import DOCS
from benchmarks.standby.ears import OpenWakeWord, OurEar
from benchmarks.standby.sessions import fifty
from benchmarks.standby.sounds import kinds, stream
from benchmarks.standby.wakes import WHERE, wakes

PARTS = "wakes alarms share sessions"
OTHER = "okay_nabu"
"""The wake word of openWakeWord's that it is measured with: nobody says it in the material."""


def alarms(app: App, material: Path, only: str, minutes: float) -> Iterator[tuple[str, dict[str, object]]]:
    """How often each ear woke in so many minutes at the most of each kind of sound whose name begins with `only`.

    What was found so far is given after each recording, as hours may be more than there is time for.
    """
    for name, sounds in kinds(material).items():
        if not name.startswith(only):
            continue
        ours, other, words, times = OurEar(app), OpenWakeWord(OTHER), [], 0
        for sound in tqdm(stream(sounds()), desc=name, leave=False):
            words += [heard.words for heard in ours.hear(sound)]
            times += other.hear(sound)
            yield name, {
                "hours": ours.heard_s / 3600, "ours": len(words), "words": words, "other": times,
                "other_share": other.needed_s / other.heard_s,
            }  # fmt: skip
            if ours.heard_s >= 60 * minutes:
                break
        print(f"{name}: {ours.heard_s / 3600:.2f} h, woken by {words}, openWakeWord {times} times", flush=True)


def share(app: App, material: Path) -> dict[str, dict[str, float]]:
    """What standby takes of a core, with its echo canceller and without, in talk and in the quiet of a room."""
    talk = list(itertools.islice(stream(kinds(material)["sentences of people never met"]()), 40))
    quiet = np.random.default_rng(1).standard_normal(60 * INPUT_RATE).astype(np.float32) * np.float32(1e-3)
    found: dict[str, dict[str, float]] = {}
    for cancels in (True, False):
        found["with" if cancels else "without"] = shares = {}
        for name, sound in (("talk", np.concatenate(talk)), ("quiet", quiet)):
            ear = OurEar(app)
            if cancels:
                ear.over("")
            ear.hear(quiet[: round(1.5 * IDLE_S) * INPUT_RATE])
            ear.heard_s = ear.needed_s = 0.0
            ear.hear(sound)
            shares[name] = ear.needed_s / ear.heard_s
            print(f"{'with' if cancels else 'without'} canceller, {name}: {100 * shares[name]:.1f} %", flush=True)
    return found


def main() -> None:
    """Measure what was asked for, and write it into docs/; what was not measured now is kept."""
    parser = argparse.ArgumentParser(prog="scripts/bench standby", description=__doc__)
    parser.add_argument("material", type=Path)
    parser.add_argument("--only", default=PARTS, help=f"some of: {PARTS}")
    parser.add_argument("--kind", default="", help="only the kinds of sound, and calls, whose name begins so")
    parser.add_argument("--minutes", type=float, default=600, help="of each kind, at the most")
    asked = parser.parse_args()
    names = (*WHERE, *kinds(asked.material))
    if not any(name.startswith(asked.kind) for name in names):
        parser.error(f"no kind of sound begins with '{asked.kind}'; there are: {'; '.join(names)}")
    app = App.open(Settings(model="limber-en"))
    file = DOCS / "standby.json"
    data = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    parts = asked.only.split()

    def write() -> None:
        file.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")

    if "wakes" in parts:
        for row in wakes(app, asked.material, asked.kind):
            others = [each for each in data.get("wakes", []) if each["name"] != row.name]
            data["wakes"] = [*others, asdict(row)]
            write()
    if "alarms" in parts:
        for name, found in alarms(app, asked.material, asked.kind, asked.minutes):
            data.setdefault("alarms", {})[name] = found
            write()
    if "share" in parts:
        data["share"] = share(app, asked.material)
        write()
    if "sessions" in parts:
        data["sessions"] = []
        for memory_mb in fifty():
            data["sessions"].append(memory_mb)
            write()
        print(data["sessions"])


if __name__ == "__main__":
    main()

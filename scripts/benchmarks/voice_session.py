"""What a session costs with each voice: how soon its first word comes, how long a sentence takes, its work and memory.

Each session runs in a process of its own, without devices and without an ear, as fast as it can. It runs twice with a
voice: at first nothing is there, then everything is. Work is the processor's time of all its processes.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from assistant.app import App
from assistant.coach.person import cleared
from assistant.running.performance import Performance
from assistant.running.voices import prepared_store
from assistant.settings import Settings, voice_file
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import load_profile
from assistant.words.cues import Cue
from assistant.words.events import Begin, Heard
from assistant.words.units import OUTPUT_RATE
from benchmarks.shared import most_mb

ROUTINE = "office_micro"
BLOCK_S = 0.02
READY_AFTER_S = 4.0
"""Seconds after which the person says that they are ready, where the session waits for it."""
COLUMNS = (
    "", "", "first word after the start", "a sentence, half of them", "95 of 100", "work for a minute", "memory",
    "its largest process beside it",
)  # fmt: skip


class Held:
    """One session with a voice; `begun` is when its process was started, by the clock that all processes share."""

    def __init__(self, name: str, begun: float) -> None:
        self._begun, self.took, self.texts = begun, list[float](), list[str]()
        self.first_word_s = 0.0
        app = App.open(Settings(model="limber-en", voice=name))
        library = app.library()
        parts = app.parts(library, library.routines[ROUTINE], cleared(library.screening))
        self._performance = Performance(parts, submit=self._submit)

    def run(self) -> dict[str, Any]:
        """Run it to its end; returns what was measured."""
        performance, waited_s = self._performance, 0.0
        performance.take(Begin())
        while not performance.over:
            block = performance.mixer.render(round(BLOCK_S * OUTPUT_RATE))
            if not self.first_word_s and self.texts and block.any():
                self.first_word_s = time.monotonic() - self._begun
            performance.wake()
            awaited = performance.mixer.idle() and performance.coach.view().awaited
            waited_s = waited_s + BLOCK_S if awaited else 0.0
            if waited_s > READY_AFTER_S:
                waited_s = 0.0
                performance.take(Heard("start", (), "ready"))
        performance.voice.close()
        ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        work = sum(each.ru_utime + each.ru_stime for each in (ours, theirs))
        return {
            "texts": self.texts,
            "first_word_s": self.first_word_s,
            "took": self.took,
            "work_s": work / performance.now * 60,
            "own_mb": most_mb(),
            "child_mb": theirs.ru_maxrss / 1024,
        }

    def _submit(self, cue: Cue, epoch: int) -> None:
        begun = time.perf_counter()
        self._performance.add(cue, epoch)
        if cue.channel != "chime" and cue.text:
            self.took.append(time.perf_counter() - begun)
            self.texts.append(cue.text)


def session_rows(names: Sequence[str], folder: Path) -> Iterator[str]:
    """The lines of the table."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * len(COLUMNS)}"
    for name in names:
        home = folder / f"session-{name}"
        first = _held(name, home)
        yield _row(name, "nothing is there", first)
        profile = load_profile(voice_file(name))
        if not profile.at_once:
            os.environ["XDG_DATA_HOME"] = str(home / "data")
            store = prepared_store(profile)
            texts = tuple(dict.fromkeys(first["texts"]))
            for _ in prepared(profile, store, store.missing(texts)):
                pass
        yield _row(name, "everything is there", _held(name, home))


def _held(name: str, home: Path) -> dict[str, Any]:
    places = {f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("data", "cache", "config", "state")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.voice_session", name, str(time.monotonic())],
        capture_output=True, text=True, check=True, env={**os.environ, **places},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _row(name: str, how: str, found: dict[str, Any]) -> str:
    took = sorted(found["took"])
    cells = [f"`{name}`", how, f"{found['first_word_s']:.2f} s", f"{1000 * median(took):.0f} ms"]
    cells += [f"{1000 * took[int(0.95 * len(took))]:.0f} ms", f"{found['work_s']:.1f} s"]
    cells += [f"{found['own_mb']:.0f} MB", f"{found['child_mb']:.0f} MB"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(json.dumps(Held(sys.argv[1], float(sys.argv[2])).run()))

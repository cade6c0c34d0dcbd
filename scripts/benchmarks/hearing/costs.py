"""What the recogniser costs: time, memory, disk space, and the delay until a word is decided on."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

import numpy as np

from assistant.app import App
from assistant.settings import model_folder
from assistant.words.events import Heard
from assistant.words.units import INPUT_RATE
from benchmarks.recordings import Clip
from benchmarks.tested import AROUND_CLIP_S, STATES, TestedListener, padded
from training.clips import MARGIN, RATE

QUIET_AFTER_S = 2.0
"""Seconds of quiet after a word whose delay is measured. It is long enough for the utterance to end by itself."""
ALONE = """
import json, time
from assistant.app import App
from assistant.settings import Settings
from benchmarks.shared import most_mb

def load():
    begun = time.monotonic()
    app.recogniser()
    return round(time.monotonic() - begun, 2)

app = App.open(Settings(model=%r))
compile_s = load()
memory_mb = round(most_mb())
print(json.dumps({"compile_s": compile_s, "load_s": load(), "memory_mb": memory_mb}))
"""
"""A process that does nothing but make the recogniser twice. The first time there is nothing in the cache."""


def delays(tested: TestedListener, clips: Sequence[Clip]) -> list[float]:
    """Seconds from the end of a word to the decision, for each command word that is heard right."""
    found = []
    for clip in clips:
        if clip.text in STATES:
            tested.listener.listen_for(tested.state(STATES[clip.text]))
            events = tested.listener.hear(padded(clip.sound, QUIET_AFTER_S))
            decided = [(at, event) for at, event in events if isinstance(event, Heard)]
            if tested.right(clip.text, [heard for _, heard in decided]):
                at = decided[-1][0]
                found.append(at - AROUND_CLIP_S - len(clip.sound) / INPUT_RATE + MARGIN / RATE)
    return found


def costs(app: App, tested: TestedListener, clips: Sequence[Clip]) -> dict[str, float]:
    """Time, memory, size and delay; the speed when anything was heard before in this run."""
    with tempfile.TemporaryDirectory() as fresh:
        line = [sys.executable, "-c", ALONE % app.settings.model]
        env = {**os.environ, "XDG_CACHE_HOME": fresh}
        printed = subprocess.run(line, check=True, capture_output=True, text=True, env=env).stdout
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    files = [path for path in model_folder(app.settings).rglob("*") if path.is_file()]
    found["model_mb"] = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    if tested.heard_s:
        found["real_time_factor"] = round(tested.needed_s / tested.heard_s, 4)
    late = delays(tested, clips)
    found["delay_median_s"] = round(float(np.median(late)), 3)
    found["delay_p95_s"] = round(float(np.percentile(late, 95)), 3)
    return found

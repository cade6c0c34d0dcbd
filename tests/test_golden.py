"""Whole sessions as tables of cues, so that a change of what is said when can be read in a diff.

Sounds are silent and as long as their text; everything else is real. After a change that is meant:
LIMBER_WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/test_golden.py
"""

import os
from pathlib import Path

import numpy as np
import pytest

from assistant.app import App
from assistant.events import Begin, Heard
from assistant.settings import Settings
from assistant.units import OUTPUT_RATE
from tests.support.drive import library

GOLDEN = Path(__file__).parent / "golden"
BLOCK = OUTPUT_RATE // 20
SECOND_A_CHARACTER = 0.06
LINES = {
    "floor_only_gentle": [],
    "morning_nine": [(60, Heard("start")), (130, Heard("easier")), (200, Heard("hurts", (("area", "wrist"),))),
                     (212, Heard("number", (("number", "7"),))), (222, Heard("yes"))],
}  # fmt: skip


def session(name):
    performance = App.open(Settings()).performance(library(), library().routines[name])
    mixer = performance.mixer

    def submit(cue, epoch):
        length = 0.2 if cue.channel != "talk" else SECOND_A_CHARACTER * len(cue.text)
        mixer.add(cue, np.zeros(round(length * OUTPUT_RATE), np.float32), epoch)

    performance.submit = submit
    performance.take(Begin())
    lines = list(LINES[name])
    while not performance.over:
        mixer.render(BLOCK)
        while lines and lines[0][0] <= performance.now:
            performance.take(lines.pop(0)[1])
        performance.wake()
    shown = ("said", "count", "chime", "cut", "heard", "pain")
    for entry in performance.transcript.entries:
        if entry["kind"] in shown:
            what = entry.get("text") or ", ".join(
                f"{key} {value}" for key, value in entry.items() if key not in ("t", "kind") and value
            )
            yield f"{entry['t']:9.2f}  {entry['kind']:5}  {what}"


@pytest.mark.parametrize("name", sorted(LINES))
def test_session_as_cues(name):
    table = "\n".join(session(name)) + "\n"
    file = GOLDEN / f"{name}.cues"
    if os.environ.get("LIMBER_WRITE_GOLDEN"):
        file.write_text(table, encoding="utf-8")
    assert table == file.read_text(encoding="utf-8")

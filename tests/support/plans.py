"""A plan with every field that a plan can have, as a clinician would write it."""

from pathlib import Path

from assistant.app import library_with
from assistant.content.model import Library, Routine

WHOLE = """\
id: my_plan
name: After the holidays
purpose: So that the stairs get easier again.
author: Anna Example, physiotherapist
date: 2026-03-02
contact: Anna Example, telephone 555 0100
usual_pain: 4
frequency: {days_a_week: 4, times_a_day: 2}
minutes: 15
surface: bed
say: [Slowly is fine., Breathe as you like.]
note: Second series after a fall on the right side.
spares: [wrist]
seeds: [s004]
items:
  - diaphragmatic_breathing
  - exercise: glute_bridge
    sets: 2
    rung: bridge_half_height
    say: Keep both heels heavy.
    note: Cramps in the back of the thigh before.
  - exercise: clamshell
    side: left
    sets: 3
  - figure4_foot_on_wall
caps:
  figure4_foot_on_wall: {hold_s: 20, sets: 1}
"""


def read_plan(folder: Path, text: str = WHOLE) -> tuple[Library, Routine]:
    """The library with a plan in it, and that plan."""
    path = folder / "my-plan.yaml"
    path.write_text(text, encoding="utf-8")
    return library_with(str(path))

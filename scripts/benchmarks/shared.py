"""What several benchmarks need: places, an app, a long hold, and the memory in use."""

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from assistant.app import App
from assistant.content.load import load_library
from assistant.content.model import Library, Routine
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
BLOCK = 480
"""Frames that are rendered at a time."""


def long_hold(seconds: float) -> tuple[Library, Routine]:
    """The library with one exercise's hold made longer, and a routine of nothing else."""
    library = load_library()
    exercise = library.exercises["figure4_supine"]
    longer = replace(exercise, dose=replace(exercise.dose, hold_s=seconds))
    library = replace(library, exercises={**library.exercises, longer.id: longer})
    return library, Routine("bench", "Bench", (longer.id,), "")


def app() -> App:
    """An app with the built-in model."""
    return App.open(Settings(model="limber-en"))


def scratch(*, kept: bool = False) -> Path:
    """A new folder in the system's place for temporary files. `kept`: it stays when the benchmark ends."""
    made = tempfile.mkdtemp(prefix="limber-bench-")
    if not kept:
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


def most_mb() -> float:
    """The largest resident memory of this process so far, in MB. (`getrusage` would count its parent's, too.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

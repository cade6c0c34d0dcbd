"""What the benchmarks share: a session with one long hold, played without devices."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.app import App
from assistant.content.load import load_library
from assistant.content.model import Library, Routine
from assistant.events import Begin
from assistant.performance import Performance
from assistant.settings import Settings
from assistant.units import OUTPUT_RATE

Samples = NDArray[np.float32]
BLOCK = 480


def long_hold(seconds: float) -> tuple[Library, Routine]:
    """The library with one exercise's hold made longer, and a routine of nothing else."""
    library = load_library()
    exercise = library.exercises["figure4_supine"]
    longer = replace(exercise, dose=replace(exercise.dose, hold_s=seconds))
    library = replace(library, exercises={**library.exercises, longer.id: longer})
    return library, Routine("bench", "Bench", 3, (longer.id,), "")


def app() -> App:
    """An app with the built-in model and a speech cache of its own kind."""
    return App.open(Settings(model="limber-en"))


def play(performance: Performance, until: Callable[[Performance], bool], most_s: float = 600) -> Samples:
    """Render blocks, waking the coach after each, until something is true."""
    blocks: list[Samples] = []
    end = performance.now + most_s
    while not until(performance) and performance.now < end:
        blocks.append(performance.mixer.render(BLOCK))
        performance.wake()
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def begun(performance: Performance) -> None:
    """Begin, and skip everything that is said before the first count."""
    performance.take(Begin())


def scratch() -> Path:
    """A folder that is gone when the process ends."""
    return Path(tempfile.mkdtemp(prefix="limber-bench-"))


def seconds(samples: int) -> float:
    """Output samples as seconds."""
    return samples / OUTPUT_RATE

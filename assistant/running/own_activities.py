"""The person's own activities in their own voice: short recordings beside the history, written, read and deleted."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.audio.wav import WavWriter, read_wav
from assistant.files import PRIVATE, make_folder, matching, told
from assistant.places import activities_folder
from assistant.words.clinical_records import Activity
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, Rate

PEAK = 0.7
"""The highest sample of a recording, from 0 to 1: about as loud as the voice. Raising it makes recordings louder."""
LONGEST_S = 6.0
"""Seconds of a recording that are kept. Raising it keeps more of what is not the activity."""

log = logging.getLogger(__name__)


def keep_recording(sound: Samples, name: str) -> str:
    """Write a recording, mono at 16 kHz, readable by this user only; returns the file's name. Raises `LimberError`."""
    folder = activities_folder()
    path = folder / f"{name}.wav"
    kept = sound[: round(LONGEST_S * INPUT_RATE)]
    highest = float(np.abs(kept).max(initial=0.0))
    if not highest:
        raise LimberError("the recording holds no sound")
    make_folder(folder, 0o700)
    with told(path, "the recording cannot be kept"):
        path.touch(mode=PRIVATE)
        with WavWriter(path, INPUT_RATE) as file:
            file.write(np.asarray(kept * (PEAK / highest), np.float32))
    return path.name


def recording(name: str, rate: Rate) -> Samples:
    """A recording at a rate. Raises `LimberError`."""
    return read_wav(activities_folder() / Path(name).name, rate)


def prune(activities: Iterable[Activity]) -> None:
    """Delete the recordings that no activity has any more."""
    kept = {activity.recording for activity in activities}
    for path in matching(activities_folder(), "*.wav"):
        if path.name not in kept:
            with suppress(OSError):
                path.unlink()

"""The person's own activities in their own voice: short recordings beside the history, written, read and deleted."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from assistant.audio.wav import WavWriter, read_wav
from assistant.files import PRIVATE, make_folder, matching, passing_file, told
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
    path = activities_folder() / f"{name}.wav"
    make_folder(path.parent, 0o700)
    write_private(path, sound[: round(LONGEST_S * INPUT_RATE)], "the recording cannot be kept")
    return path.name


def write_private(path: Path, sound: Samples, failure: str) -> None:
    """Write a recording, mono at 16 kHz, as loud as the voice and readable by this user only; whole or not at all.

    Raises `LimberError`, which says the `failure` first.
    """
    highest = float(np.abs(sound).max(initial=0.0))
    if not highest:
        raise LimberError("the recording holds no sound")
    with told(path, failure):
        draft = passing_file(path.parent, suffix=path.suffix)
        try:
            draft.chmod(PRIVATE)
            with WavWriter(draft, INPUT_RATE) as file:
                file.write(np.asarray(sound * (PEAK / highest), np.float32))
            draft.replace(path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


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

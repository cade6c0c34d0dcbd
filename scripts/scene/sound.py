"""The minute as one Opus file: the coach and the person mixed, with a short fade at both ends."""

from pathlib import Path

import numpy as np
import soundfile

from scene.minute import RATE, Minute

PEAK = 0.8
"""The loudest sample of the file. Higher is louder; at 1 the encoder may clip."""
PERSON = 0.9
"""How loud the person is beside the coach, when both are brought to the same peak."""
FADE_S = 0.3
QUALITY = 0.91
"""Opus's compression level, from 0 (large) to 1 (small)."""


def write_opus(minute: Minute, path: Path) -> int:
    """Write the file; returns its size in bytes."""
    mixed = minute.coach / np.max(np.abs(minute.coach)) + PERSON * minute.person / np.max(np.abs(minute.person))
    fade = np.linspace(0, 1, round(FADE_S * RATE), dtype=np.float32)
    mixed[: len(fade)] *= fade
    mixed[-len(fade) :] *= fade[::-1]
    mixed *= PEAK / np.max(np.abs(mixed))
    soundfile.write(path, mixed, RATE, format="OGG", subtype="OPUS", compression_level=QUALITY)
    return path.stat().st_size

"""Rendered sound, made ready to be placed: trimmed to its attack, levelled, at the output rate."""

import numpy as np
import soxr

from assistant.speaking.levelling import loudness
from assistant.words.samples import Samples

ATTACK = 10 ** (-46 / 20)
"""A word begins where its level first passes this share of its peak, 46 decibels below it. A larger share begins later
and cuts off soft consonants."""
TAIL = 10 ** (-46 / 20)
"""A word ends where its level last passes this share of its peak."""
LEVEL = -26.0
"""LUFS of every clip, so that all voices are as loud."""
PEAK_MOST = 0.7
"""The largest sample of any clip; two that sound at once are clipped only where both are at their loudest."""


def attack(sound: Samples) -> int:
    """The index of the first audible sample; 0 for silence."""
    size = np.abs(sound)
    loud = np.flatnonzero(size >= ATTACK * size.max()) if len(sound) and size.max() > 0 else np.empty(0)
    return int(loud[0]) if len(loud) else 0


def prepare(sound: Samples, rate: int, to_rate: int) -> Samples:
    """Mono samples at `rate` -> trimmed and levelled at `to_rate`; sample 0 is the attack."""
    if rate != to_rate:
        sound = soxr.resample(sound, rate, to_rate).astype(np.float32)
    size = np.abs(sound)
    if not len(sound) or size.max() == 0:
        return np.zeros(0, np.float32)
    loud = np.flatnonzero(size >= TAIL * size.max())
    trimmed = sound[attack(sound) : loud[-1] + 1].astype(np.float32)
    gain = min(10 ** ((LEVEL - loudness(trimmed, to_rate)) / 20), PEAK_MOST / float(size.max()))
    fade = min(len(trimmed), to_rate // 100)
    trimmed = trimmed * np.float32(gain)
    trimmed[len(trimmed) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return trimmed

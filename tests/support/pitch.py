"""The pitch of a voice, by autocorrelation: enough to tell a rise from a fall, and a voice from a chipmunk."""

import numpy as np

from assistant.words.samples import Samples

WINDOW_S, STEP_S = 0.04, 0.01
LOWEST, HIGHEST = 60.0, 320.0
"""Hertz between which voices speak."""
VOICED = 0.45
"""How much alike two periods must be, 0 to 1, so that a window counts as voiced."""
LOUD = 0.1
"""The share of the loudest window below which nothing is measured."""
END_WINDOWS = 6
"""So many of the last voiced windows are the end of a sentence, about 60 ms. Raised, a rise that is only begun in the
last syllable is averaged away."""


def pitches(sound: Samples, rate: int) -> Samples:
    """Hertz of every voiced window, in order."""
    size, step = round(WINDOW_S * rate), round(STEP_S * rate)
    windows = [sound[at : at + size] for at in range(0, len(sound) - size, step)]
    loud = np.array([np.sqrt(np.mean(window**2)) for window in windows])
    return np.array([
        found for window, level in zip(windows, loud, strict=True)
        if level > LOUD * loud.max() and (found := _pitch(window, rate))
    ])  # fmt: skip


def _pitch(window: Samples, rate: int) -> float:
    shaped = window * np.hanning(len(window))
    alike = np.correlate(shaped, shaped, "full")[len(shaped) - 1 :]
    low, high = round(rate / HIGHEST), round(rate / LOWEST)
    best = low + int(np.argmax(alike[low:high]))
    return rate / best if alike[best] > VOICED * alike[0] else 0.0


def end_pitch(sound: Samples, rate: int) -> float:
    """Hertz at the end of a sentence."""
    return float(np.median(pitches(sound, rate)[-END_WINDOWS:]))

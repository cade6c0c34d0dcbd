"""Quiet around a recording, of the recording's own kind.

A recogniser needs a moment of background before the first word and after the last one, and many recordings are cut
tight around a word. Perfect silence will not do: beside a noisy word it is a sound of its own, which the model never
met. So the quiet has the level and the colour of the softest moments of the recording.
"""

import numpy as np

from assistant.hearing.decoding.loudness import SLICE, levels
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

AROUND_S = 0.4
"""Seconds of quiet that a recording has at its beginning and at its end, at the least.

Raised, a recording costs more computing; lowered, words at its ends are lost.
"""
SPEECH = 0.1
"""The share of the loudest level (20 dB below it) above which a recording is not quiet.

Raised, soft first and last sounds count as quiet; lowered, a noisy background does not, and more is put around it.
"""
SOFTEST = 0.1
"""The share of the levels that are taken for the background, the softest ones.

Raised, soft speech is taken for background; lowered, single moments decide.
"""
BACKGROUND_MOST = 0.01
"""The most that the quiet may have of the loudest level (40 dB below it).

In a recording that is all speech, the softest moments are speech too. Raised, a murmur is put around such a word.
"""


def surrounded(sound: Samples) -> tuple[Samples, float]:
    """(a recording with quiet at both ends, how many seconds of it come before what was there)."""
    every = levels(sound)
    loud = np.flatnonzero(every > SPEECH * every.max()) if len(every) else np.empty(0, np.intp)
    if not len(loud):
        return sound, 0.0
    wanted = round(AROUND_S * INPUT_RATE)
    before = max(0, wanted - int(loud[0]) * SLICE)
    after = max(0, wanted - (len(sound) - (int(loud[-1]) + 1) * SLICE))
    if not before + after:
        return sound, 0.0
    quiet = _like_background(sound, before + after)
    return np.concatenate([quiet[:before], sound, quiet[before:]]), before / INPUT_RATE


def _like_background(sound: Samples, length: int) -> Samples:
    """Noise with the spectrum of a recording's softest moments; always the same for the same recording."""
    slices = sound[: len(sound) // SLICE * SLICE].reshape(-1, SLICE)
    every = levels(sound)
    softest = np.argsort(every, kind="stable")[: max(1, round(SOFTEST * len(every)))]
    shape = np.sqrt(np.mean(np.abs(np.fft.rfft(slices[softest] * np.hanning(SLICE))) ** 2, axis=0))
    noise = np.fft.rfft(np.random.default_rng(1).standard_normal(length))
    shaped = np.fft.irfft(
        noise * np.interp(np.linspace(0, 1, len(noise)), np.linspace(0, 1, len(shape)), shape), length
    )
    level = float(np.sqrt(np.mean(np.square(shaped))))
    wanted = min(float(every[softest].mean()), BACKGROUND_MOST * float(every.max()))
    return np.asarray(shaped * (wanted / level if level else 0.0), np.float32)

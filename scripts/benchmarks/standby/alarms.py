"""Alarms of a household, made up of tones: none of the material has any.

A smoke alarm, a microwave oven, a telephone, an alarm clock, a doorbell and a reversing lorry: how each sounds was
written down from what they are known for, so a real one differs.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE

RING_S = 3.0
"""Seconds that an alarm sounds."""
SPREAD = 0.1
"""The share by which pitch and pace differ from one time to the next."""
FADE_S = 0.004
"""Seconds in which a tone begins and ends."""


class Alarm(NamedTuple):
    """Tones in a row, again and again."""

    tones: Sequence[tuple[float, float]]
    """(Hz, seconds) of each; 0 Hz is silence."""
    overtones: Sequence[float] = ()
    """How loud each overtone is, beside the tone."""
    rings: bool = False
    """Whether each tone dies away, as a bell does."""


ALARMS = (
    Alarm([(3100, 0.5), (0, 0.5), (3100, 0.5), (0, 0.5), (3100, 0.5), (0, 0.5)], [0.2]),
    Alarm([(2000, 0.5), (0, 0.5)], [0.5, 0.3]),
    Alarm([(440, 0.04), (480, 0.04)] * 12 + [(0, 0.6)], [0.4, 0.3, 0.2]),
    Alarm([(2048, 0.07), (0, 0.05)] * 4 + [(0, 0.5)], [0.3, 0.3, 0.1]),
    Alarm([(659, 0.7), (523, 0.8)], [0.4, 0.25, 0.1], rings=True),
    Alarm([(1250, 0.5), (0, 0.5)], [0.6, 0.4, 0.3]),
)


def rung(times: int) -> Iterator[Samples]:
    """Each alarm, so many times."""
    chance = np.random.default_rng(11)
    for _ in range(times):
        for alarm in ALARMS:
            yield _ring(alarm, chance)


def _ring(alarm: Alarm, chance: np.random.Generator) -> Samples:
    """`RING_S` of an alarm; (samples,) within -1 to 1."""
    pitch, pace = 1 + SPREAD * chance.uniform(-1, 1, 2)
    round_ = np.concatenate([_tone(pitch * hertz, pace * seconds, alarm) for hertz, seconds in alarm.tones])
    sound = np.resize(round_, round(RING_S * INPUT_RATE))
    return np.asarray(0.5 * sound / np.abs(sound).max(), np.float32)


def _tone(hertz: float, seconds: float, alarm: Alarm) -> Samples:
    at = np.arange(round(seconds * INPUT_RATE)) / INPUT_RATE
    if hertz <= 0:
        return np.zeros(len(at), np.float32)
    sound = np.sin(2 * np.pi * hertz * at)
    for number, loud in enumerate(alarm.overtones, start=2):
        if number * hertz < INPUT_RATE / 2:
            sound += loud * np.sin(2 * np.pi * number * hertz * at)
    sound *= np.exp(-3 * at / seconds) if alarm.rings else 1.0
    return np.asarray(sound * np.clip(np.minimum(at, at[::-1]) / FADE_S, 0, 1), np.float32)

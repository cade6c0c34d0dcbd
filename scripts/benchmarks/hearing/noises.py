"""The noises that words are mixed with, and how loud they are."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE
from benchmarks.hearing import music
from benchmarks.recordings import Clip, sound_of

SNRS = (24, 18, 12, 6)
"""The levels in dB at which words are mixed with a noise."""
MUSIC_PIECES = 4
"""Pieces of music, a minute each, that words are mixed with. The false alarms are measured with others."""
BABBLE_S = 60
"""Seconds of babble."""
BABBLE_CLIPS = 240
"""Clips that are laid over each other in the babble. More of them make it denser."""


def noises(material: Path, clips: Sequence[Clip]) -> dict[str, Samples]:
    """Each noise by its name.

    The kitchen and the dishes are the halves of the recordings that training did not hear. The babble is of people who
    are kept for the test.
    """
    kitchen = sound_of(material / "noise/household_kitchen.opus")
    dishes = sound_of(material / "noise/household_doing_the_dishes.opus")
    pieces = np.concatenate([music.piece(number) for number in range(MUSIC_PIECES)])
    return {
        "kitchen": kitchen[len(kitchen) // 2 :],
        "dishes": dishes[len(dishes) // 2 :],
        "babble": babble([clip.sound for clip in clips if len(clip.sound) > INPUT_RATE]),
        "music": pieces,
    }


def babble(talk: Sequence[Samples]) -> Samples:
    """Many people at once, equally loud."""
    chance = np.random.default_rng(3)
    mixture = np.zeros(BABBLE_S * INPUT_RATE, np.float32)
    for _ in range(BABBLE_CLIPS):
        clip = talk[int(chance.integers(len(talk)))]
        at = int(chance.integers(0, len(mixture) - len(clip))) if len(clip) < len(mixture) else 0
        part = clip[: len(mixture) - at]
        mixture[at : at + len(part)] += part / max(1e-6, float(np.sqrt(np.mean(part**2))))
    return mixture


def loudest(sound: Samples) -> float:
    """The power of the loudest 2048 samples, by which the public benchmark of coffee orders measures a level."""
    frames = [sound[at : at + 2048] for at in range(0, max(1, len(sound) - 2047), 1024)]
    return max(float(np.mean(np.square(frame))) for frame in frames) + 1e-12


def mixed(sound: Samples, noise: Samples, snr: float, seed: int) -> Samples:
    """A sound with a random part of a noise, the loudest frames of the two `snr` dB apart."""
    chance = np.random.default_rng(seed)
    at = int(chance.integers(0, max(1, len(noise) - len(sound) - 1)))
    part = np.resize(noise[at : at + len(sound)], len(sound))
    return sound + part * np.float32(math.sqrt(loudest(sound) / loudest(part) / 10 ** (snr / 10)))

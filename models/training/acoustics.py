"""What surrounds a voice when a clip is changed: rooms, household noise and music.

Recorded noises, grunts and rooms come from the folder `noise` of the training material. Of the household noises only
the first half is used here, and of the events and grunts every second file. The rest is kept for the benchmarks.
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import fft

from assistant.hearing.decoding.features import Floats
from training import clips
from training.clips import RATE

TRAINING_PIECES = 48
"""Pieces of made-up music that training hears, with the seeds 0 to 47. More of them would be more varied and take
longer to make."""
SILENT_RMS = 5
"""A noise whose RMS (of 32768) is below this is taken for an empty recording and left out."""


class Acoustics:
    """The noises and the rooms that voices are put into."""

    def __init__(self, noise: Path) -> None:
        """Read the folder `noise`."""
        household = _load_all(noise.glob("household_*.opus"))
        self.noises = [sound[: len(sound) // 2] for sound in household]
        self.noises += _load_all((noise / "events").glob("*.opus"))[::2]
        self.grunts = _load_all((noise / "grunts").glob("*.opus"))[::2]
        self.noises = [sound for sound in self.noises if rms(sound) > SILENT_RMS]
        self.rooms: list[Floats] = []
        for sound in _load_all((noise / "rooms").glob("*.flac")):
            response = sound.astype(np.float32)
            peak = int(np.abs(response).argmax())
            response = response[max(0, peak - 16) : peak + 8000]
            self.rooms.append(response / np.abs(response).max())


def _load_all(paths: Iterable[Path]) -> list[clips.Samples]:
    """Every recording that can be read, in the order of the names. A malformed file is named and left out."""
    sounds: list[clips.Samples] = []
    for path in sorted(paths):
        try:
            sounds.append(clips.load(path))
        except soundfile.LibsndfileError as error:
            print(f"{path.name} is left out: {error}")
    return sounds


def rms(sound: NDArray[np.floating] | NDArray[np.int16]) -> float:
    """The root mean square of a sound, a little above zero even for silence."""
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)) + 1e-9))


def coloured(seed: int) -> Floats:
    """65,536 samples of noise whose spectrum falls with frequency, between white and red."""
    chance = np.random.default_rng(seed)
    spectrum = fft.rfft(chance.standard_normal(1 << 16))
    spectrum = spectrum / np.arange(1, len(spectrum) + 1) ** chance.uniform(0, 1)
    return np.asarray(fft.irfft(spectrum)).astype(np.float32)


def music(seed: int) -> Floats:
    """Twelve seconds of made-up music: four chords, plucked or held, over a bass and a beat."""
    chance = np.random.default_rng(7000 + seed)
    beat = int(RATE * 60 / chance.uniform(70, 150))
    sound = np.zeros(12 * RATE, np.float32)
    root, fade = chance.uniform(40, 55), chance.uniform(0.5, 6)
    steps = chance.choice([0, 2, 4, 5, 7, 9], 4)
    strengths = chance.uniform(0.2, 1, 9) / np.arange(1, 10) ** chance.uniform(0.5, 1.5)
    for number, at in enumerate(range(0, len(sound), beat)):
        length = min(2 * beat, len(sound) - at)
        time = np.arange(length, dtype=np.float32) / RATE
        chord = root + steps[number // 4 % 4]
        keys = [chord - 12, chord, chord + 3.5, chord + 7, chord + 12 + chance.choice([0, 2, 4, 7, 9])]
        for hertz in (440 * 2 ** ((key - 69) / 12) for key in keys):
            for harmonic, strength in enumerate(strengths, 1):
                if hertz * harmonic < 7500:
                    tone = strength * np.sin(2 * np.pi * hertz * harmonic * time) * np.exp(-fade * time)
                    sound[at : at + length] += tone
        tap = min(1600, length)
        sound[at : at + tap] += chance.standard_normal(tap) * np.exp(-np.arange(tap) / 250) * (number % 2) * 2
    return sound

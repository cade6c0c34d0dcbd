"""What surrounds a voice when a clip is augmented: rooms, household noise, music and other people's talk.

Recorded noises, grunts and rooms come from the folder `noise` of the training material. Of the household noises only
the first half is used here, and of the events and grunts every second file. The rest is kept for the benchmarks.
"""

from collections.abc import Iterable
from functools import lru_cache
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
    """The noises, the other speech and the rooms that voices are put into."""

    def __init__(self, noise: Path, speech: list[NDArray[np.int16]]) -> None:
        """Read the folder `noise`; `speech` are the clips that babble is made of."""
        household = _load_all(noise.glob("household_*.opus"))
        self.noises = [sound[: len(sound) // 2] for sound in household]
        self.noises += _load_all((noise / "events").glob("*.opus"))[::2]
        self.grunts = _load_all((noise / "grunts").glob("*.opus"))[::2]
        self.noises = [sound for sound in self.noises if rms(sound) > SILENT_RMS]
        self.speech = speech
        self.rooms: list[Floats] = []
        for sound in _load_all((noise / "rooms").glob("*.flac")):
            response = sound.astype(np.float32)
            peak = int(np.abs(response).argmax())
            response = response[max(0, peak - 16) : peak + 8000]
            self.rooms.append(response / np.abs(response).max())

    def noise(self, length: int, chance: np.random.Generator) -> Floats:
        """`length` samples with an RMS of 1: household noise, coloured noise, music or babble."""
        kind = chance.random()
        sound: NDArray[np.floating]
        if kind < 0.4:
            sound = piece(self.noises[int(chance.integers(len(self.noises)))], length, chance)
        elif kind < 0.55:
            sound = piece(_coloured(int(chance.integers(64))), length, chance)
        elif kind < 0.68:
            sound = piece(music(int(chance.integers(TRAINING_PIECES))), length, chance)
        else:
            voices = int(chance.choice([1, 2, 4, 7]))
            picks = [self.speech[int(chance.integers(len(self.speech)))] for _ in range(voices)]
            sound = np.sum([piece(talk, length, chance) / rms(talk) for talk in picks], axis=0)
        return (sound / rms(sound)).astype(np.float32)

    def room(self, chance: np.random.Generator) -> Floats | None:
        """A room's impulse response: recorded for one clip in five, made up for three in ten, None for the rest."""
        kind = chance.random()
        if kind < 0.2:
            return self.rooms[int(chance.integers(len(self.rooms)))]
        if kind < 0.5:
            decay = chance.uniform(0.05, 0.6)
            length = int(decay * RATE)
            tail = chance.standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
            response = (tail * chance.uniform(0.02, 0.25)).astype(np.float32)
            response[:32] = 0
            response[0] = 1
            return response
        return None


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


def piece(sound: NDArray[np.floating] | NDArray[np.int16], length: int, chance: np.random.Generator) -> Floats:
    """`length` samples of a sound from a random place on. Its end is followed by its beginning."""
    start = int(chance.integers(len(sound)))
    return np.resize(np.roll(sound, -start), length).astype(np.float32)


@lru_cache(64)
def _coloured(seed: int) -> Floats:
    """65,536 samples of noise whose spectrum falls with frequency, between white and red."""
    chance = np.random.default_rng(seed)
    spectrum = fft.rfft(chance.standard_normal(1 << 16))
    spectrum = spectrum / np.arange(1, len(spectrum) + 1) ** chance.uniform(0, 1)
    return np.asarray(fft.irfft(spectrum)).astype(np.float32)


@lru_cache(64)
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


def colouring(chance: np.random.Generator) -> NDArray[np.float64]:
    """The frequency response of a random microphone or telephone, as a power factor for each of the 257 FFT bins."""
    place = np.arange(257) / 256
    decibels = np.zeros(257)
    if chance.random() < 0.7:
        decibels += chance.uniform(-10, 10) * (place - 0.3)
        for _ in range(2):
            decibels += chance.uniform(-7, 7) * np.exp(-(((place - chance.random()) / chance.uniform(0.08, 0.3)) ** 2))
    if chance.random() < 0.25:
        edge = chance.choice([0.42, 0.48, 0.5, 0.7, 0.85])
        decibels -= np.where(place > edge, chance.uniform(25, 80) * np.minimum((place - edge) / 0.03, 1), 0)
    if chance.random() < 0.3:
        decibels -= np.where(place < chance.uniform(0.005, 0.04), 20, 0)
    return 10 ** (decibels / 10)

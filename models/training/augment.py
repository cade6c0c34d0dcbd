"""Augmented copies of all training clips, made beside the training, a new one for every pass.

A copy is `copy-N.npy` (frames x 40, float16) and `copy-N.json` ([clip, frames] a line; clip -1 is noise alone).
"""

import json
import os
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import fft
from tqdm import tqdm

from assistant.hearing.decoding.features import PLAIN, Floats, cepstra, mel_filters, power, windows
from training import clips
from training.clips import RATE

SHARE = {"synthetic": 0.55, "wake_words": 0.6}
"""How much of a source goes into one copy; everything else goes in whole."""
WORDS_FROM = 38
"""From this copy on, what people say in single words weighs more, as it does when the model is used:"""
WORDS_SHARE = {
    "synthetic": 0.25, "neural": 2.0, "wake_words": 0.5, "speechocean762": 0.35, "speech_commands": 3.0, "custom_keywords": 3.0,
}  # fmt: skip
"""how often a clip of each source goes into such a copy, each time varied anew."""
NOISE_CLIPS = 0.03
LEAD, LONG_LEAD = 0.4, 1.2
"""Seconds of background before and after a clip, at most; and before some of them, for a network that remembers it."""
WARPED = [mel_filters(warp) for warp in np.arange(0.86, 1.17, 0.02)]
"""Filters that hear a voice as if its owner's vocal tract were shorter or longer."""


def mfcc(
    sound: NDArray[np.floating],
    filters: Floats,
    gain: NDArray[np.floating] | None,
    dither: float,
    chance: np.random.Generator,
) -> Floats:
    """(frames, 40) cepstra of samples in int16 scale; `gain` is a power factor for each FFT bin."""
    frames = windows(sound)
    powers = power(frames + chance.standard_normal(frames.shape, dtype=np.float32) * np.float32(dither))
    return cepstra(powers if gain is None else powers * gain.astype(np.float32), filters)


def _load_all(paths: Iterable[Path]) -> list[clips.Samples]:
    """Every recording that can be read, in order of name; a malformed one is named and left out."""
    sounds: list[clips.Samples] = []
    for path in sorted(paths):
        try:
            sounds.append(clips.load(path))
        except soundfile.LibsndfileError as error:
            print(f"{path.name} is left out: {error}")
    return sounds


def _rms(sound: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)) + 1e-9))


class Acoustics:
    """Noises, other speech and rooms to put a voice into. Every second recording is left for the tests."""

    def __init__(self, noise: Path, speech: list[NDArray[np.int16]]) -> None:
        household = _load_all(noise.glob("household_*.opus"))
        self.noises = [one[: len(one) // 2] for one in household]
        self.noises += _load_all((noise / "events").glob("*.opus"))[::2]
        self.grunts = _load_all((noise / "grunts").glob("*.opus"))[::2]
        self.noises = [one for one in self.noises if _rms(one) > 5]
        self.speech = speech
        self.rooms: list[Floats] = []
        for sound in _load_all((noise / "rooms").glob("*.flac")):
            response = sound.astype(np.float32)
            peak = int(np.abs(response).argmax())
            response = response[max(0, peak - 16) : peak + 8000]
            self.rooms.append(response / np.abs(response).max())

    def noise(self, length: int, chance: np.random.Generator) -> Floats:
        """`length` samples of household noise, coloured noise, music or babble, at RMS 1."""
        kind = chance.random()
        if kind < 0.4:
            sound = _piece(self.noises[int(chance.integers(len(self.noises)))], length, chance)
        elif kind < 0.55:
            sound = _piece(_coloured(int(chance.integers(64))), length, chance)
        elif kind < 0.68:
            sound = _piece(music(int(chance.integers(48))), length, chance)
        else:
            voices = int(chance.choice([1, 2, 4, 7]))
            picks = [self.speech[int(chance.integers(len(self.speech)))] for _ in range(voices)]
            sound = np.sum([_piece(one, length, chance) / _rms(one) for one in picks], axis=0)
        return (sound / _rms(sound)).astype(np.float32)

    def room(self, chance: np.random.Generator) -> Floats | None:
        """A room's impulse response, recorded or made up, or none."""
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


@lru_cache(64)
def _coloured(seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    spectrum = fft.rfft(chance.standard_normal(1 << 16))
    spectrum = spectrum / np.arange(1, len(spectrum) + 1) ** chance.uniform(0, 1)
    return fft.irfft(spectrum).astype(np.float32)


@lru_cache(64)
def music(seed: int) -> Floats:
    """Twelve seconds of made-up music: four chords over a bass and a beat, plucked or held. Training has seeds below 48."""
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
        for key in (440 * 2 ** ((one - 69) / 12) for one in keys):
            for harmonic, strength in enumerate(strengths, 1):
                if key * harmonic < 7500:
                    sound[at : at + length] += strength * np.sin(2 * np.pi * key * harmonic * time) * np.exp(-fade * time)
        tap = min(1600, length)
        sound[at : at + tap] += chance.standard_normal(tap) * np.exp(-np.arange(tap) / 250) * (number % 2) * 2
    return sound


def _piece(sound: NDArray, length: int, chance: np.random.Generator) -> Floats:
    start = int(chance.integers(len(sound)))
    return np.resize(np.roll(sound, -start), length).astype(np.float32)


def _colouring(chance: np.random.Generator) -> NDArray[np.float64]:
    """A microphone's or a telephone's frequency response, as a power factor for each FFT bin."""
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


def vary(sound: NDArray[np.int16], acoustics: Acoustics, chance: np.random.Generator) -> Floats:
    """One clip, said once more by somebody slightly different somewhere else: its features."""
    voice = sound.astype(np.float32)
    if chance.random() < 0.8:
        speed = chance.uniform(0.85, 1.18)
        voice = np.interp(np.arange(0, len(voice) - 1, speed), np.arange(len(voice)), voice).astype(np.float32)
    level = _rms(voice)
    longest = LONG_LEAD if chance.random() < 0.3 else LEAD
    before, after = (int(chance.uniform(0, each) * RATE) for each in (longest, LEAD))
    voice = np.pad(voice, (before, after))
    if (response := acoustics.room(chance)) is not None:
        size = fft.next_fast_len(len(voice) + len(response))
        wet = fft.irfft(fft.rfft(voice, size) * fft.rfft(response, size), size)[: len(voice)]
        voice = (wet * (level / _rms(wet))).astype(np.float32)
    if chance.random() < 0.85:
        ratio = chance.uniform(-3, 28)
        voice = voice + acoustics.noise(len(voice), chance) * level * 10 ** (-ratio / 20)
    voice = np.clip(voice / _rms(voice) * 10 ** (chance.uniform(-45, -14) / 20) * 32768, -32768, 32767)
    filters = WARPED[int(chance.integers(len(WARPED)))] if chance.random() < 0.8 else PLAIN
    return mfcc(voice, filters, _colouring(chance), float(chance.choice([0.3, 1.0, 3.0])), chance)


def _wordless(acoustics: Acoustics, chance: np.random.Generator) -> Floats:
    length = int(chance.uniform(0.5, 2) * RATE)
    pool = acoustics.grunts if chance.random() < 0.4 else acoustics.noises
    sound = _piece(pool[int(chance.integers(len(pool)))], length, chance)
    return mfcc(sound / _rms(sound) * 10 ** (chance.uniform(-50, -18) / 20) * 32768, PLAIN, None, 1.0, chance)


def make_copy(work: Path, number: int, acoustics: Acoustics, samples: NDArray, notes: list[clips.Clip]) -> None:
    """Write copy `number`; the list last, so its presence means the copy is whole."""
    chance = np.random.default_rng(1000 + number)
    features: list[NDArray[np.float16]] = []
    rows: list[tuple[int, int]] = []
    for at, clip in enumerate(tqdm(notes, desc=f"copy {number}", unit="clip", mininterval=20)):
        share = (WORDS_SHARE if number >= WORDS_FROM else SHARE).get(clip.source, 1.0)
        times = int(share) + (chance.random() < share % 1) if clip.split == "train" else 0
        if not times:
            continue
        sound = samples[clip.start : clip.start + clip.samples]
        made = [(at, vary(sound, acoustics, chance)) for _ in range(times)]
        if chance.random() < NOISE_CLIPS:
            made.append((-1, _wordless(acoustics, chance)))
        for which, each in made:
            features.append(each.astype(np.float16))
            rows.append((which, len(each)))
    np.save(work / f"copy-{number}.npy", np.concatenate(features))
    (work / f"copy-{number}.json").write_text(json.dumps(rows))


def main(work: Path, noise: Path, first: int, step: int, last: int) -> None:
    """Make copies first, first + step ... up to last, passing over those that are there."""
    samples, notes = clips.read(work / "clips")
    speech = [samples[one.start : one.start + one.samples] for one in notes[::7] if one.split == "train"]
    acoustics = Acoustics(noise, speech)
    for number in range(first, last, step):
        if not (work / f"copy-{number}.json").exists():
            make_copy(work, number, acoustics, samples, notes)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(int(one) for one in sys.argv[3:6]))

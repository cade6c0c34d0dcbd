"""Make augmented copies of all training clips, one for each training pass, beside the training itself.

In a copy every clip is changed at random: its speed, its speaker's vocal tract, the room, the noise, the microphone and
the level. So the network hardly ever meets the same sound twice.

A copy is two files in the work folder. `copy-N.npy` holds the features (frames x 40, float16) of all clips, one after
the other. `copy-N.json` lists [clip, frames] of each, where `clip` is the clip's number, or -1 for noise without
speech.
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy import fft
from tqdm import tqdm

from assistant.hearing.decoding.features import PLAIN, Floats, cepstra, mel_filters, power, windows
from training import clips
from training.acoustics import Acoustics, colouring, piece, rms
from training.clips import RATE

SHARE = {"synthetic": 0.55, "wake_words": 0.6}
"""How often a clip of each source goes into a copy. A source that is not named goes in once. These two are large and of
little variety, so less of them makes a pass shorter."""
WORDS_FROM = 38
"""From this copy on single words weigh more, because people say single words when the model is used."""
WORDS_SHARE = {
    "synthetic": 0.25,
    "neural": 2.0,
    "wake_words": 0.5,
    "speechocean762": 0.35,
    "speech_commands": 3.0,
    "custom_keywords": 3.0,
}
"""How often a clip of each source goes into such a copy, changed in another way each time."""
NOISE_CLIPS = 0.03
"""How many clips of noise alone are added for each clip of speech. They teach the network what silence is."""
BACKGROUND_S = 0.4
"""The most seconds of background before and after a clip."""
LONG_BACKGROUND_S = 1.2
"""The most seconds of background before those three clips in ten that get a long one. A network with a memory needs it
to learn what the background is."""
WARPED = [mel_filters(warp) for warp in np.arange(0.86, 1.17, 0.02)]
"""Mel filters that make a voice sound as if its speaker's vocal tract were shorter or longer, by up to a sixth."""


def mfcc(
    sound: NDArray[np.floating],
    filters: Floats,
    gain: NDArray[np.floating] | None,
    dither: float,
    chance: np.random.Generator,
) -> Floats:
    """The features (frames, 40) of a sound in 16-bit scale.

    `gain` is a power factor for each FFT bin. `dither` is the RMS of the noise that is added to each sample.
    """
    frames = windows(sound)
    powers = power(frames + chance.standard_normal(frames.shape, dtype=np.float32) * np.float32(dither))
    return cepstra(powers if gain is None else powers * gain.astype(np.float32), filters)


def vary(sound: NDArray[np.int16], acoustics: Acoustics, chance: np.random.Generator) -> Floats:
    """The features of a clip as if another person had said it, at another pace and in another place."""
    voice = sound.astype(np.float32)
    if chance.random() < 0.8:
        speed = chance.uniform(0.85, 1.18)
        voice = np.interp(np.arange(0, len(voice) - 1, speed), np.arange(len(voice)), voice).astype(np.float32)
    level = rms(voice)
    longest = LONG_BACKGROUND_S if chance.random() < 0.3 else BACKGROUND_S
    before, after = (int(chance.uniform(0, each) * RATE) for each in (longest, BACKGROUND_S))
    voice = np.pad(voice, (before, after))
    if (response := acoustics.room(chance)) is not None:
        size = fft.next_fast_len(len(voice) + len(response))
        wet = fft.irfft(fft.rfft(voice, size) * fft.rfft(response, size), size)[: len(voice)]
        voice = (wet * (level / rms(wet))).astype(np.float32)
    if chance.random() < 0.85:
        ratio = chance.uniform(-3, 28)
        voice = voice + acoustics.noise(len(voice), chance) * level * 10 ** (-ratio / 20)
    voice = np.clip(voice / rms(voice) * 10 ** (chance.uniform(-45, -14) / 20) * 32768, -32768, 32767)
    filters = WARPED[int(chance.integers(len(WARPED)))] if chance.random() < 0.8 else PLAIN
    return mfcc(voice, filters, colouring(chance), float(chance.choice([0.3, 1.0, 3.0])), chance)


def _wordless(acoustics: Acoustics, chance: np.random.Generator) -> Floats:
    """The features of half a second to two seconds of grunts or household noise."""
    length = int(chance.uniform(0.5, 2) * RATE)
    pool = acoustics.grunts if chance.random() < 0.4 else acoustics.noises
    sound = piece(pool[int(chance.integers(len(pool)))], length, chance)
    return mfcc(sound / rms(sound) * 10 ** (chance.uniform(-50, -18) / 20) * 32768, PLAIN, None, 1.0, chance)


def make_copy(
    work: Path, number: int, acoustics: Acoustics, samples: NDArray[np.int16], notes: list[clips.Clip]
) -> None:
    """Write copy `number` into `work`. The list is written last: when it is there, the copy is whole."""
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
        for which, frames in made:
            features.append(frames.astype(np.float16))
            rows.append((which, len(frames)))
    np.save(work / f"copy-{number}.npy", np.concatenate(features))
    (work / f"copy-{number}.json").write_text(json.dumps(rows))


def main(work: Path, noise: Path, first: int, step: int, end: int) -> None:
    """Make the copies first, first + step and so on below `end`, except those that are there already."""
    samples, notes = clips.read(work / "clips")
    speech = [samples[clip.start : clip.start + clip.samples] for clip in notes[::7] if clip.split == "train"]
    acoustics = Acoustics(noise, speech)
    for number in range(first, end, step):
        if not (work / f"copy-{number}.json").exists():
            make_copy(work, number, acoustics, samples, notes)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(int(number) for number in sys.argv[3:6]))

"""Made-up rooms in which somebody speaks while we speak.

A loudspeaker stands beside a microphone, and the person is some metres away, so the echo of our voice is louder than
the person. A scene is computed from a room of the image-source method (pyroomacoustics), a loudspeaker that distorts
loud sounds, a delay, and household noise. Such scenes train the near-end network. With other rooms, voices and noises
they also measure it. All sounds have `INPUT_RATE` samples a second.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyroomacoustics
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

from assistant.hearing.decoding.loudness import levels
from assistant.narration.script import GAP_S
from assistant.words.units import INPUT_RATE

Sound = NDArray[np.float32]

USER_LEVEL = 0.05
"""The RMS of the person's words at the microphone, where full scale is 1. All other levels are relative to it."""
HIGH_PASS = butter(2, 200, "highpass", fs=INPUT_RATE, output="sos")
"""The filter of a small loudspeaker, which plays little below 200 Hz."""


@dataclass(frozen=True)
class Room:
    """A room's impulse responses to the microphone. They begin with the direct sound, and their peaks are 1."""

    speaker: Sound
    """From the loudspeaker."""
    user: Sound
    """From the person."""


@dataclass(frozen=True)
class Scene:
    """A few seconds in a room, as samples of equal number."""

    heard: Sound
    """What the microphone hears."""
    played: Sound
    """What the loudspeaker is given to play."""
    alone: Sound
    """What the microphone would hear with the loudspeaker off."""
    speaking: NDArray[np.bool_]
    """Whether the person speaks."""


def make_room(chance: np.random.Generator) -> Room:
    """A random box-shaped room with a reverberation time of 0.2 to 0.6 s."""
    size = chance.uniform([2.8, 2.5, 2.3], [7, 5.5, 3])
    decay = chance.uniform(0.2, 0.6)
    absorption, order = pyroomacoustics.inverse_sabine(decay, size)
    walls = pyroomacoustics.Material(absorption)
    room = pyroomacoustics.ShoeBox(size, fs=INPUT_RATE, materials=walls, max_order=min(order, 17))
    speaker = chance.uniform([0.4, 0.4, 0.3], [1.2, 1.2, 1.2])
    far = np.array([size[0] - chance.uniform(0.4, 1), size[1] - chance.uniform(0.4, 1), chance.uniform(0.2, 0.6)])
    room.add_source(speaker)
    room.add_source(far)
    room.add_microphone(speaker + chance.uniform([0.05, 0.05, 0], [0.3, 0.2, 0.1]))
    random.seed(int(chance.integers(1 << 30)))
    room.compute_rir()
    near, user = (_front(np.asarray(room.rir[0][source], np.float32)) for source in (0, 1))
    return Room(near, user)


def _front(response: Sound) -> Sound:
    """Half a second of a response from its direct sound on, with a peak of 1."""
    start = int(np.argmax(np.abs(response) > 0.05 * np.abs(response).max()))
    cut = response[max(0, start - 8) :][: INPUT_RATE // 2]
    return np.asarray(cut / np.abs(cut).max(), np.float32)


def narration(sentences: Sequence[Sound], seconds: float, chance: np.random.Generator) -> Sound:
    """`seconds` of random sentences one after the other, as a session says them."""
    out = np.zeros(int(seconds * INPUT_RATE), np.float32)
    at = int(chance.uniform(0, 0.6) * INPUT_RATE)
    while at < len(out):
        sentence = sentences[int(chance.integers(len(sentences)))][: len(out) - at]
        out[at : at + len(sentence)] = sentence
        at += len(sentence) + int(GAP_S * INPUT_RATE)
    return out


def loudness(sound: Sound) -> float:
    """The RMS of the slices of 20 ms that are at most 20 dB below the loudest slice."""
    every = levels(sound)
    return float(np.sqrt(np.mean(every[every >= 0.1 * every.max()] ** 2)))


def distorted(sound: Sound, drive: float) -> Sound:
    """A sound as a small loudspeaker plays it: clipped softly, and with little below 200 Hz.

    The higher `drive` is, the more is clipped.
    """
    return np.asarray(sosfilt(HIGH_PASS, np.tanh(sound * drive) / drive), np.float32)


@dataclass(frozen=True)
class Setting:
    """How a scene sounds."""

    ratio: float = 10
    """The level of the echo above the person's, in dB."""
    delay_s: float = 0.06
    """Seconds from the playing of a sample to its echo."""
    drive: float = 2
    """How hard the loudspeaker is driven; see `distorted`."""
    noise_db: float = -30
    """The level of the household noise above the person's, in dB."""


def make_scene(room: Room, played: Sound, words: Sequence[tuple[int, Sound]], noise: Sound, setting: Setting) -> Scene:
    """The scene in which we play `played` while the person says `words`.

    Each of `words` is the sample at which it begins and its sound. `noise` has as many samples as `played`.
    """
    length = len(played)
    echo = fftconvolve(distorted(played, setting.drive), room.speaker)[:length]
    delay = int(setting.delay_s * INPUT_RATE)
    echo = np.concatenate([np.zeros(delay), echo])[:length]
    echo *= USER_LEVEL * 10 ** (setting.ratio / 20) / max(1e-9, loudness(echo.astype(np.float32)))
    user = np.zeros(length, np.float32)
    speaking = np.zeros(length, bool)
    for at, word in words:
        said = fftconvolve(word, room.user).astype(np.float32)
        said *= USER_LEVEL / max(1e-9, loudness(said))
        part = said[: length - at]
        user[at : at + len(part)] += part
        speaking[at : at + min(len(word), length - at)] = True
    noise_level = max(1e-9, float(np.sqrt(np.mean(noise**2))))
    noisy = noise * np.float32(USER_LEVEL * 10 ** (setting.noise_db / 20) / noise_level)
    alone = user + noisy
    scale = np.float32(min(1.0, 0.9 / max(1e-9, float(np.abs(alone + echo).max()))))
    return Scene(((alone + echo) * scale).astype(np.float32), played, alone * scale, speaking)

"""Made-up rooms: a loudspeaker beside a microphone, somebody two metres away, an echo louder than they are.

Image-source rooms (pyroomacoustics), a loudspeaker that bends loud sounds, a delay, household noise. Used to train the
near-end gate and, with other rooms, other voices and other noise, to measure it.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyroomacoustics
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt

Sound = NDArray[np.float32]

RATE = 16000
GAP_S = 0.65
"""Between two sentences, as the script leaves it."""
USER_LEVEL = 0.05
HIGH_PASS = butter(2, 200, "highpass", fs=RATE, output="sos")


@dataclass(frozen=True)
class Room:
    """Impulse responses to the microphone, their direct sound at the front and their peaks 1."""

    speaker: Sound
    user: Sound


@dataclass(frozen=True)
class Scene:
    """A few seconds of a microphone, and what is known of them."""

    heard: Sound
    """The microphone."""
    played: Sound
    """What the loudspeaker was given."""
    alone: Sound
    """The microphone with the loudspeaker off."""
    speaking: NDArray[np.bool_]
    """Whether somebody speaks, for each sample."""


def make_room(chance: np.random.Generator) -> Room:
    """A shoebox with a reverberation time of 0.2 to 0.6 s."""
    size = chance.uniform([2.8, 2.5, 2.3], [7, 5.5, 3])
    decay = chance.uniform(0.2, 0.6)
    absorption, order = pyroomacoustics.inverse_sabine(decay, size)
    room = pyroomacoustics.ShoeBox(size, fs=RATE, materials=pyroomacoustics.Material(absorption), max_order=min(order, 17))
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
    start = int(np.argmax(np.abs(response) > 0.05 * np.abs(response).max()))
    cut = response[max(0, start - 8) :][: RATE // 2]
    return cut / np.abs(cut).max()


def narration(sentences: Sequence[Sound], seconds: float, chance: np.random.Generator) -> Sound:
    """Sentences one after the other, as a session says them."""
    out = np.zeros(int(seconds * RATE), np.float32)
    at = int(chance.uniform(0, 0.6) * RATE)
    while at < len(out):
        one = sentences[int(chance.integers(len(sentences)))][: len(out) - at]
        out[at : at + len(one)] = one
        at += len(one) + int(GAP_S * RATE)
    return out


def loudness(sound: Sound) -> float:
    """RMS of the parts in which something sounds."""
    levels = np.sqrt(np.mean(sound[: len(sound) // 320 * 320].reshape(-1, 320) ** 2, axis=1) + 1e-14)
    return float(np.sqrt(np.mean(levels[levels >= 0.1 * levels.max()] ** 2)))


def bent(sound: Sound, drive: float) -> Sound:
    """Through a small loudspeaker driven hard: soft clipping, and little below 200 Hz."""
    return np.asarray(sosfilt(HIGH_PASS, np.tanh(sound * drive) / drive), np.float32)


@dataclass(frozen=True)
class Setting:
    """How a scene sounds. `ratio` is the echo's level over the user's, in dB."""

    ratio: float = 10
    delay_s: float = 0.06
    drive: float = 2
    noise_db: float = -30
    """Of the household noise, against the user."""


def make_scene(
    room: Room, played: Sound, words: Sequence[tuple[int, Sound]], noise: Sound, setting: Setting
) -> Scene:
    """`words` are said from a sample on; noise is as long as what is played."""
    length = len(played)
    echo = fftconvolve(bent(played, setting.drive), room.speaker)[:length]
    delay = int(setting.delay_s * RATE)
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
    noisy = noise * np.float32(USER_LEVEL * 10 ** (setting.noise_db / 20) / max(1e-9, float(np.sqrt(np.mean(noise**2)))))
    alone = user + noisy
    scale = np.float32(min(1.0, 0.9 / max(1e-9, float(np.abs(alone + echo).max()))))
    return Scene(((alone + echo) * scale).astype(np.float32), played, alone * scale, speaking)

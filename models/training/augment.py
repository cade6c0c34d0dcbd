"""Changes the training clips at random on the device that trains, many at once.

In every batch a clip gets another speed, vocal tract, room, noise, microphone and level. So the network hardly ever
meets the same sound twice. Beside what the network hears goes the same clip at the same speed with nothing around it,
which is what its teacher hears.
"""

from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import fft
from torch import Tensor

from assistant.hearing.decoding.features import FFT
from training import clips
from training.acoustics import TRAINING_PIECES, Acoustics, coloured, music, rms
from training.cepstra import Cepstra, samples_for
from training.material import FASTEST, LEAST_BACKGROUND, SLOWEST, Material, Rows

WARPS = np.arange(0.86, 1.17, 0.02)
"""Scales of frequencies that make a voice sound as if its speaker's vocal tract were shorter or longer, by up to a
sixth."""
COLOURED = 64
"""Pieces of coloured noise."""
RESPONSE = 8016
"""Samples of the longest recorded response of a room that are used."""
MADE_UP_ROOM = 9600
"""Samples of the longest made-up response of a room."""
KINDS = (0.4, 0.15, 0.13)
"""The shares of household noise, coloured noise and music among the noises. The rest is babble."""
VOICES = (1, 2, 4, 7)
"""How many people may talk in babble."""
WORDLESS = 0.03
"""The share of rows of grunts or noise alone. They teach the network what silence is."""
QUIET = 0.12
"""The share of rows without any noise, with digital silence around the clip."""
FAINTEST, LOUDEST = 28.0, -3.0
"""The level of the voice above the noise, in dB, where the noise is faintest and loudest."""
TEACHER_DB = -26.0
"""The level of what the teacher hears, in dB of full scale."""
EDGES = (0.42, 0.46, 0.48, 0.5, 0.5, 0.7, 0.85)
"""Where the band of a telephone or a cheap microphone may end, as a share of 8 kHz."""
DITHERS = (0.3, 1.0, 3.0)
"""The RMS that the noise of a sample may have, in 16-bit scale."""
HIDDEN = 2
"""Stretches of 30 to 110 ms that may be hidden from the network in each row."""


Sound = NDArray[Any]


class Heard(NamedTuple):
    """The features of a batch, (rows, 3 * outputs, 40)."""

    pupil: Tensor
    """What the network hears."""
    teacher: Tensor
    """The same clips with nothing around them."""
    spoken: Tensor
    """(rows,) whether anybody speaks. The others are noise alone."""


class Bank:
    """Sounds of several kinds, one after the other on the device."""

    def __init__(self, kinds: dict[str, list[Sound]], device: str) -> None:
        """Join the sounds. Each is brought to an RMS of 1."""
        sounds = [sound.astype(np.float32) / rms(sound) for each in kinds.values() for sound in each]
        lengths = [len(sound) for sound in sounds]
        self.samples = torch.tensor(np.concatenate(sounds).astype(np.float16), device=device)
        self.length = torch.tensor(lengths, device=device)
        self.start = torch.tensor(np.concatenate([[0], np.cumsum(lengths)[:-1]]), device=device)
        ends = np.cumsum([len(each) for each in kinds.values()])
        self.kinds = {
            kind: (int(end) - len(each), int(end)) for (kind, each), end in zip(kinds.items(), ends, strict=True)
        }

    def pick(self, kind: str, count: int) -> Tensor:
        """`count` numbers of random sounds of a kind."""
        first, end = self.kinds[kind]
        return torch.randint(first, end, (count,), device=self.length.device)

    def pieces(self, which: Tensor, samples: int) -> Tensor:
        """(rows, samples) of each sound from a random place on. Its end is followed by its beginning."""
        return _pieces(self.samples, self.start[which], self.length[which], samples)


class Augmenter:
    """Makes batches out of the clips."""

    def __init__(self, material: Material, noise: Path, device: str) -> None:
        """Read the noises and the rooms of the folder `noise`."""
        self.material, self.device = material, device
        acoustics = Acoustics(noise)
        with Pool() as pool:
            pieces = pool.map(music, range(TRAINING_PIECES), chunksize=1)
        kinds: dict[str, list[Sound]] = {
            "household": acoustics.noises,
            "coloured": [coloured(seed) for seed in range(COLOURED)],
            "music": pieces,
            "grunts": acoustics.grunts,
        }
        self.bank = Bank(kinds, device)
        rooms = np.zeros((len(acoustics.rooms), MADE_UP_ROOM), np.float32)
        for row, response in zip(rooms, acoustics.rooms, strict=True):
            row[: len(response)] = response
        self.rooms = torch.tensor(rooms, device=device)
        self.cepstra = Cepstra(device, WARPS)
        talkers = [at for at, note in enumerate(material.notes) if note.source not in ("synthetic", "neural")]
        self.talkers = torch.tensor(talkers, device=device)
        self.edges = torch.tensor(EDGES, device=device)
        self.dithers = torch.tensor(DITHERS, device=device)

    def batch(self, rows: Rows) -> Heard:
        """The features of a batch."""
        samples, count = samples_for(3 * rows.outputs), len(rows.first)
        spoken = self._rand(count) >= WORDLESS
        voice = self._placed(rows, samples) * spoken[:, None]
        level = _level(voice)
        teacher = voice * (10 ** (TEACHER_DB / 20) * 32768 / level)[:, None]
        sound = self._in_room(voice, level)
        quiet = (self._rand(count) < QUIET) & spoken
        ratio = self._between(LOUDEST, FAINTEST, count)
        strength = torch.where(spoken, level * 10 ** (-ratio / 20), 1.0) * ~quiet
        sound = sound + self._noise(count, samples, spoken) * strength[:, None]
        loud = self._between(-45, -14, count)
        sound = sound * (10 ** (loud / 20) * 32768 / _rms_rows(sound))[:, None]
        pupil = self._heard(sound.clamp_(-32768, 32767), self._colours(count), self._dither(count))
        pupil = self._some_hidden(pupil)
        with_hiss = teacher + torch.randn_like(teacher)
        return Heard(pupil, self.cepstra.of(self.cepstra.power(with_hiss)), spoken)

    def _heard(self, sound: Tensor, colours: Tensor, dither: Tensor) -> Tensor:
        """The features of what a microphone makes of a sound, with its own hiss."""
        powers = self.cepstra.power(sound) * colours[:, None]
        powers += self.cepstra.power(torch.randn_like(sound) * dither[:, None])
        warped = torch.randint(1, len(WARPS) + 1, (len(sound),), device=self.device)
        return self.cepstra.of(powers, torch.where(self._rand(len(sound)) < 0.8, warped, 0))

    def _placed(self, rows: Rows, samples: int) -> Tensor:
        """(rows, samples) of the clips at some speed, each somewhere in its row."""
        material, count = self.material, len(rows.first)
        follows = rows.second >= 0
        second = rows.second.clamp_min(0)
        gap = self._between(0, 0.25 * clips.RATE, count) * follows
        own = material.length[rows.first].float()
        other = material.length[second].float() * follows
        room = samples - LEAST_BACKGROUND / 4 * 480 - gap
        speed = torch.where(self._rand(count) < 0.8, self._between(SLOWEST, FASTEST, count), 1.0)
        speed = torch.maximum(speed, (own + other) / room)
        free = samples - gap - (own + other) / speed
        begin = free * self._rand(count)
        end = self._rand(count)
        begin = torch.where(end < 0.1, free * self._rand(count) * 0.1, begin)
        begin = torch.where(end > 0.9, free * (1 - self._rand(count) * 0.1), begin)
        time = torch.arange(samples, device=self.device, dtype=torch.float32)
        voice = self._played(rows.first, (time - begin[:, None]) * speed[:, None])
        if rows.phones[1]:
            later = begin + own / speed + gap
            strength = (material.rms[rows.first] / material.rms[second] * follows)[:, None]
            voice = voice + self._played(second, (time - later[:, None]) * speed[:, None]) * strength
        return voice

    def _played(self, which: Tensor, place: Tensor) -> Tensor:
        """The samples of clips at fractional places. Outside of a clip there is digital silence."""
        last = self.material.length[which][:, None] - 1
        inside = (place >= 0) & (place < last)
        before = place.clamp(min=0).long().minimum(last - 1)
        part = (place - before).clamp(0, 1)
        at = before + self.material.start[which][:, None]
        low, high = self.material.samples[at].float(), self.material.samples[at + 1].float()
        return (low + (high - low) * part) * inside

    def _in_room(self, voice: Tensor, level: Tensor) -> Tensor:
        """The voices in rooms: one clip in five in a recorded one, three in ten in a made-up one, the rest in none."""
        count, kind = len(voice), self._rand(len(voice))
        time = torch.arange(MADE_UP_ROOM, device=self.device)
        decay = self._between(0.05, 0.6, count)[:, None] * clips.RATE
        tail = torch.randn(count, MADE_UP_ROOM, device=self.device) * torch.exp(-6.9 * time / decay) * (time < decay)
        tail *= self._between(0.02, 0.25, count)[:, None]
        tail[:, :32] = 0
        tail *= (kind < 0.5)[:, None]
        tail[:, 0] = 1
        recorded = self.rooms[torch.randint(len(self.rooms), (count,), device=self.device)]
        response = torch.where((kind < 0.2)[:, None], recorded, tail)
        size = fft.next_fast_len(voice.shape[1] + MADE_UP_ROOM)
        spectrum = torch.fft.rfft(voice, size) * torch.fft.rfft(response, size)
        wet = torch.fft.irfft(spectrum, size)[:, : voice.shape[1]]
        return wet * (level / _level(wet))[:, None]

    def _noise(self, count: int, samples: int, spoken: Tensor) -> Tensor:
        """(rows, samples) of noise with an RMS of 1. Where nobody speaks it is no babble, and may be grunts."""
        kind = self._rand(count) * sum(KINDS)
        household, hiss, _ = np.cumsum(KINDS)
        which = self.bank.pick("household", count)
        which = torch.where((kind > household) & (kind < hiss), self.bank.pick("coloured", count), which)
        which = torch.where(kind > hiss, self.bank.pick("music", count), which)
        grunt = ~spoken & (self._rand(count) < 0.4)
        which = torch.where(grunt, self.bank.pick("grunts", count), which)
        noise = self.bank.pieces(which, samples)
        babble = self._babble(round((1 - sum(KINDS)) * count), samples)
        noise[: len(babble)] = torch.where(spoken[: len(babble), None], babble, noise[: len(babble)])
        return noise / _rms_rows(noise)[:, None]

    def _babble(self, count: int, samples: int) -> Tensor:
        """(rows, samples) of one to seven people who talk at once."""
        mixture = torch.zeros(count, samples, device=self.device)
        for number in range(max(VOICES)):
            rows = count * sum(voices > number for voices in VOICES) // len(VOICES)
            which = self.talkers[torch.randint(len(self.talkers), (rows,), device=self.device)]
            start, length = self.material.start[which], self.material.length[which]
            talk = _pieces(self.material.samples, start, length, samples)
            mixture[:rows] += talk / self.material.rms[which][:, None]
        return mixture

    def _colours(self, count: int) -> Tensor:
        """(rows, bins) power factors of random microphones and telephones."""
        place = torch.arange(FFT // 2 + 1, device=self.device) / (FFT // 2)
        decibels = self._between(-10, 10, count)[:, None] * (place - 0.3)
        for _ in range(2):
            centre, width = self._rand(count)[:, None], self._between(0.08, 0.3, count)[:, None]
            decibels = decibels + self._between(-7, 7, count)[:, None] * torch.exp(-(((place - centre) / width) ** 2))
        decibels = decibels * (self._rand(count) < 0.7)[:, None]
        edge = self.edges[torch.randint(len(EDGES), (count,), device=self.device)][:, None]
        cut = self._between(25, 80, count)[:, None] * ((place - edge) / 0.03).clamp(0, 1)
        decibels = decibels - cut * (self._rand(count) < 0.35)[:, None]
        low = (place < self._between(0.005, 0.04, count)[:, None]) * 20
        decibels = decibels - low * (self._rand(count) < 0.3)[:, None]
        return 10 ** (decibels / 10)

    def _dither(self, count: int) -> Tensor:
        """(rows,) the RMS of the noise that is added to each sample."""
        return self.dithers[torch.randint(len(DITHERS), (count,), device=self.device)]

    def _some_hidden(self, frames: Tensor) -> Tensor:
        """The features with some stretches hidden behind the frame before them."""
        count, most = frames.shape[:2]
        place = torch.arange(most, device=self.device)[None].expand(count, -1)
        for _ in range(HIDDEN):
            size = torch.randint(3, 12, (count, 1), device=self.device) * (self._rand(count) < 0.5)[:, None]
            start = (self._rand(count)[:, None] * (most - size)).long()
            place = torch.where((place >= start) & (place < start + size), start, place)
        return frames.gather(1, place[..., None].expand(-1, -1, frames.shape[2]))

    def _rand(self, count: int) -> Tensor:
        return torch.rand(count, device=self.device)

    def _between(self, low: float, high: float, count: int) -> Tensor:
        return low + (high - low) * self._rand(count)


def _pieces(sounds: Tensor, start: Tensor, length: Tensor, samples: int) -> Tensor:
    """(rows, samples) of the sounds at `start` with this length, each from a random place on."""
    begin = (torch.rand(len(start), device=sounds.device) * length).long()
    time = torch.arange(samples, device=sounds.device)
    return sounds[start[:, None] + (begin[:, None] + time) % length[:, None]].float()


def _level(sound: Tensor) -> Tensor:
    """(rows,) the RMS of the part of a row that is no digital silence."""
    power = sound.square().sum(1)
    return ((power + 1) / (sound.abs() > 0.01).sum(1).clamp_min(1)).sqrt()


def _rms_rows(sound: Tensor) -> Tensor:
    """(rows,) the RMS, a little above zero even for silence."""
    return (sound.square().mean(1) + 1e-9).sqrt()

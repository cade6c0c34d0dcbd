"""Train the near-end network, which tells whether somebody speaks over our own voice.

    python -m training.near_end WORK MATERIAL OUT.npz [--scenes 1700]

It learns from made-up scenes in simulated rooms. WORK is the work folder of the acoustic model, whose clips are the
people who speak over us. MATERIAL/noise holds the household noise.
"""

import argparse
from collections.abc import Mapping
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional
from tqdm import tqdm

from assistant.app import App
from assistant.content.load import load_library
from assistant.hearing.echo.canceller import Canceller
from assistant.hearing.echo.near_end import HOP
from assistant.settings import Settings
from assistant.words.units import INPUT_RATE
from training import clips
from training.acoustics import Acoustics
from training.rooms import Setting, Sound, loudness, make_room, make_scene, narration

SECONDS = 9.0
"""The length of a scene."""
HIDDEN = 32
"""Units of the network. More of them hear more and cost more on a small computer."""
VOICES = ("clear", "plain", "american")
"""The voice profiles that speak for us."""
SENTENCES = 150
"""About how many sentences each of these voices says."""
BUSY = 0.35
"""The share of a hop in which somebody must speak for the hop to count as spoken. A higher share
lets the network notice somebody later."""
PASSES = 30
"""How often the training goes through all scenes."""


class Given(NamedTuple):
    """What scenes are made of."""

    ours: list[Sound]
    """Our own sentences."""
    acoustics: Acoustics
    people: list[Sound]
    """What people say over them."""


class Example(NamedTuple):
    """A scene as the network sees it."""

    features: NDArray[np.float16]
    """(hops, features)."""
    spoken: NDArray[np.bool_]
    """For each hop whether somebody speaks."""


_given: Given | None = None


def sentences() -> list[Sound]:
    """Sentences of the exercises in our own voices."""
    library = load_library()
    texts = [text for exercise in library.exercises.values() for text in exercise.setup]
    app = App.open(Settings())
    spoken = []
    for name in VOICES:
        voice = app.voice(name, INPUT_RATE)
        try:
            spoken += [voice.clip(text) for text in texts[:: max(1, len(texts) // SENTENCES)]]
        finally:
            voice.close()
    return spoken


def _interruptions(people: list[Sound], length: int, chance: np.random.Generator) -> list[tuple[int, Sound]]:
    """What people say in a scene of `length` samples, each with the sample at which it begins."""
    words: list[tuple[int, Sound]] = []
    at = int(chance.uniform(0.5, 4) * INPUT_RATE)
    while at < length and chance.random() < 0.8:
        words.append((at, people[int(chance.integers(len(people)))][: 2 * INPUT_RATE]))
        at += len(words[-1][1]) + int(chance.uniform(0.4, 3.5) * INPUT_RATE)
    return words


def _household(acoustics: Acoustics, length: int, chance: np.random.Generator) -> Sound:
    """`length` samples with one to three noises or grunts in them, and some hiss."""
    noise = np.zeros(length, np.float32)
    for _ in range(int(chance.integers(1, 4))):
        pool = acoustics.grunts if chance.random() < 0.35 else acoustics.noises
        sound = pool[int(chance.integers(len(pool)))].astype(np.float32)
        start, lasts = int(chance.integers(len(noise) // 2)), int(chance.integers(HOP * 20, len(noise)))
        part = np.resize(sound, lasts)[: len(noise) - start]
        noise[start : start + len(part)] += part / max(1.0, loudness(part)) * chance.uniform(0.1, 1)
    noise += chance.standard_normal(len(noise)).astype(np.float32) * np.float32(chance.uniform(0.001, 0.05))
    return noise


def scene(seed: int) -> Example:
    """A random scene as the network sees it: the canceller's features, and the truth."""
    if _given is None:
        raise RuntimeError("there is nothing to make scenes of")
    ours, acoustics, people = _given
    chance = np.random.default_rng(seed)
    played = narration(ours, SECONDS, chance) * np.float32(chance.uniform(0.3, 1))
    words = _interruptions(people, len(played), chance)
    noise = _household(acoustics, len(played), chance)
    setting = Setting(
        ratio=chance.uniform(-6, 24),
        delay_s=chance.uniform(0.01, 0.2),
        drive=chance.uniform(0.3, 3.5),
        noise_db=chance.uniform(-45, -3),
    )
    made = make_scene(make_room(chance), played, words, noise, setting)
    gain = np.float32(10 ** (chance.uniform(-25, 3) / 20))
    heard, canceller = np.clip(made.heard * gain, -1, 1), Canceller()
    hops = len(heard) // HOP
    if chance.random() < 0.4:  # what is played and what is heard slip against each other, as two sound devices do
        slips = int(chance.integers(len(played)))
        played = np.concatenate([played[:slips], np.roll(played[slips:], int(chance.integers(-40, 41)))])
    features = [
        canceller.process(heard[at : at + HOP], played[at : at + HOP]).features for at in range(0, hops * HOP, HOP)
    ]
    spoken = made.speaking[: hops * HOP].reshape(hops, HOP).mean(axis=1) > BUSY
    return Example(np.array(features, np.float16), spoken)


class NearEndNetwork(torch.nn.Module):
    """The network that `assistant.hearing.echo.near_end.NearEnd` computes: one GRU layer and one output."""

    def __init__(self, features: int) -> None:
        """A network with random weights for so many features."""
        super().__init__()
        self.layer = torch.nn.GRU(features, HIDDEN, batch_first=True)
        self.out = torch.nn.Linear(HIDDEN, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(scenes, hops, features) -> (scenes, hops), above zero where somebody probably speaks."""
        return self.out(self.layer(features)[0])[..., 0]

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The weights under the names by which `NearEnd` reads them."""
        layer = self.layer
        each = {
            "input": layer.weight_ih_l0, "input_bias": layer.bias_ih_l0,
            "hidden": layer.weight_hh_l0, "hidden_bias": layer.bias_hh_l0,
            "out": self.out.weight, "out_bias": self.out.bias,
        }  # fmt: skip
        return {name: tensor.detach().numpy().astype(np.float32) for name, tensor in each.items()}


def make_scenes(work: Path, noise: Path, count: int, processes: int) -> list[Example]:
    """`count` scenes, made by so many processes."""
    global _given  # noqa: PLW0603 (what the worker processes inherit)
    samples, notes = clips.read(work / "clips")
    picked = [note for note in notes if note.split == "train" and note.samples > INPUT_RATE // 4][::5]
    clip_of = (samples[note.start : note.start + note.samples] for note in picked)
    people = [clip.astype(np.float32) / np.float32(32768) for clip in clip_of]
    _given = Given(sentences(), Acoustics(noise), people)
    with Pool(processes) as pool:
        return list(tqdm(pool.imap_unordered(scene, range(count), chunksize=2), total=count, desc="scenes"))


def train(scenes: list[Example]) -> NearEndNetwork:
    """Fit the network. Every tenth scene is not trained on, and the loss on these scenes is shown after each pass."""
    features = torch.from_numpy(np.array([example.features for example in scenes], np.float32))
    spoken = torch.from_numpy(np.array([example.spoken for example in scenes], np.float32))
    test = torch.arange(len(scenes)) % 10 == 0
    torch.manual_seed(0)
    network = NearEndNetwork(features.shape[-1])
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=PASSES * (int((~test).sum()) // 16 + 1))
    rows = torch.nonzero(~test)[:, 0]
    bar = tqdm(range(PASSES), desc="passes")
    for _ in bar:
        for batch in rows[torch.randperm(len(rows))].split(16):
            shift = torch.randn(len(batch), 1, 1) * 0.15
            loss = functional.binary_cross_entropy_with_logits(network(features[batch] + shift), spoken[batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            plan.step()
        with torch.no_grad():
            held = functional.binary_cross_entropy_with_logits(network(features[test]), spoken[test])
        bar.set_postfix(train=f"{loss.item():.3f}", kept=f"{held.item():.3f}")
    return network


def main() -> None:
    """Make the scenes, unless they are in the work folder already, train the network, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("material", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scenes", type=int, default=1700)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    kept = asked.work / f"scenes-{asked.scenes}.npz"
    if not kept.exists():
        made = make_scenes(asked.work, asked.material / "noise", asked.scenes, asked.processes)
        features, spoken = zip(*made, strict=True)
        np.savez(kept, features=np.array(features), spoken=np.array(spoken))
    stored = np.load(kept)
    pairs = zip(stored["features"], stored["spoken"], strict=True)
    network = train([Example(features, spoken) for features, spoken in pairs])
    weights: Mapping[str, Any] = network.weights()
    np.savez(asked.out, **weights)


if __name__ == "__main__":
    main()

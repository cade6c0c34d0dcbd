"""Train the near-end gate: does somebody speak over our own voice? In simulated rooms, from nothing but made-up scenes.

    python -m training.near_end WORK MATERIAL OUT.npz [--scenes 1700]

WORK is the acoustic model's folder (its clips are the people who speak over us), MATERIAL/noise the household.
"""

import argparse
from multiprocessing import Pool
from pathlib import Path

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
from training.augment import Acoustics
from training.rooms import Setting, Sound, loudness, make_room, make_scene, narration

SECONDS = 9.0
HIDDEN = 32
VOICES = ("clear", "plain", "american")
SENTENCES = 150
BUSY = 0.35
"""Of a word's samples in a hop that make it spoken."""
PASSES = 30

_given: tuple[list[Sound], Acoustics, list[Sound]] | None = None


def sentences() -> list[Sound]:
    """Our own sentences in our own voices."""
    library = load_library()
    texts = [text for one in library.exercises.values() for text in one.setup]
    app = App.open(Settings())
    spoken = []
    for name in VOICES:
        voice = app.voice(name, INPUT_RATE)
        try:
            spoken += [voice.clip(text) for text in texts[:: max(1, len(texts) // SENTENCES)]]
        finally:
            voice.close()
    return spoken


def scene(seed: int) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
    """Features and labels of a few seconds, hop by hop."""
    if _given is None:
        raise RuntimeError("there is nothing to make scenes of")
    ours, acoustics, people = _given
    chance = np.random.default_rng(seed)
    played = narration(ours, SECONDS, chance) * np.float32(chance.uniform(0.3, 1))
    words = []
    at = int(chance.uniform(0.5, 4) * INPUT_RATE)
    while at < len(played) and chance.random() < 0.8:
        words.append((at, people[int(chance.integers(len(people)))][: 2 * INPUT_RATE]))
        at += len(words[-1][1]) + int(chance.uniform(0.4, 3.5) * INPUT_RATE)
    noise = np.zeros(len(played), np.float32)
    for _ in range(int(chance.integers(1, 4))):
        pool = acoustics.grunts if chance.random() < 0.35 else acoustics.noises
        sound = pool[int(chance.integers(len(pool)))].astype(np.float32)
        start, length = int(chance.integers(len(noise) // 2)), int(chance.integers(HOP * 20, len(noise)))
        part = np.resize(sound, length)[: len(noise) - start]
        noise[start : start + len(part)] += part / max(1.0, loudness(part)) * chance.uniform(0.1, 1)
    noise += chance.standard_normal(len(noise)).astype(np.float32) * np.float32(chance.uniform(0.001, 0.05))
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
    if chance.random() < 0.4:  # streams slip against each other
        slips = int(chance.integers(len(played)))
        played = np.concatenate([played[:slips], np.roll(played[slips:], int(chance.integers(-40, 41)))])
    features = [
        canceller.process(heard[at : at + HOP], played[at : at + HOP]).features for at in range(0, hops * HOP, HOP)
    ]
    spoken = made.speaking[: hops * HOP].reshape(hops, HOP).mean(axis=1) > BUSY
    return np.array(features, np.float16), spoken


class Gate(torch.nn.Module):
    """The layer `assistant.hearing.echo.near_end.NearEnd` computes."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.layer = torch.nn.GRU(features, HIDDEN, batch_first=True)
        self.out = torch.nn.Linear(HIDDEN, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.out(self.layer(features)[0])[..., 0]

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """As `NearEnd` wants them."""
        layer = self.layer
        each = {
            "input": layer.weight_ih_l0, "input_bias": layer.bias_ih_l0,
            "hidden": layer.weight_hh_l0, "hidden_bias": layer.bias_hh_l0,
            "out": self.out.weight, "out_bias": self.out.bias,
        }  # fmt: skip
        return {name: one.detach().numpy().astype(np.float32) for name, one in each.items()}


def make_scenes(work: Path, noise: Path, count: int, processes: int) -> list[tuple[NDArray, NDArray]]:
    """`count` scenes."""
    global _given  # noqa: PLW0603 (what the worker processes inherit)
    samples, notes = clips.read(work / "clips")
    picked = [one for one in notes if one.split == "train" and one.samples > INPUT_RATE // 4][::5]
    people = [samples[one.start : one.start + one.samples].astype(np.float32) / 32768 for one in picked]
    _given = (sentences(), Acoustics(noise, []), people)
    with Pool(processes) as pool:
        return list(tqdm(pool.imap_unordered(scene, range(count), chunksize=2), total=count, desc="scenes"))


def train(scenes: list[tuple[NDArray, NDArray]]) -> Gate:
    """Fit the gate; every tenth scene is kept to look at."""
    features = torch.from_numpy(np.array([one for one, _ in scenes], np.float32))
    spoken = torch.from_numpy(np.array([one for _, one in scenes], np.float32))
    test = torch.arange(len(scenes)) % 10 == 0
    torch.manual_seed(0)
    gate = Gate(features.shape[-1])
    optimiser = torch.optim.AdamW(gate.parameters(), lr=3e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=PASSES * (int((~test).sum()) // 16 + 1))
    rows = torch.nonzero(~test)[:, 0]
    bar = tqdm(range(PASSES), desc="passes")
    for _ in bar:
        for batch in rows[torch.randperm(len(rows))].split(16):
            shift = torch.randn(len(batch), 1, 1) * 0.15
            loss = functional.binary_cross_entropy_with_logits(gate(features[batch] + shift), spoken[batch])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(gate.parameters(), 1.0)
            optimiser.step()
            plan.step()
        with torch.no_grad():
            held = functional.binary_cross_entropy_with_logits(gate(features[test]), spoken[test])
        bar.set_postfix(train=f"{loss.item():.3f}", kept=f"{held.item():.3f}")
    return gate


def main() -> None:
    """Make scenes, train, write."""
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
        np.savez(kept, features=np.array([one for one, _ in made]), spoken=np.array([one for _, one in made]))
    stored = np.load(kept)
    gate = train(list(zip(stored["features"], stored["spoken"], strict=True)))
    np.savez(asked.out, **gate.weights())


if __name__ == "__main__":
    main()

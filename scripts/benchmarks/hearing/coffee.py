"""The orders of a public benchmark: spoken orders of coffee, with noise."""

import json
from collections.abc import Iterable
from pathlib import Path

from assistant.app import load_commands
from assistant.commands.hear import hear
from assistant.hearing.decoding.grammar import Grammar
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.settings import Settings, model_folder
from assistant.words.samples import Samples
from benchmarks.hearing.noises import mixed
from benchmarks.recordings import sound_of
from benchmarks.table import Row, row_of
from benchmarks.tested import padded

VOCABULARY = Path(__file__).with_name("coffee.yaml")
SNRS = (24, 21, 18, 15, 12, 9, 6)
"""The benchmark's levels in dB."""
NOISES = ("kitchen", "babble")
"""The benchmark's second noise is a cafe's, which we do not have. Our babble is denser."""
SLOTS = ("coffeeDrink", "roast", "numberOfShots", "size", "milkAmount", "sugarAmount")
"""The slots that the benchmark labels."""


def coffee(material: Path, settings: Settings, cache: Path, noise: dict[str, Samples]) -> list[Row]:
    """Orders of which the intent and every labelled slot are heard right, clean and at each level in each noise."""
    folder = material / "dev/coffee"
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    listener = Listener(Recogniser(model_folder(settings), Grammar(load_commands(VOCABULARY)), cache))
    clips = [sound_of(folder / name) for name in labels]

    def row(where: str, sounds: Iterable[Samples]) -> Row:
        results = []
        for (name, label), sound in zip(labels.items(), sounds, strict=True):
            heard = hear(listener, folder / name, padded(sound))["slots"]
            pairs = heard.items() if isinstance(heard, dict) else ()
            slots = {key: value for key, value in pairs if key in SLOTS}
            wanted = {key: value.strip() for key, value in label["slots"].items()}
            results.append((slots == wanted, name))
        return row_of(f"coffee orders, {where}", results, "development clips")

    rows = [row("clean", clips)]
    for kind in NOISES:
        for snr in SNRS:
            sounds = (mixed(clip, noise[kind], snr, number) for number, clip in enumerate(clips))
            rows.append(row(f"{kind} at {snr} dB", sounds))
    return rows

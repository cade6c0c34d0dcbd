"""The made-up rooms that everything over our own voice is measured in, and the noise in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.words.samples import Samples
from benchmarks.recordings import sound_of
from training.rooms import Room, make_room

ROOMS = 12
"""How many made-up rooms there are."""
FIRST_ROOM = 90_000
"""The seed of the first room. The network's training uses lower ones."""


@dataclass(frozen=True, slots=True)
class Places:
    """Rooms, and the noise in them."""

    rooms: Sequence[Room]
    noise: Samples


def made_up(material: Path) -> Places:
    """Made-up rooms, and the halves of two recordings of a kitchen that the network's training did not hear."""
    rooms = [make_room(np.random.default_rng(FIRST_ROOM + number)) for number in range(ROOMS)]
    sounds = [sound_of(material / f"noise/household_{name}.opus") for name in ("kitchen", "doing_the_dishes")]
    return Places(rooms, np.concatenate([sound[len(sound) // 2 :] for sound in sounds]))

"""Earcons: few, short, and unlike each other in register and rhythm (dcs.gla.ac.uk/~stephen/earcon_guidelines)."""

import numpy as np

from assistant.words.samples import Samples

NOTES: dict[str, tuple[tuple[float, float], ...]] = {
    "ready": ((523, 0.09), (784, 0.16)),
    "begin": ((880, 0.12),),
    "tick": ((1200, 0.03),),
    "done": ((659, 0.09), (523, 0.09), (392, 0.2)),
    "paused": ((392, 0.12), (392, 0.12)),
    "wake": ((587, 0.07), (880, 0.12)),
    "rest": ((440, 0.07), (330, 0.12)),
    "trouble": ((220, 0.25), (0, 0.05), (220, 0.25)),
}
"""name -> (hertz, seconds) after each other"""
SOFT = {"wake": 0.4, "rest": 0.25}
"""How loud those of standby are beside the others, as somebody may sleep in the room."""


def earcon(name: str, rate: int) -> Samples:
    """An earcon at an output rate."""
    parts = []
    for hertz, length in NOTES[name]:
        time = np.arange(round(length * rate)) / rate
        shape = np.minimum(1, time / 0.005) * np.exp(-time / (0.5 * length))
        parts.append(0.25 * shape * (np.sin(2 * np.pi * hertz * time) + 0.3 * np.sin(4 * np.pi * hertz * time)))
    return (SOFT.get(name, 1.0) * np.concatenate(parts)).astype(np.float32)

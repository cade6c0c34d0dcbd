"""What a person said when they enrolled, as phone likelihoods, and whether a sound is like it.

A *take* is a recording of one person saying one phrase. Two takes are aligned in time (dynamic time warping). How far
two moments are apart is the negative logarithm of how much their likelihoods overlap (Bhattacharyya distance).

Likelihoods of phones are compared and not the sound itself, because they are much the same in another room; and not a
spelling in phones, because that loses what the network was unsure of.
"""

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.decoding.graph import BASE_PHONES, SILENCE

Example = bytes
"""(frames of 30 ms, phones) likelihoods in 8 bits; silence before and after is cut off."""

QUIET = BASE_PHONES.index(SILENCE)
"""The place of silence among the phones."""
EDGE = 1
"""The number of frames of 30 ms that are kept before and after what is no silence.

Raised, the silence around a take makes two takes of it more alike.
"""
LEAST = 1e-3
"""The overlap, 0 to 1, that two moments have at least.

It bounds how far one moment can bring two takes apart. Raised, single wrong phones count for less.
"""

SHARPER = 3.0
"""The power to which likelihoods are raised before two moments are compared.

The network alone is unsure of much, so without this everything is a little like every example. Raised, an utterance
must be nearer in its single phones; lowered, other people's words come nearer to the examples.
"""


def example(likelihoods: NDArray[np.floating]) -> Example:
    """Of (frames, phones) likelihoods; empty where silence is the likeliest all the time."""
    sounding = np.flatnonzero(likelihoods.argmax(axis=1) != QUIET)
    if not len(sounding):
        return b""
    part = likelihoods[max(0, sounding[0] - EDGE) : sounding[-1] + 1 + EDGE]
    return bytes(np.rint(part * 255).astype(np.uint8).tobytes())


def difference(first: Example, second: Example) -> float:
    """How far two takes, which are not empty, are apart, in nats per frame: 0 when they are the same."""
    a, b = (_roots(each) for each in (first, second))
    far = -np.log(a @ b.T + LEAST)
    rows, columns = len(a), len(b)
    total: NDArray[np.float64] = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    for diagonal in range(2, rows + columns + 1):
        i = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        j = diagonal - i
        step = far[i - 1, j - 1]
        straight = np.minimum(total[i - 1, j], total[i, j - 1]) + step
        total[i, j] = np.minimum(straight, total[i - 1, j - 1] + 2 * step)
    return float(total[rows, columns]) / (rows + columns)


def _roots(take: Example) -> NDArray[np.float32]:
    likely = np.frombuffer(take, np.uint8).reshape(-1, len(BASE_PHONES)).astype(np.float32)
    sharp = likely**SHARPER
    return np.asarray(np.sqrt(sharp / np.maximum(sharp.sum(axis=1, keepdims=True), 1)), np.float32)

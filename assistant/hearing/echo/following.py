"""Whether what is heard follows what was played in loudness and colour, although it cannot be found again in it.

So does an echo from a loudspeaker whose delay changes, that distorts, or that is further behind than anybody looks for.
Pure: numbers in, numbers out.
"""

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.echo.near_end import HOP_S

BEHIND_S = 4.0
"""The furthest behind, in seconds, that is looked for. Network loudspeakers are two seconds behind.

Raised, looking takes more computing, and chance finds more.
"""
ALIKE = 0.6
"""How alike both must be, as a correlation from -1 to 1: an echo reaches 0.75 and more, somebody who talks 0.15.

Raised, an echo is missed while a television is on; lowered, somebody's talk is taken for an echo.
"""
ALONE = 0.5
"""The share of that likeness which no other delay may reach: an echo leaves 0.2 elsewhere, counted numbers 0.64.

Whoever counts along with us is like us, and so is a count to itself a second later. Raised, somebody who counts along
is taken for an echo; lowered, an echo is missed.
"""
_ASIDE = round(0.5 / HOP_S)
"""Hops to either side of a delay that belong to it."""
_FLOOR = -0.5
"""A band's power, scaled as in `Spectrum`, below which all is the same: -70 dB of full scale, a room's noise."""


def behind(heard: NDArray[np.float32], played: NDArray[np.float32]) -> int | None:
    """Hops by which what was heard is behind what was played; None where it does not follow it.

    (hops, bands) of each, as `Spectrum` gives them; both end at the same moment.
    """
    ours, theirs = (np.maximum(part, _FLOOR) - np.maximum(part, _FLOOR).mean(0) for part in (played, heard))
    length, most = len(ours), min(len(ours) // 2, round(BEHIND_S / HOP_S))
    size = 1 << (2 * length - 1).bit_length()
    cross = (np.fft.rfft(theirs, size, axis=0) * np.conj(np.fft.rfft(ours, size, axis=0))).sum(1)
    common = np.fft.irfft(cross, size)[:most]
    heard_power = np.cumsum((theirs**2).sum(1)[::-1])[::-1][:most]  # of what is left when both are laid together
    played_power = np.cumsum((ours**2).sum(1))[::-1][:most]
    alike = common / (np.sqrt(heard_power * played_power) + 1e-9)
    best = int(np.argmax(alike))
    elsewhere = np.concatenate([alike[: max(0, best - _ASIDE)], alike[best + _ASIDE :]])
    alone = float(elsewhere.max(initial=0.0)) < ALONE * float(alike[best])
    return best if alike[best] > ALIKE and alone else None

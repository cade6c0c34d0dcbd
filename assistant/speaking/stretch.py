"""Speaking faster or slower without another pitch: libsonic, which espeak-ng brings with it on Debian.

What was rendered ahead has one pace. Sonic takes out or repeats whole periods of the voice, so it keeps its pitch, and
stays clear up to several times its pace: that is what it was made for.
"""

import ctypes
from functools import cache

import numpy as np

from assistant.words.errors import VoiceError
from assistant.words.samples import Samples

LIBRARY = "libsonic.so.0"
SAME = 0.01
"""A pace that differs by less is the same."""


def stretched(sound: Samples, rate: int, faster: float) -> Samples:
    """A sound at so many times its pace. Raises `VoiceError` where libsonic is missing."""
    if abs(faster - 1) < SAME or not len(sound):
        return sound
    room = np.zeros(int(len(sound) / min(faster, 1.0)) + rate, np.float32)
    room[: len(sound)] = sound
    pointer = room.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
    count = _library().sonicChangeFloatSpeed(pointer, len(sound), faster, 1.0, 1.0, 1.0, 0, rate, 1)
    return room[: max(0, int(count))].copy()


@cache
def _library() -> ctypes.CDLL:
    try:
        found = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise VoiceError("libsonic is not installed, which changes the pace; on Debian it is libsonic0") from error
    number, whole = ctypes.c_float, ctypes.c_int
    found.sonicChangeFloatSpeed.argtypes = [ctypes.POINTER(number), whole, *[number] * 4, whole, whole, whole]
    found.sonicChangeFloatSpeed.restype = whole
    return found

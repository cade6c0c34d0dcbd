"""Units of time. One clock: frames the speaker has consumed, divided by its rate."""

from typing import NewType

Seconds = NewType("Seconds", float)
"""Session time unless a name says otherwise."""
Frames = NewType("Frames", int)
Rate = NewType("Rate", int)
"""Frames a second."""

OUTPUT_RATE = Rate(48000)
INPUT_RATE = Rate(16000)


def frames(seconds: float, rate: Rate) -> Frames:
    """The nearest whole frame."""
    return Frames(round(seconds * rate))


def seconds(count: int, rate: Rate) -> Seconds:
    """Frames as session time."""
    return Seconds(count / rate)

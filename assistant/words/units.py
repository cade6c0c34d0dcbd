"""Units of time. One clock: frames the speaker has consumed, divided by its rate."""

from typing import NewType

Seconds = NewType("Seconds", float)
"""Session time unless a name says otherwise."""
Frames = NewType("Frames", int)
"""Samples of one channel, counted from the beginning of the session unless a name says otherwise."""
Rate = NewType("Rate", int)
"""Frames a second."""

OUTPUT_RATE = Rate(48000)
"""Of all that is played: what loudspeakers take without converting it. Raising it only costs more work."""
INPUT_RATE = Rate(16000)
"""Of all that is heard: the rate that speech models are made for. They do not work at another."""


def frames(seconds: float, rate: Rate) -> Frames:
    """The nearest whole frame."""
    return Frames(round(seconds * rate))


def seconds(count: int, rate: Rate) -> Seconds:
    """Frames as session time."""
    return Seconds(count / rate)

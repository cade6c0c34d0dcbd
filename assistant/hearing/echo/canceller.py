"""WebRTC's echo canceller, and the signals the rest of the ear needs of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.echo.linear import LinearCanceller
from assistant.hearing.echo.near_end import Spectrum
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A hop of the microphone with our own voice taken out."""

    gentle: Samples
    """By the linear filter alone, for the recogniser: some of our voice is left, and nearly all of the person's."""
    features: NDArray[np.float32]
    """For the near-end network: the bands of four signals, in a row."""


class Canceller:
    """One microphone's echo canceller. Feed it hop by hop, in order, also while nothing is played.

    WebRTC's AEC3 leaves hardly anything of our own voice and damages the person's; it shows whether anybody but us
    speaks. The linear filter keeps more of their words; its output is what the recogniser is given.
    """

    def __init__(self) -> None:
        """Raises ImportError where pywebrtc-audio is not installed."""
        from pywebrtc_audio import EchoCanceller

        self._webrtc = EchoCanceller(INPUT_RATE)
        self._linear = LinearCanceller()
        self._spectra = tuple(Spectrum() for _ in range(4))

    def process(self, heard: Samples, played: Samples) -> Cleaned:
        """What is left of the next hop of the microphone; `played` was played meanwhile. Both are within -1 to 1."""
        left, echo = self._linear.process(heard, played)
        strict = np.asarray(self._webrtc.process(heard, played), np.float32)
        parts = (left, echo, strict, heard)
        features = np.concatenate([spectrum.bands(part) for spectrum, part in zip(self._spectra, parts, strict=True)])
        return Cleaned(left, features)

    def pass_over(self, played: Samples) -> None:
        """What was played in a hop of the microphone that is left out."""
        self._linear.pass_over(played)

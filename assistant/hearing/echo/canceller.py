"""WebRTC's echo canceller, and the signals the rest of the ear needs of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.hearing.echo.near_end import LinearCanceller, Spectrum
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A hop of the microphone with our own voice taken out."""

    gentle: Samples
    """By the linear filter alone: some of us is left, and nearly all of the user."""
    features: NDArray[np.float32]
    """For the near-end gate."""


class Canceller:
    """One microphone's echo canceller. Feed it hop by hop, in order, also while nothing is played."""

    def __init__(self) -> None:
        """Raises ImportError where pywebrtc-audio is not installed."""
        from pywebrtc_audio import EchoCanceller

        self._webrtc = EchoCanceller(INPUT_RATE)
        self._linear = LinearCanceller()
        self._spectra = tuple(Spectrum() for _ in range(4))

    def process(self, heard: Samples, played: Samples) -> Cleaned:
        """A hop of the microphone and of what was played, both within -1 to 1."""
        left, echo = self._linear.process(heard, played)
        strict = np.asarray(self._webrtc.process(heard, played), np.float32)
        parts = (left, echo, strict, heard)
        features = np.concatenate([spectrum.take(part) for spectrum, part in zip(self._spectra, parts, strict=True)])
        return Cleaned(left, features)

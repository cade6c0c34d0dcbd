"""The features of `assistant/hearing/decoding/features.py` in PyTorch, for many clips at once and on a GPU."""

import numpy as np
import torch
from torch import Tensor

from assistant.hearing.decoding import features
from assistant.hearing.decoding.features import FFT, SHIFT, WINDOW

SMALLEST = 1.1920929e-07
"""The least power of a band, as Kaldi has it."""


def samples_for(frames: int) -> int:
    """How many samples `frames` windows take up."""
    return (frames - 1) * SHIFT + WINDOW


class Cepstra:
    """Computes features on a device."""

    def __init__(self, device: str, warps: np.ndarray) -> None:
        """`warps` are the scales of frequencies that may be asked for."""
        self.shape = torch.tensor(features.POVEY, device=device)
        filters = np.stack([features.mel_filters(warp) for warp in (1.0, *warps)])
        self.filters = torch.tensor(filters, device=device).transpose(1, 2).contiguous()
        """(1 + warps, FFT / 2 + 1, BINS); the first are the plain filters."""
        self.cosines = torch.tensor(features.CEPSTRA, device=device)

    def power(self, sound: Tensor) -> Tensor:
        """(clips, frames, FFT / 2 + 1) power of the windows of sounds (clips, samples) in 16-bit scale."""
        frames = sound.unfold(1, WINDOW, SHIFT)
        frames = frames - frames.mean(-1, keepdim=True)
        shaped = torch.cat([frames[..., :1] * 0.03, frames[..., 1:] - 0.97 * frames[..., :-1]], -1) * self.shape
        spectrum = torch.view_as_real(torch.fft.rfft(shaped, FFT))
        return spectrum.square().sum(-1)

    def of(self, powers: Tensor, warp: Tensor | None = None) -> Tensor:
        """(clips, frames, BINS) features. `warp` is the number of the filters for each clip, by default the plain."""
        bands = powers @ (self.filters[0] if warp is None else self.filters[warp])
        return bands.clamp_min(SMALLEST).log() @ self.cosines

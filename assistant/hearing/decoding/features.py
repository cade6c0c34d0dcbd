"""The features that the built-in model was trained on: Kaldi's MFCC, 40 cepstra every 10 ms, in numpy.

The constants are those of the model's `conf/mfcc.conf`; the model has to be trained anew when they change.
"""

import numpy as np
from numpy.typing import NDArray

from assistant.words.units import INPUT_RATE

WINDOW = 400
"""Samples in a window: 25 ms."""
SHIFT = 160
"""Samples from the beginning of a window to that of the next: 10 ms."""
FFT = 512
"""Points of the Fourier transform of a window: the next power of two."""
BINS = 40
"""Mel filters, and as many cepstra."""
LOW = 20.0
"""The lower edge, in Hz, of the lowest filter."""
HIGH = 7600.0
"""The upper edge, in Hz, of the highest filter."""

Floats = NDArray[np.float32]


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    mel: NDArray[np.float64] = 1127 * np.log(1 + hertz / 700)
    return mel


def mel_filters(warp: float = 1.0) -> Floats:
    """(BINS, FFT / 2 + 1) triangular filters; `warp` scales frequencies below 6 kHz and bends the rest to fit."""
    hertz = np.arange(FFT // 2 + 1) * INPUT_RATE / FFT
    knee = 6000.0 / max(warp, 1.0)
    bent = knee * warp + (hertz - knee) * (8000 - knee * warp) / (8000 - knee)
    mel = _mel(np.maximum(np.where(hertz <= knee, hertz * warp, bent), 0))
    low, high = _mel(np.array([LOW, HIGH]))
    width = (high - low) / (BINS + 1)
    left = low + np.arange(BINS)[:, None] * width
    rise, fall = (mel - left) / width, (left + 2 * width - mel) / width
    filters = np.maximum(np.minimum(rise, fall), 0)
    filters[:, -1] = 0  # Kaldi passes over the Nyquist bin
    return np.asarray(filters, np.float32)


POVEY = ((0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85).astype(np.float32)
_ORDER = np.arange(BINS)
_DCT = np.sqrt(2 / BINS) * np.cos(np.pi / BINS * (_ORDER[None] + 0.5) * _ORDER[:, None])
_DCT[0] = np.sqrt(1 / BINS)
CEPSTRA = (_DCT * (1 + 0.5 * 22 * np.sin(np.pi * _ORDER / 22))[:, None]).T.astype(np.float32)
PLAIN = mel_filters()


def windows(sound: NDArray[np.floating]) -> Floats:
    """(frames, WINDOW) of samples in 16-bit scale; at least one window of them."""
    return np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::SHIFT].astype(np.float32)


def power(frames: Floats) -> Floats:
    """(frames, FFT / 2 + 1) power of windows."""
    frames = frames - frames.mean(axis=1, keepdims=True)
    shaped = np.concatenate([frames[:, :1] * 0.03, frames[:, 1:] - 0.97 * frames[:, :-1]], axis=1) * POVEY
    spectrum = np.fft.rfft(shaped, FFT, axis=1)
    return np.asarray(spectrum.real**2 + spectrum.imag**2, np.float32)


def cepstra(powers: Floats, filters: Floats = PLAIN) -> Floats:
    """(frames, BINS) cepstra."""
    return np.asarray(np.log(np.maximum(powers @ filters.T, 1.1920929e-07)) @ CEPSTRA, np.float32)

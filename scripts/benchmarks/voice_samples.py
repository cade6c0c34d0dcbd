"""A short sample of each voice, as sound and as a picture, for docs/voices.md."""

from collections.abc import Sequence

import numpy as np
import soxr
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from assistant.audio.wav import write_opus
from assistant.narration.script import GAP_S, QUESTION_GAP_S, TICK_MOST_S
from assistant.speaking.voice import Voice
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE, Rate
from benchmarks.shared import DOCS

SENTENCES = ("Lie on your back, and bend both knees.", "Is it comfortable?")
NUMBERS = ("one", "two", "three")
KEPT_RATE = Rate(24000)
OPUS_LEVEL = 0.9
FAINT = 1e-6
"""Of full scale: the hiss below the sample, because silence has no decibels."""
COLOURS = 48
"""Of the picture; with more, its file is larger."""


def sample(voice: Voice) -> Samples:
    """Two sentences and a count, with the gaps of a session, at the output rate."""
    parts = []
    for sentence in SENTENCES:
        gap_s = QUESTION_GAP_S if sentence.endswith("?") else GAP_S
        parts += [voice.clip(sentence), np.zeros(round(gap_s * OUTPUT_RATE), np.float32)]
    for number in NUMBERS:
        beat = np.zeros(OUTPUT_RATE, np.float32)
        word = voice.word(number, TICK_MOST_S)
        beat[: len(word)] = word
        parts.append(beat)
    return np.concatenate(parts)


def texts() -> Sequence[str]:
    """What a sample says."""
    return (*SENTENCES, *NUMBERS)


def write(name: str, sound: Samples) -> None:
    """Write docs/voice-NAME.opus and docs/voice-NAME.png."""
    kept = np.asarray(soxr.resample(sound, OUTPUT_RATE, KEPT_RATE), np.float32)
    write_opus(DOCS / f"voice-{name}.opus", kept, KEPT_RATE, OPUS_LEVEL)
    figure = Figure(figsize=(9, 2.4), dpi=100, layout="constrained")
    canvas, axes = FigureCanvasAgg(figure), figure.subplots()
    hiss = np.random.default_rng(1).standard_normal(len(kept)) * FAINT
    axes.specgram(kept + hiss, NFFT=512, Fs=KEPT_RATE, noverlap=384, vmin=-120, vmax=-40, cmap="gray_r")
    axes.set(ylim=(0, 8000), xlabel="seconds", ylabel="Hz", title=name)
    canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3].copy())
    picture.quantize(COLOURS).save(DOCS / f"voice-{name}.png", optimize=True)

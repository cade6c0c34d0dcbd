"""Measure the voices on a sample of what can be said: how long they take, how loud they are, what they take to keep.

Arguments: how many sentences and how many counted words are sampled (60 and 60 by default), spread evenly over all.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
import pyloudnorm

from assistant.commands.voices import spoken_by
from assistant.narration.script import TICK_MOST_S
from assistant.places import VOICES
from assistant.speaking.ahead import Ahead
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import VoiceProfile, load_profile
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE
from benchmarks.shared import app, scratch

SAMPLED = 60
QUIET = 10 ** (-50 / 20)
"""Of full scale; below it nothing is heard."""
COLUMNS = (
    "", "rendering a second of sound", "a text for the first time", "again", "loudness", "peak", "clipped",
    "quiet at its ends", "words that fit", "kept",
)  # fmt: skip


def spread(texts: Sequence[str], count: int) -> Sequence[str]:
    """So many of some texts, evenly spread over them."""
    return texts[:: max(1, len(texts) // count)][:count]


def timed(texts: Sequence[str], made: Callable[[str], Samples]) -> tuple[list[Samples], float]:
    """The sounds of some texts, and the median of the seconds that each took."""
    sounds, took = [], []
    for text in texts:
        begun = time.perf_counter()
        sounds.append(made(text))
        took.append(time.perf_counter() - begun)
    return sounds, median(took)


def ends_s(sound: Samples) -> float:
    """Seconds of quiet at the beginning and at the end."""
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    return (loud[0] + len(sound) - 1 - loud[-1]) / OUTPUT_RATE if len(loud) else len(sound) / OUTPUT_RATE


def row(profile: VoiceProfile, sentences: Sequence[str], words: Sequence[str], folder: Path) -> str:
    """Measure one voice."""
    texts, store, begun = (*words, *sentences), Renderings(folder / "store", profile), time.perf_counter()
    work = kept = ""
    voice = Voice(profile, folder, OUTPUT_RATE)
    if not profile.at_once:
        length = sum(seconds for _, seconds in prepared(profile, store, texts))
        work = f"{(time.perf_counter() - begun) / length:.2f} s"
        kept = f"{store.size()[1] / length:.0f} bytes a second"
        floor = load_profile(VOICES / "clear.yaml")
        voice = Voice(floor, folder, OUTPUT_RATE, Ahead(profile, (store,), OUTPUT_RATE))
    first, first_s = timed(texts, voice.clip)
    counted, _ = timed(words, lambda word: voice.word(word, TICK_MOST_S))
    _, again_s = timed(texts, voice.clip)
    voice.close()
    whole = np.concatenate(first)
    loudness = pyloudnorm.Meter(OUTPUT_RATE).integrated_loudness(whole.astype(np.float64))
    fit = sum(len(sound) <= TICK_MOST_S * OUTPUT_RATE for sound in counted)
    clipped = sum(float(np.abs(sound).max()) >= 1 for sound in first)
    cells = [f"`{profile.name}`", work, f"{1000 * first_s:.1f} ms", f"{1000 * again_s:.2f} ms", f"{loudness:.1f} LUFS"]
    cells += [f"{np.abs(whole).max():.2f}", str(clipped), f"{median(map(ends_s, first)):.2f} s"]
    cells += [f"{fit} of {len(words)}", kept]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    count, words = (int(given) for given in (*sys.argv[1:], str(SAMPLED), str(SAMPLED))[:2])
    spoken = spoken_by(app())
    sentences, counted = spread(tuple(spoken.sentences), count), spread(tuple(spoken.counted), words)
    print(f"{len(sentences)} sentences and {len(counted)} counted words\n")
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    for path in sorted(VOICES.glob("*.yaml")):
        profile = load_profile(path)
        try:
            print(row(profile, sentences, counted, scratch()), flush=True)
        except LimberError as error:
            print(f"| `{profile.name}` | {error} |", flush=True)


if __name__ == "__main__":
    main()

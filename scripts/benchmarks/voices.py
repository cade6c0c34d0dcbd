"""Measure the voices: `scripts/bench voices [--sentences N] [--counted N] [--words] [--sessions] [--voices NAME ...]`.

Without more it tells of a sample of what can be said how long it takes, how loud it is, and what it takes to keep.
With `--words`, recognisers transcribe the sample, and the words that come out wrong are counted. With `--sessions`, a
session is held with each voice, and its work and memory are told. The sample is spread evenly over all that can be
said, and is the same each time.
"""

import argparse
import resource
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

import numpy as np
import pyloudnorm
import soxr

from assistant.app import App
from assistant.commands.voices import rendered_ahead, spoken_by
from assistant.narration.script import TICK_MOST_S
from assistant.places import VOICES
from assistant.running.voices import load_floor
from assistant.speaking.ahead import Ahead
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import VoiceProfile, load_profile
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.errors import LimberError
from assistant.words.samples import Samples
from assistant.words.units import OUTPUT_RATE
from benchmarks import voice_samples
from benchmarks.shared import app, scratch
from benchmarks.tested import TestedListener
from benchmarks.understanding import Understood, built_in, in_grammar, report, understood
from benchmarks.voice_session import session_rows
from tests.support.pitch import end_pitch

QUIET = 10 ** (-50 / 20)
"""Of full scale; below it nothing is heard."""
PITCH_RATE = 16000
RISES = 1.1
"""How much higher a question must end than the same words that tell something, to count as one that rises."""
ASKED = (
    "Is it comfortable", "Shall we go on", "Do you want this voice", "Is that right", "Are you still there",
    "Does it hurt now", "Is the pain gone", "Can you hear me",
)  # fmt: skip
"""Questions without their mark: each is said as a question, and as if it told something."""
FIGURES = (
    "", "processor's work for a second of sound", "a text for the first time", "again", "loudness", "peak", "clipped",
    "quiet at its ends", "words that fit", "questions that rise", "kept",
)  # fmt: skip


def spread(texts: Sequence[str], count: int) -> Sequence[str]:
    """So many of some texts, evenly spread over them."""
    count = min(count, len(texts))
    return tuple(texts[number * len(texts) // count] for number in range(count))


def timed(texts: Sequence[str], made: Callable[[str], Samples]) -> tuple[list[Samples], float]:
    """The sounds of some texts, and the median of the seconds that each took."""
    sounds, took = [], []
    for text in texts:
        begun = time.perf_counter()
        sounds.append(made(text))
        took.append(time.perf_counter() - begun)
    return sounds, median(took)


def processor_s() -> float:
    """Seconds that the processor has worked for us and for our processes that have ended."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def ends_s(sound: Samples) -> float:
    """Seconds of quiet at the beginning and at the end."""
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    return (loud[0] + len(sound) - 1 - loud[-1]) / OUTPUT_RATE if len(loud) else len(sound) / OUTPUT_RATE


def rising(voice: Voice) -> int:
    """How many questions end higher than the same words that tell something."""

    def end(text: str) -> float:
        return end_pitch(soxr.resample(voice.clip(text), OUTPUT_RATE, PITCH_RATE), PITCH_RATE)

    return sum(end(f"{text}?") > RISES * end(f"{text}.") for text in ASKED)


class Speaking:
    """A voice with the texts that are measured, rendered where they have to be."""

    def __init__(self, profile: VoiceProfile, texts: Sequence[str], folder: Path) -> None:
        self.profile, self.work, self.kept = profile, "", ""
        if profile.at_once:
            self.voice = Voice(profile, folder, OUTPUT_RATE)
            return
        store, begun = Renderings(folder / profile.name, profile), processor_s()
        length = sum(seconds for _, seconds in prepared(profile, store, store.missing(texts)))
        if length:
            self.work = f"{(processor_s() - begun) / length:.2f} s"
            self.kept = f"{store.size()[1] / length:.0f} bytes a second"
        self.voice = Voice(load_floor(profile), folder, OUTPUT_RATE, Ahead(profile, (store,), OUTPUT_RATE))

    def figures(self, sentences: Sequence[str], words: Sequence[str]) -> str:
        """One row of the first table."""
        first, first_s = timed((*words, *sentences), self.voice.clip)
        counted, _ = timed(words, lambda word: self.voice.word(word, TICK_MOST_S))
        _, again_s = timed((*words, *sentences), self.voice.clip)
        whole = np.concatenate(first)
        loudness = pyloudnorm.Meter(OUTPUT_RATE).integrated_loudness(whole.astype(np.float64))
        fit = sum(len(sound) <= TICK_MOST_S * OUTPUT_RATE for sound in counted)
        clipped = sum(float(np.abs(sound).max()) >= 1 for sound in first)
        cells = [f"`{self.profile.name}`", self.work, f"{1000 * first_s:.1f} ms", f"{1000 * again_s:.2f} ms"]
        cells += [f"{loudness:.1f} LUFS", f"{np.abs(whole).max():.2f}", str(clipped)]
        cells += [f"{median(map(ends_s, first)):.2f} s", f"{fit} of {len(words)}"]
        cells += [f"{rising(self.voice)} of {len(ASKED)}", self.kept]
        return row(cells)


def row(cells: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(cells)} |"


def heading(columns: Sequence[str]) -> str:
    """The first two lines of a table."""
    return f"\n{row(columns)}\n|{'---|' * len(columns)}"


def voices(names: Sequence[str], texts: Sequence[str], folder: Path) -> Iterator[Speaking]:
    """Each voice that can be heard; of the others it is printed why they cannot."""
    for name in names:
        try:
            speaking = Speaking(load_profile(VOICES / f"{name}.yaml"), texts, folder)
        except LimberError as error:
            print(f"| `{name}` | {error} |", flush=True)
            continue
        try:
            yield speaking
        finally:
            speaking.voice.close()


def words(app_: App, names: Sequence[str], texts: Sequence[str], folder: Path) -> None:
    """Print how well each voice is understood, and write down what was misheard."""
    tested = TestedListener(app_)
    known, by_voice = in_grammar(tested, rendered_ahead(app_)), dict[str, Mapping[str, Understood]]()
    for speaking in voices(names, (*texts, *known), folder):
        right, wrong = built_in(tested, {text: speaking.voice.clip(text) for text in known})
        found = dict(understood(app_.language, {text: speaking.voice.clip(text) for text in texts}))
        if not by_voice:
            print(heading(["", "the built-in recogniser", *found]))
        by_voice[speaking.profile.name] = found
        cells = [f"`{speaking.profile.name}`", f"{right} of {len(known)}", *(each.cell for each in found.values())]
        print(row(cells), flush=True)
        print(f"<!-- not understood by the built-in recogniser: {'; '.join(wrong)} -->", flush=True)
        report(folder / "misheard.txt", by_voice)
    print(f"\nWhat was misheard is in {folder / 'misheard.txt'}.")


def main() -> None:
    """Print the tables that were asked for."""
    parser = argparse.ArgumentParser(prog="scripts/bench voices", description=__doc__)
    parser.add_argument("--sentences", type=int, default=60, help="how many sentences are sampled")
    parser.add_argument("--counted", type=int, default=60, help="how many counted words are sampled")
    parser.add_argument("--voices", nargs="+", default=sorted(path.stem for path in VOICES.glob("*.yaml")))
    parser.add_argument("--words", action="store_true", help="have recognisers write down what they hear")
    parser.add_argument("--sessions", action="store_true", help="hold a session with each voice")
    parser.add_argument("--samples", action="store_true", help="write a sample of each voice into docs/")
    parser.add_argument("--keep", type=Path, help="a folder for what is rendered; it is used again the next time")
    asked = parser.parse_args()
    shared, folder = app(), asked.keep or scratch()
    spoken = spoken_by(shared)
    sentences, counted = spread(tuple(spoken.sentences), asked.sentences), spread(tuple(spoken.counted), asked.counted)
    print(f"{len(sentences)} sentences and {len(counted)} counted words")
    if asked.words:
        words(shared, asked.voices, (*counted, *sentences), folder)
        return
    if asked.sessions:
        for line in session_rows(asked.voices, folder):
            print(line, flush=True)
        return
    if asked.samples:
        for speaking in voices(asked.voices, voice_samples.texts(), folder):
            voice_samples.write(speaking.profile.name, voice_samples.sample(speaking.voice))
        return
    print(heading(FIGURES))
    ahead = (*counted, *sentences, *(f"{text}{mark}" for text in ASKED for mark in "?."))
    for speaking in voices(asked.voices, ahead, folder):
        print(speaking.figures(sentences, counted), flush=True)


if __name__ == "__main__":
    main()

"""A whole session without devices, faster than real time.

The user's lines are spoken by another voice into a simulated microphone, heard by the real recogniser, answered by
the real coach, and what the speaker would have played is written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.voice import Voice
from assistant.audio.wav import WavWriter
from assistant.content.fields import read_table, read_text
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import BLOCK_S
from assistant.running.performance import Parts, Performance
from assistant.words.errors import ContentError, LimberError, Mistake
from assistant.words.events import Begin
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE

STEP_S = 0.02
"""Seconds of session rendered at a time; a shorter step ends sentences more exactly and runs slower."""
REHEARSAL_MOST_S = 3 * 3600
"""Seconds after which a session that does not end is given up."""
NOISE = 3e-5
"""RMS of the simulated room; a microphone is never digitally silent."""


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """What the user says, and when they begin to."""

    at: float
    text: str


def parse_line(text: str) -> SpokenLine:
    """`42.5 that hurts` -> a line. Raises `LimberError`."""
    at, _, words = text.strip().partition(" ")
    try:
        line = SpokenLine(float(at), words.strip())
    except ValueError:
        line = SpokenLine(-1, "")
    if line.at < 0 or not line.text:
        raise LimberError(f"'{text}' is not a time in seconds and words, such as '42.5 that hurts'")
    return line


def read_lines(path: Path) -> list[SpokenLine]:
    """A rehearsal script: `lines: [{at: 42.5, say: that hurts}, ...]`. Raises `ContentError`."""
    mistakes: list[Mistake] = []
    top = read_table(read_text(path), str(path), mistakes)
    lines: list[SpokenLine] = []
    for table in top.tables("lines", required=True):
        lines.append(SpokenLine(table.number("at", most=REHEARSAL_MOST_S), table.text("say")))
        table.close()
    top.close()
    if mistakes:
        raise ContentError(mistakes)
    return lines


def microphone_track(lines: Sequence[SpokenLine], voice: Voice) -> Samples:
    """The user's lines at 16 kHz, each at its time."""
    clips = [(round(line.at * INPUT_RATE), voice.clip(line.text)) for line in lines]
    track = np.zeros(max((start + len(clip) for start, clip in clips), default=0), np.float32)
    for start, clip in clips:
        track[start : start + len(clip)] += clip
    return track


def rehearse(parts: Parts, listener: Listener, track: Samples, folder: Path, most_s: float = REHEARSAL_MOST_S) -> float:
    """Run the session to its end or for `most_s` seconds; returns its length in seconds.

    Writes session.wav and microphone.wav into `folder`.
    """
    performance = Performance(parts, listen=listener.listen_for)
    chance = np.random.default_rng(1)
    out_step, in_step = round(STEP_S * OUTPUT_RATE), round(STEP_S * INPUT_RATE)
    pending: list[Samples] = []
    at = 0
    with (
        WavWriter(folder / "session.wav", OUTPUT_RATE) as out,
        WavWriter(folder / "microphone.wav", INPUT_RATE) as ear,
    ):
        performance.take(Begin())
        while not performance.over and performance.now < most_s:
            out.write(performance.mixer.render(out_step))
            block = chance.standard_normal(in_step).astype(np.float32) * np.float32(NOISE)
            spoken = track[at : at + in_step]
            block[: len(spoken)] += spoken
            at += in_step
            ear.write(block)
            pending.append(block)
            if len(pending) * STEP_S >= BLOCK_S - 1e-9:
                for event in listener.accept(np.concatenate(pending)):
                    performance.take(event)
                pending = []
            performance.wake()
    return performance.now

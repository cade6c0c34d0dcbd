"""A whole session without devices, faster than real time.

The user's lines are spoken by another voice into a simulated microphone, heard by the real recogniser, answered by
the real coach, and what the speaker would have played is written down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.audio.wav import FlacWriter
from assistant.coach.view import View
from assistant.content.fields import read_table
from assistant.content.spoken import LETTERS_MOST
from assistant.files import read_text
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import BLOCK_S
from assistant.paths import in_utf_8
from assistant.running.performance import Parts, Performance
from assistant.speaking.voice import Voice
from assistant.words.errors import ContentError, LimberError, Mistake
from assistant.words.events import Begin
from assistant.words.numbers import number_in
from assistant.words.samples import Samples
from assistant.words.units import INPUT_RATE, OUTPUT_RATE, Seconds

STEP_S = 0.02
"""Seconds of session rendered at a time; a shorter step ends sentences more exactly and runs slower."""
REHEARSAL_MOST_S = 3 * 3600
"""Seconds after which a session that does not end is given up."""
LEFT_MOST_S = 120.0
"""Seconds of a pause that nobody ends any more, after which a rehearsal is over. Raising it writes more silence."""
READY = "ready"
"""What the rehearsed person says by themselves, where a session waits until they do."""
READY_AFTER_S = 4.0
"""Seconds of silence after which they say so: about what a step takes. Raising it makes rehearsals longer."""
SESSION, MICROPHONE = "session.flac", "microphone.flac"
"""The files with what Limber says, and with what the person says."""
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
    number = number_in(at)
    line = SpokenLine(-1 if number is None else number, words.strip())
    if line.at < 0 or not line.text:
        raise LimberError(f"'{text}' is not a time in seconds and words, such as '42.5 that hurts'")
    if not in_utf_8(line.text):
        raise LimberError(f"'{text[:30]}' is not written in UTF-8, so nobody can say it")
    if len(line.text) > LETTERS_MOST:
        raise LimberError(f"'{text[:30]}...' is too long to be said at once; {LETTERS_MOST} letters are the most")
    if line.at > REHEARSAL_MOST_S:
        raise LimberError(f"'{text}' comes too late: a rehearsal lasts {REHEARSAL_MOST_S} seconds at most")
    return line


def read_lines(path: Path) -> list[SpokenLine]:
    """A rehearsal script: `lines: [{at: 42.5, say: that hurts}, ...]`. Raises `ContentError`."""
    mistakes: list[Mistake] = []
    top = read_table(read_text(path), str(path), mistakes)
    lines: list[SpokenLine] = []
    for table in top.tables("lines", required=True):
        lines.append(SpokenLine(table.number("at", most=REHEARSAL_MOST_S), table.text("say")))
        if len(lines[-1].text) > LETTERS_MOST:
            table.mistake("say", f"this is too long to be said at once; {LETTERS_MOST} letters are the most")
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


class RehearsedPerson:
    """Says each line at its time, and "ready" where the session waits for it and no line is under way or near."""

    def __init__(self, track: Samples, ready: Samples) -> None:
        """`track` are the lines at 16 kHz; `ready` is that word, empty for somebody who never says it by themselves."""
        self._track, self._ready = track, ready
        self._at = self._waited = 0

    @property
    def silent(self) -> bool:
        """Whether every line has been said."""
        return self._at >= len(self._track)

    def speak(self, count: int, *, awaited: bool) -> Samples:
        """The next `count` samples; `awaited`: whether it is silent, and the session waits."""
        self._waited = self._waited + count if awaited else 0
        near = self._at + round(READY_AFTER_S * INPUT_RATE)
        if len(self._ready) and self._waited >= READY_AFTER_S * INPUT_RATE and not self._track[self._at : near].any():
            self._waited = 0
            self.begin(self._ready)
        spoken = self._track[self._at : self._at + count]
        self._at += count
        return spoken

    @property
    def speaking(self) -> bool:
        """Whether a line is under way, or one still comes."""
        return self._at < len(self._track)

    def begin(self, clip: Samples) -> None:
        """Say something now."""
        end = self._at + len(clip)
        longer = np.zeros(max(0, end - len(self._track)), np.float32)
        self._track = np.concatenate([self._track, longer])
        self._track[self._at : end] += clip

    def notice(self, count: int, look: Callable[[], View], *, idle: bool) -> None:
        """What happens in the next `count` samples; `idle`: whether nothing is being said to them.

        `look` gives what can be seen of the session.
        """


def rehearse(
    parts: Parts, listener: Listener, person: RehearsedPerson, folder: Path, most_s: float = REHEARSAL_MOST_S
) -> float:
    """Run the session to its end, for `most_s` seconds, or until a pause is left to itself; returns its length.

    Writes the files `SESSION` and `MICROPHONE` into `folder`.
    """
    performance = Performance(parts, listen=listener.listen_for)
    chance = np.random.default_rng(1)
    out_step, in_step = round(STEP_S * OUTPUT_RATE), round(STEP_S * INPUT_RATE)
    pending: list[Samples] = []
    with (
        FlacWriter(folder / SESSION, OUTPUT_RATE) as out,
        FlacWriter(folder / MICROPHONE, INPUT_RATE) as ear,
    ):
        performance.take(Begin())
        left_at = Seconds(0)
        while not performance.over and performance.now < most_s and performance.now - left_at < LEFT_MOST_S:
            out.write(performance.mixer.render(out_step))
            block = chance.standard_normal(in_step).astype(np.float32) * np.float32(NOISE)
            idle = performance.mixer.idle()
            person.notice(in_step, lambda: performance.coach.view(performance.now), idle=idle)
            spoken = person.speak(in_step, awaited=idle and performance.coach.view().awaited)
            block[: len(spoken)] += spoken
            ear.write(block)
            if not person.silent or performance.coach.view().gate != "paused":
                left_at = performance.now
            pending.append(block)
            if len(pending) * STEP_S >= BLOCK_S - 1e-9:
                for event in listener.accept(np.concatenate(pending)):
                    performance.take(event)
                pending = []
            performance.wake()
    return performance.now

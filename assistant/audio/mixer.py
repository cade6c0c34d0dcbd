"""Cues at frames -> blocks of samples.

Sentences wait in line on the talk channel; counted words and timed earcons start exactly at their frame, from one
origin, or not at all when they come too late to. Hushing a channel fades what sounds within 20 ms, drops what waits,
and starts a new epoch: a sentence still being rendered then is dropped when it arrives. A count gives way to talk by
growing quieter, never by moving.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from assistant.words.cues import Cue
from assistant.words.effects import Channel
from assistant.words.samples import Samples
from assistant.words.units import Frames, Rate, frames

FADE_S = 0.02
BREATH_S = 0.2
"""Silence after a hush, before anything new is said: whoever asked for quiet gets it."""
LATELY_S = 1.5
DUCKED = 0.35
"""Gain of a count while somebody talks."""
CHANNELS: tuple[Channel, ...] = ("talk", "count", "chime")
SPOKEN: tuple[Channel, ...] = ("talk", "count")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a cue, at the output frame where it did."""

    kind: Literal["began", "ended", "cut", "late"]
    frame: Frames
    cue: Cue


@dataclass
class _Voice:
    cue: Cue
    clip: Samples
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.clip)


@dataclass
class _Lane:
    epoch: int = 0
    waiting: deque[tuple[Cue, Samples]] = field(default_factory=deque)
    timed: list[_Voice] = field(default_factory=list)
    sounding: list[_Voice] = field(default_factory=list)
    free_at: int = 0
    """The frame from which what waits may begin."""
    held: bool = False
    """Whether what waits must wait on."""


class Mixer:
    """The only place where sounds meet. `frame` is the next frame to be rendered."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.frame = Frames(0)
        self.volume = 1.0
        self._lanes: dict[Channel, _Lane] = {channel: _Lane() for channel in CHANNELS}
        self._fading: list[_Voice] = []
        self._duck = 1.0
        self._reports: list[Report] = []
        self._ended: deque[tuple[int, str]] = deque(maxlen=4)

    def epoch(self, channel: Channel) -> int:
        """To be given back with a clip: a clip of an older epoch is dropped."""
        return self._lanes[channel].epoch

    def add(self, cue: Cue, clip: Samples, epoch: int) -> None:
        """Put a rendered cue in its place."""
        lane = self._lanes[cue.channel]
        if epoch != lane.epoch:
            return
        if cue.at is None:
            lane.waiting.append((cue, clip))
        elif cue.at < self.frame:
            self._report("late", self.frame, cue)
        else:
            lane.timed.append(_Voice(cue, clip, cue.at))

    def hush(self, channel: Channel) -> None:
        """Silence a channel within the fade time and drop what waits in it."""
        lane = self._lanes[channel]
        lane.epoch += 1
        self._fade_out(lane)
        lane.timed = []
        lane.waiting.clear()
        lane.free_at = self.frame + frames(FADE_S + BREATH_S, self.rate)

    def hold(self) -> None:
        """Silence talk and counting within the fade time; a sentence waits to be said again, a count keeps its beat."""
        lane = self._lanes["talk"]
        if not lane.held:
            lane.waiting.extendleft((voice.cue, voice.clip) for voice in reversed(lane.sounding))
            self._fade_out(lane)
        lane.held = True

    def release(self) -> None:
        """Go on after a hold, with the sentence it cut off."""
        lane = self._lanes["talk"]
        if lane.held:
            lane.free_at = self.frame + frames(BREATH_S, self.rate)
        lane.held = False

    def sounding(self) -> str:
        """The words that sound just now or have a moment ago."""
        now = [voice.cue.text for name in SPOKEN for voice in self._lanes[name].sounding]
        return " ".join([*(text for end, text in self._ended if end > self.frame - frames(LATELY_S, self.rate)), *now])

    def idle(self) -> bool:
        """Whether nothing sounds or waits."""
        lanes = self._lanes.values()
        return not self._fading and not any(lane.waiting or lane.timed or lane.sounding for lane in lanes)

    def render(self, count: int) -> Samples:
        """The next `count` frames, mono, within -1 to 1."""
        start, end = self.frame, self.frame + count
        out = np.zeros(count, np.float32)
        talking = self._mix(self._lanes["talk"], start, end)
        goal = 0.0 if self._lanes["talk"].held else DUCKED if np.any(talking) else 1.0
        ramp = np.linspace(self._duck, goal, count, dtype=np.float32)
        self._duck = goal
        out += talking
        out += self._mix(self._lanes["count"], start, end) * ramp
        out += self._mix(self._lanes["chime"], start, end) * np.maximum(ramp, DUCKED)
        for voice in self._fading:
            _overlay(out, voice, start)
        self._fading = [voice for voice in self._fading if voice.end > end]
        self.frame = Frames(end)
        loud: Samples = out * np.float32(self.volume)
        return np.clip(loud, -1, 1, out=loud)

    def reports(self) -> list[Report]:
        """What happened since this was last asked, in order of frames."""
        reports, self._reports = sorted(self._reports, key=lambda one: one.frame), []
        return reports

    def _mix(self, lane: _Lane, start: int, end: int) -> Samples:
        out = np.zeros(end - start, np.float32)
        while lane.waiting and not lane.held and lane.free_at < end:
            cue, clip = lane.waiting.popleft()
            voice = _Voice(cue, clip, max(start, lane.free_at))
            lane.free_at = voice.end + cue.gap
            lane.timed.append(voice)
        for voice in lane.timed:
            if voice.start < end:
                lane.sounding.append(voice)
                self._report("began", Frames(voice.start), voice.cue)
        lane.timed = [voice for voice in lane.timed if voice.start >= end]
        for voice in lane.sounding:
            _overlay(out, voice, start)
            if voice.end <= end:
                self._report("ended", Frames(voice.end), voice.cue)
        lane.sounding = [voice for voice in lane.sounding if voice.end > end]
        return out

    def _fade_out(self, lane: _Lane) -> None:
        fade = frames(FADE_S, self.rate)
        for voice in lane.sounding:
            rest = voice.clip[self.frame - voice.start :][:fade]
            self._fading.append(_Voice(voice.cue, rest * np.linspace(1, 0, len(rest), dtype=np.float32), self.frame))
            self._report("cut", self.frame, voice.cue)
        lane.sounding = []

    def _report(self, kind: Literal["began", "ended", "cut", "late"], frame: Frames, cue: Cue) -> None:
        self._reports.append(Report(kind, frame, cue))
        if kind in ("ended", "cut"):
            self._ended.append((frame, cue.text))


def _overlay(out: Samples, voice: _Voice, start: int) -> None:
    """Add the part of a voice that falls into the block beginning at `start`."""
    first, last = max(start, voice.start), min(start + len(out), voice.end)
    if first < last:
        out[first - start : last - start] += voice.clip[first - voice.start : last - voice.start]

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
"""Seconds in which a sound that is hushed dies away. A shorter fade clicks, a longer one is silence that comes late."""
BREATH_S = 0.2
"""Seconds of silence after a hush, before anything new is said: whoever asked for quiet gets it."""
LATELY_S = 1.5
"""For so many seconds after its end a cue still counts as sounding, for what the ear reports of it comes late."""
SOUNDED_S = 4.0
"""For so many seconds it is remembered what sounded: a late echo may be of it. Raised, it takes more memory."""
DUCKED = 0.35
"""Gain of a count while a sentence is said over it. More of it makes the sentence harder to follow."""
CHANNELS: tuple[Channel, ...] = ("talk", "count", "chime")
SPOKEN: tuple[Channel, ...] = ("talk", "count")


@dataclass(frozen=True, slots=True)
class CueReport:
    """What became of a cue, at the output frame where it did."""

    kind: Literal["began", "ended", "cut", "late"]
    frame: Frames
    cue: Cue


@dataclass
class _Sound:
    """A rendered cue that has its place."""

    cue: Cue
    clip: Samples
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.clip)


@dataclass
class _Lane:
    """One channel."""

    epoch: int = 0
    waiting: deque[tuple[Cue, Samples]] = field(default_factory=deque)
    timed: list[_Sound] = field(default_factory=list)
    sounding: list[_Sound] = field(default_factory=list)
    free_at: int = 0
    """The frame from which what waits may begin."""
    giving_way: bool = False
    """Whether what waits must wait on."""


class Mixer:
    """The only place where sounds meet. `frame` is the next frame to be rendered."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self.frame = Frames(0)
        self.volume = 1.0
        self._lanes: dict[Channel, _Lane] = {channel: _Lane() for channel in CHANNELS}
        self._fading: list[_Sound] = []
        self._duck = 1.0
        self._reports: list[CueReport] = []
        self._ended: deque[tuple[int, _Sound]] = deque()
        """What was spoken lately, and the frame at which it fell silent."""

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
            lane.timed.append(_Sound(cue, clip, cue.at))

    def hush(self, channel: Channel) -> None:
        """Silence a channel within the fade time and drop what waits in it."""
        lane = self._lanes[channel]
        lane.epoch += 1
        self._fade_out(lane)
        lane.timed = []
        lane.waiting.clear()
        lane.free_at = self.frame + frames(FADE_S + BREATH_S, self.rate)

    def give_way(self) -> None:
        """Silence talk and counting within the fade time; a sentence waits to be said again, a count keeps its beat."""
        lane = self._lanes["talk"]
        if not lane.giving_way:
            lane.waiting.extendleft((sound.cue, sound.clip) for sound in reversed(lane.sounding))
            self._fade_out(lane)
        lane.giving_way = True

    def speak_on(self) -> None:
        """Go on after giving way, with the sentence that was cut off."""
        lane = self._lanes["talk"]
        if lane.giving_way:
            lane.free_at = self.frame + frames(BREATH_S, self.rate)
        lane.giving_way = False

    def sounding(self, ago_s: float = 0.0) -> str:
        """The words that sounded so many seconds ago, up to `SOUNDED_S`, or a moment before that."""
        last = self.frame - frames(ago_s, self.rate)
        now = [(self.frame, sound) for name in SPOKEN for sound in self._lanes[name].sounding]
        return " ".join(
            sound.cue.text
            for end, sound in (*self._ended, *now)
            if sound.start <= last and end > last - frames(LATELY_S, self.rate)
        )

    def idle(self) -> bool:
        """Whether nothing sounds or waits."""
        lanes = self._lanes.values()
        return not self._fading and not any(lane.waiting or lane.timed or lane.sounding for lane in lanes)

    def render(self, count: int) -> Samples:
        """The next `count` frames, mono, within -1 to 1."""
        start, end = self.frame, self.frame + count
        out = np.zeros(count, np.float32)
        talking = self._mix(self._lanes["talk"], start, end)
        goal = 0.0 if self._lanes["talk"].giving_way else DUCKED if np.any(talking) else 1.0
        even = self._duck == goal  # as it is nearly always
        ramp = np.float32(goal) if even else np.linspace(self._duck, goal, count, dtype=np.float32)
        self._duck = goal
        out += talking
        out += self._mix(self._lanes["count"], start, end) * ramp
        out += self._mix(self._lanes["chime"], start, end) * np.maximum(ramp, DUCKED)
        for sound in self._fading:
            _overlay(out, sound, start)
        self._fading = [sound for sound in self._fading if sound.end > end]
        self.frame = Frames(end)
        loud: Samples = out * np.float32(self.volume)
        return np.clip(loud, -1, 1, out=loud)

    def reports(self) -> list[CueReport]:
        """What happened since this was last asked, in order of frames."""
        reports, self._reports = sorted(self._reports, key=lambda report: report.frame), []
        return reports

    def _mix(self, lane: _Lane, start: int, end: int) -> Samples:
        out = np.zeros(end - start, np.float32)
        if not (lane.waiting or lane.timed or lane.sounding):
            return out
        while lane.waiting and not lane.giving_way and lane.free_at < end:
            cue, clip = lane.waiting.popleft()
            sound = _Sound(cue, clip, max(start, lane.free_at))
            lane.free_at = sound.end + cue.gap
            lane.timed.append(sound)
        for sound in lane.timed:
            if sound.start < end:
                lane.sounding.append(sound)
                self._report("began", Frames(sound.start), sound.cue)
        lane.timed = [sound for sound in lane.timed if sound.start >= end]
        for sound in lane.sounding:
            _overlay(out, sound, start)
            if sound.end <= end:
                self._report("ended", Frames(sound.end), sound.cue)
                self._remember(sound, sound.end)
        lane.sounding = [sound for sound in lane.sounding if sound.end > end]
        return out

    def _fade_out(self, lane: _Lane) -> None:
        fade = frames(FADE_S, self.rate)
        for sound in lane.sounding:
            rest = sound.clip[self.frame - sound.start :][:fade]
            self._fading.append(_Sound(sound.cue, rest * np.linspace(1, 0, len(rest), dtype=np.float32), self.frame))
            self._report("cut", self.frame, sound.cue)
            self._remember(sound, self.frame)
        lane.sounding = []

    def _report(self, kind: Literal["began", "ended", "cut", "late"], frame: Frames, cue: Cue) -> None:
        self._reports.append(CueReport(kind, frame, cue))

    def _remember(self, sound: _Sound, end: int) -> None:
        """Remember what fell silent, unless it is no word, and forget what did long ago."""
        if sound.cue.channel in SPOKEN:
            self._ended.append((end, sound))
        while self._ended and self._ended[0][0] < self.frame - frames(SOUNDED_S + LATELY_S, self.rate):
            self._ended.popleft()


def _overlay(out: Samples, sound: _Sound, start: int) -> None:
    """Add the part of a sound that falls into the block beginning at `start`."""
    first, last = max(start, sound.start), min(start + len(out), sound.end)
    if first < last:
        out[first - start : last - start] += sound.clip[first - sound.start : last - sound.start]

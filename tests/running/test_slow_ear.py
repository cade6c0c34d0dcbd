"""An ear on a machine that is too slow for it: "stop" is still obeyed soon, and the count stays on its beat.

The sound, the recogniser and the ear's thread are real. Only time is not: a clock stands still while anything is
computed, and the recogniser adds to it what a slower machine would have needed.
"""

import queue
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import App
from assistant.audio.wav import read_wav
from assistant.coach.person import cleared
from assistant.hearing.backlog import CATCH_UP_S, LATEST_S, NEWEST_S
from assistant.hearing.listener import Listener
from assistant.hearing.recogniser import Recogniser
from assistant.places import BUILT_IN_MODEL
from assistant.running.ear import Ear
from assistant.running.links import Links
from assistant.running.performance import Notes, Performance
from assistant.settings import Settings
from assistant.words.events import Begin, Event, FellBehind, Heard, Lost
from assistant.words.units import INPUT_RATE, OUTPUT_RATE
from tests.support.drive import grammar, library

WAV = Path(__file__).parents[1] / "hearing/wav"
BLOCK = INPUT_RATE // 50
WORK = frozenset({"stop", "pause", "hurts", "next", "skip", "resume", "slower", "how_long"})
STOP_S = 1.2
"""Seconds of sound, with the quiet around it, that are heard before a "stop" in them is obeyed."""


class Clock:
    """Seconds, which only pass when somebody lets them; `passes` is told."""

    def __init__(self):
        self.now, self.passes = 0.0, lambda _now: None

    def advance(self, to):
        self.now = max(self.now, to)
        self.passes(self.now)


class SimulatedMicrophone:
    """Gives a recording, block by block, as time passes."""

    overflows = 0

    def __init__(self, track, clock, ended):
        self._track, self._clock, self._ended, self._at = track, clock, ended, 0

    def start(self):
        pass

    def close(self):
        pass

    @property
    def _over(self):
        return self._at + BLOCK > len(self._track)

    @property
    def _due(self):
        return (self._at + BLOCK) / INPUT_RATE

    @property
    def behind(self):
        return not self._over and self._due <= self._clock.now

    def read(self, _timeout):
        if self._over:
            self._ended.set()
            return None
        self._clock.advance(self._due)
        self._at += BLOCK
        return self._track[self._at - BLOCK : self._at]


class SlowRecogniser(Recogniser):
    """The real one, on a machine that needs `factor` seconds for a second of sound."""

    clock, factor = Clock(), 0.0

    def accept(self, block, *, compare=True):
        found = super().accept(block, compare=compare)
        self.clock.advance(self.clock.now + self.factor * len(block) / INPUT_RATE)
        return found


class Inbox(queue.SimpleQueue[Event]):
    """Keeps when each event came in."""

    def __init__(self, clock):
        super().__init__()
        self.clock, self.came = clock, []

    def put(self, item, block=True, timeout=None):  # noqa: FBT002
        self.came.append((self.clock.now, item))
        super().put(item, block, timeout)


@pytest.fixture(scope="module")
def recogniser(tmp_path_factory):
    made = SlowRecogniser(BUILT_IN_MODEL, grammar(), tmp_path_factory.mktemp("cache"))
    made.listen_for(WORK)
    return made


def listens(recogniser, track, factor, clock=None, inbox=None):
    """(when, event) of all that the ear puts into its inbox while a recording sounds."""
    recogniser.clock, recogniser.factor = clock or Clock(), factor
    ended, inbox = threading.Event(), inbox or Inbox(recogniser.clock)
    links = Links(inbox=inbox)
    ear = Ear(partial(SimulatedMicrophone, track, recogniser.clock, ended), Listener(recogniser), links)
    ear.start()
    assert ended.wait(600)
    ear.close()
    recogniser.restart()
    return [(at, event) for at, event in inbox.came if not isinstance(event, Lost)]


def quiet(seconds, loud=1e-3, seed=1):
    count = round(seconds * INPUT_RATE)
    return (np.random.default_rng(seed).standard_normal(count) * loud).astype(np.float32)


def noise(seconds, loud=0.006):
    """Noise that rises and falls all the time."""
    chance, count = np.random.default_rng(5), round(seconds * INPUT_RATE)
    even = np.convolve(chance.standard_normal(count), np.exp(-np.arange(40) / 8), mode="same")
    rises = np.repeat(10 ** chance.uniform(-0.6, 0.3, count * 5 // INPUT_RATE + 1), INPUT_RATE // 5)[:count]
    return (even / even.std() * rises * loud).astype(np.float32)


def said(name):
    """A recording, its speech at one level."""
    sound = read_wav(WAV / f"{name}.wav", INPUT_RATE)
    loud = sound[np.abs(sound) > np.abs(sound).max() / 10]
    return sound * np.float32(0.1 / np.sqrt(np.mean(loud**2)))


def heard(came, intent):
    return [at for at, event in came if isinstance(event, Heard) and event.intent == intent]


@pytest.mark.parametrize("voice", ["espeak-en-gb-scotland", "kokoro-bf_emma"])
@pytest.mark.parametrize("factor", [0.0, 1.5, 3.0, 10.0])
def test_in_a_quiet_room_stop_is_obeyed_however_long_the_session_was(recogniser, factor, voice):
    word = said(f"stop__{voice}")
    came = listens(recogniser, np.concatenate([quiet(20), word, quiet(4 + STOP_S * factor)]), factor)
    (at,) = heard(came, "stop")
    assert at - 20 - len(word) / INPUT_RATE <= CATCH_UP_S + STOP_S * factor
    assert not [event for _, event in came if isinstance(event, FellBehind)]


@settings(max_examples=6, deadline=None)
@given(st.floats(0, 4), st.floats(4, 9), st.sampled_from(["flite-rms", "kokoro-am_michael"]), st.integers(0, 99))
def test_stop_is_obeyed_soon_at_any_speed_and_any_time(recogniser, factor, begins_s, voice, seed):
    word = said(f"stop__{voice}")
    track = np.concatenate([quiet(begins_s, seed=seed), word, quiet(4 + STOP_S * factor, seed=seed)])
    (at,) = heard(listens(recogniser, track, factor), "stop")
    assert at - begins_s - len(word) / INPUT_RATE <= CATCH_UP_S + STOP_S * factor


@pytest.mark.parametrize("factor", [1.3, 3.0])
def test_in_a_noisy_room_stop_is_soon_obeyed_at_the_first_or_second_try(recogniser, factor):
    word = said("stop__kokoro-am_michael")
    track = noise(40)
    tries = [(8, 12), (19, 23), (30, 34)]
    for try_s in (each for pair in tries for each in pair):
        track[try_s * INPUT_RATE :][: len(word)] += word
    came = listens(recogniser, track, factor)
    obeyed = heard(came, "stop")
    for first, second in tries:
        assert [at for at in obeyed if first < at < second + LATEST_S + (STOP_S + NEWEST_S) * factor]
    behind = [event.behind_s for _, event in came if isinstance(event, FellBehind)]
    assert behind
    assert max(behind) <= LATEST_S + (STOP_S + NEWEST_S) * factor


def test_a_machine_that_keeps_up_hears_everything(recogniser):
    track = np.concatenate([noise(6), said("next__flite-rms"), noise(3), said("pause__flite-rms"), noise(3)])
    fast, slower = (listens(recogniser, track, factor) for factor in (0.0, 0.9))
    assert [event for _, event in fast] == [event for _, event in slower]
    assert {event.intent for _, event in fast if isinstance(event, Heard)} >= {"next"}


def test_a_moment_in_which_nothing_is_heard_costs_no_word(recogniser):
    clock = Clock()
    track = np.concatenate([quiet(9), said("next__flite-rms"), quiet(2)])

    def stall(now):
        if 5.0 < now < 5.1:
            clock.now = 9.0  # another grammar is made, on a very slow machine

    clock.passes = stall
    came = listens(recogniser, track, 0.3, clock)
    assert [event.intent for _, event in came] == ["next"]


class Seen:
    """What an observer sees of the counted words, and of the gate."""

    def __init__(self):
        self.counted = []

    def event(self, at, event):
        pass

    def effect(self, at, effect):
        pass

    def sound(self, _at, report):
        if report.kind == "began" and report.cue.channel == "count":
            self.counted.append((report.frame, report.cue.at))

    def trouble(self, at, text):
        pass


@pytest.mark.parametrize("factor", [0.1, 2.0])
def test_the_count_stays_on_its_beat_and_stops(recogniser, factor):
    seen, clock = Seen(), Clock()
    known, notes = cleared(library().screening), Notes(observers=[seen])
    parts = App.open(Settings(model="limber-en")).parts(
        library(), library().routines["office_micro"], known, notes=notes
    )

    def submit(cue, epoch):
        parts.mixer.add(cue, np.zeros(round(0.05 * len(cue.text) * OUTPUT_RATE), np.float32), epoch)

    performance, answers = Performance(parts, submit=submit), [Heard("number", (("number", "1"),))]
    ready = grammar().meaning("ready")
    assert ready
    performance.take(Begin())
    while len(seen.counted) < 3:
        assert performance.now < 300
        if performance.now > 3 and answers:
            performance.take(answers.pop())
        if parts.mixer.idle() and performance.coach.view(performance.now).awaited:
            performance.take(Heard(ready.intent))
        parts.mixer.render(OUTPUT_RATE // 50)
        performance.wake()
    begun_s, given = performance.now, 0

    def passes(now):
        nonlocal given
        while performance.now - begun_s < now:
            parts.mixer.render(OUTPUT_RATE // 50)
            performance.wake()
        for _, event in inbox.came[given:]:
            given += 1
            performance.take(event)

    clock.passes, inbox = passes, Inbox(clock)
    word = said("stop__flite-rms")
    listens(recogniser, np.concatenate([quiet(6.1), word, quiet(4 + STOP_S * factor)]), factor, clock, inbox)
    assert performance.coach.view(performance.now).gate == "stopped"
    assert len(seen.counted) >= 4
    assert all(frame == due for frame, due in seen.counted)
    last_s = seen.counted[-1][0] / OUTPUT_RATE - begun_s
    assert last_s <= 6.1 + len(word) / INPUT_RATE + CATCH_UP_S + STOP_S * factor
    parts.voice.close()

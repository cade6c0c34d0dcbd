"""An echo that comes late is measured, made up for, and subtracted as well as one that comes at once."""

import sys
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.app import App
from assistant.doctor.findings import step as examined
from assistant.doctor.installation import echo
from assistant.hearing.echo.following import behind
from assistant.hearing.echo.lateness import EARLY_S, LATEST_S, NEAR_S, SAME_S, Lateness, lateness
from assistant.hearing.echo.linear import LinearCanceller
from assistant.hearing.echo.near_end import HOP, HOP_S, NearEnd, Spectrum, level
from assistant.hearing.echo.separator import Separator, silent
from assistant.hearing.listener import Listener
from assistant.places import NEAR_END
from assistant.settings import Settings
from assistant.words.events import HearsBetween
from assistant.words.units import INPUT_RATE
from tests.hearing.test_echo import SENTENCE, hops, room, run, spoken

SECONDS = 2
JUMPING = 20 * INPUT_RATE
"""Samples of an echo that jumps about, after which it is noticed."""


@pytest.fixture(scope="module")
def app():
    return App.open(Settings())


@pytest.fixture(scope="module")
def narration(tmp_path_factory):
    return spoken(tmp_path_factory.mktemp("voice"), SENTENCE) * np.float32(0.5)


def sound(seed, seconds):
    return np.random.default_rng(seed).standard_normal(round(seconds * INPUT_RATE)).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, LATEST_S - 0.01), st.floats(0.01, 1))
def test_whatever_was_played_is_found_again_to_the_sample(seed, late_s, loud):
    played, late = sound(seed, SECONDS + LATEST_S), round(late_s * INPUT_RATE)
    heard = loud * np.concatenate([np.zeros(late, np.float32), played])[: len(played)] + 1e-3 * sound(seed + 1, 4)
    assert lateness(heard[-SECONDS * INPUT_RATE :], played) == late / INPUT_RATE


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_nothing_is_found_of_what_somebody_else_says(seed):
    assert lateness(sound(seed, SECONDS), sound(seed + 1, SECONDS + LATEST_S)) is None


def test_silence_has_no_echo():
    silence = np.zeros(4 * INPUT_RATE, np.float32)
    assert lateness(silence[: 2 * INPUT_RATE], silence) is None


@pytest.mark.parametrize("late_ms", [150, 300, 500, 1000, 1900])
def test_a_late_echo_is_subtracted_like_an_early_one(narration, late_ms):
    played = np.concatenate([narration, narration])
    heard = room(played, delay=late_ms * INPUT_RATE // 1000)
    aligned, canceller = Lateness(), LinearCanceller()
    left = np.concatenate(
        [canceller.process(mic, aligned.process(mic, ours)[0])[0] for mic, ours in hops(heard, played)]
    )
    late = slice(len(narration), len(left))
    assert abs(aligned.hops * HOP_S + EARLY_S - late_ms / 1000) <= HOP_S
    assert level(heard[late]) - level(left[late]) > 15


def test_an_early_echo_is_left_where_it_is(narration):
    aligned = Lateness()
    heard = room(narration, delay=round((NEAR_S - SAME_S) * INPUT_RATE))
    for mic, ours in hops(heard, narration):
        given_back, moved = aligned.process(mic, ours)
        assert given_back is ours
        assert not moved


def test_an_echo_that_comes_early_again_is_not_kept_back_any_more(narration):
    aligned = Lateness()
    for late_s, wanted in ((0.5, round((0.5 - EARLY_S) / HOP_S)), (0.05, 0)):
        for mic, ours in hops(room(narration, delay=round(late_s * INPUT_RATE)), narration):
            aligned.process(mic, ours)
        assert aligned.hops == wanted
    assert len(narration) > 8 * INPUT_RATE > HOP


def test_an_echo_that_keeps_moving_makes_the_ear_hear_only_between_our_words(narration):
    played = np.concatenate([narration, narration])[:JUMPING]
    separator = canceller()
    for mic, ours in hops(jumping_about(played), played):
        hop = separator.process(mic, ours)
    assert (separator.handling, level(hop.sound), separator.air((), with_words=False).cancelled) == (
        "half",
        -120,
        False,
    )
    steady = narration[: 6 * INPUT_RATE]
    for mic, ours in hops(room(steady, delay=INPUT_RATE), steady):
        separator.process(mic, ours)
    assert separator.handling == "cancel"


@pytest.mark.parametrize("others", ["nobody", "somebody else"])
def test_with_headphones_the_ear_never_stops_hearing(narration, others, tmp_path):
    theirs = spoken(tmp_path, "When I was young we went to the sea. My brother had a red boat. " * 3, "en-us+f3")
    heard = np.resize(theirs, len(narration)) if others != "nobody" else np.zeros_like(narration)
    heard = heard + 3e-4 * sound(5, len(narration) / INPUT_RATE)
    aligned = Lateness()
    for mic, ours in hops(heard, narration):
        aligned.process(mic, ours)
    assert (aligned.unmeasured, aligned.hops) == (False, 0)


def test_whoever_counts_along_with_us_is_no_echo(tmp_path):
    ours, theirs = (
        np.concatenate([np.resize(spoken(tmp_path, word, voice), INPUT_RATE) * (np.arange(INPUT_RATE) < 9600)
                        for word in "one two three four five six seven eight".split() * 2])
        for voice in ("en-gb", "en-us+f3")
    )  # fmt: skip
    bands = [[spectrum.bands(hop) for (hop,) in hops(part.astype(np.float32))] for part in (theirs, ours)
             for spectrum in [Spectrum()]]  # fmt: skip
    assert behind(np.array(bands[0]), np.array(bands[1])) is None


@pytest.mark.parametrize("late_s", [0.5, 2.5, 3.9])
def test_how_far_an_echo_is_behind_is_found_although_it_is_distorted(narration, late_s):
    played = narration[: 12 * INPUT_RATE]
    heard = room(np.clip(4 * played, -0.3, 0.3), delay=round(late_s * INPUT_RATE))
    bands = [np.array([spectrum.bands(hop) for (hop,) in hops(part)]) for part in (heard, played)
             for spectrum in [Spectrum()]]  # fmt: skip
    assert behind(*bands) == pytest.approx(late_s / HOP_S, abs=2)


def jumping_about(played):
    """As from a player that stretches and squeezes what it is given: no delay is true for long."""
    moves = np.repeat(np.random.default_rng(4).integers(0, 400, len(played) // 800 + 1), 800)[: len(played)]
    return room(played[np.maximum(0, np.arange(len(played)) - moves)], delay=INPUT_RATE)


def canceller(saying=lambda _ago_s: ""):
    return Separator("cancel", NearEnd(dict(np.load(NEAR_END))), saying)


def test_our_own_words_are_those_that_sounded_when_the_echo_left(narration):
    separator = canceller(lambda ago_s: f"{ago_s:.2f}")
    for mic, ours in hops(room(narration, delay=INPUT_RATE), narration):
        separator.process(mic, ours)
    assert float(separator.air((), with_words=True).saying) == pytest.approx(1 - EARLY_S, abs=HOP_S)


def test_in_half_duplex_a_late_echo_is_left_out_too(narration):
    played = np.concatenate([narration, np.zeros(3 * INPUT_RATE, np.float32)])
    separator = Separator("half")
    given = [separator.process(mic, ours).sound for mic, ours in hops(room(played, delay=INPUT_RATE), played)]
    tail = np.concatenate(given[len(narration) // HOP :])
    assert level(tail[: 2 * INPUT_RATE]) < -65  # no more than the room's noise, while what was said still comes back
    assert level(tail[2 * INPUT_RATE :]) > -120


def test_half_duplex_that_begins_by_itself_is_told_once(app, narration):
    played = np.concatenate([narration, narration])[:JUMPING]
    listener = Listener(app.recogniser(), "cancel", NearEnd(dict(np.load(NEAR_END))))
    found = run(listener, jumping_about(played), played)
    assert [event for event in found if isinstance(event, HearsBetween)] == [HearsBetween()]


def test_half_duplex_because_the_library_is_not_installed_is_told_once_and_by_the_doctor(app, narration, monkeypatch):
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)  # Python then says that there is no such module
    found = run(app.listener(silent), narration, narration)
    assert [event for event in found if isinstance(event, HearsBetween)] == [HearsBetween("missing")]
    step = examined("echo", partial(echo, app))
    assert not step.ok
    assert "pywebrtc-audio is not installed" in step.words
    assert "set echo to half" in step.remedy
    assert examined("echo", partial(echo, replace(app, settings=Settings(echo="half")))).ok

"""An echo that comes late is measured, made up for, and subtracted as well as one that comes at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.hearing.echo.lateness import EARLY_S, LATEST_S, NEAR_S, SAME_S, Lateness, lateness
from assistant.hearing.echo.linear import LinearCanceller
from assistant.hearing.echo.near_end import HOP, HOP_S, level
from assistant.words.units import INPUT_RATE
from tests.hearing.test_echo import SENTENCE, hops, room, spoken

SECONDS = 2


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

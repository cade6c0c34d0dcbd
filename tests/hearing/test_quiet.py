"""Quiet around recordings that are cut tight, of the recordings' own kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hearing.decoding.loudness import SLICE, levels
from assistant.hearing.decoding.quiet import AROUND_S, BACKGROUND_MOST, surrounded
from assistant.words.units import INPUT_RATE

AROUND = round(AROUND_S * INPUT_RATE)


def noise(seconds, level, seed=1):
    return (np.random.default_rng(seed).standard_normal(round(seconds * INPUT_RATE)) * level).astype(np.float32)


def background(sound):
    return float(np.sqrt(np.mean(np.square(sound))))


@given(st.floats(0, 1), st.floats(0.1, 0.6), st.floats(0, 1), st.floats(0, 0.0009))
def test_nothing_of_the_recording_is_lost_and_there_is_quiet_at_both_ends(before_s, word_s, after_s, level):
    sound = np.concatenate([noise(before_s, level), noise(word_s, 0.1, seed=2), noise(after_s, level)])
    whole, first_s = surrounded(sound)
    first = round(first_s * INPUT_RATE)
    assert np.array_equal(whole[first : first + len(sound)], sound)
    loud = np.flatnonzero(np.abs(whole) > 0.05)
    assert loud[0] >= AROUND - 2 * SLICE
    assert len(whole) - loud[-1] >= AROUND - 2 * SLICE


@pytest.mark.parametrize("level", [0.0, 0.0001, 0.0005])
def test_the_quiet_is_as_loud_as_the_background(level):
    sound = np.concatenate([noise(0.1, level), noise(0.4, 0.1, seed=2), noise(0.1, level)])
    whole, before_s = surrounded(sound)
    assert before_s > 0
    assert background(whole[: round(before_s * INPUT_RATE)]) == pytest.approx(level, rel=0.5)


def test_of_a_recording_that_is_all_speech_the_quiet_is_far_below_it():
    sound = noise(0.4, 0.1)
    whole, before_s = surrounded(sound)
    assert background(whole[: round(before_s * INPUT_RATE)]) <= BACKGROUND_MOST * levels(sound).max() * 1.01


def test_the_quiet_has_the_colour_of_the_background():
    hum = 0.0005 * np.sin(2 * np.pi * 300 * np.arange(INPUT_RATE // 5) / INPUT_RATE)
    sound = np.concatenate([hum, noise(0.3, 0.1), hum]).astype(np.float32)
    whole, before_s = surrounded(sound)
    power = np.abs(np.fft.rfft(whole[: round(before_s * INPUT_RATE)])) ** 2
    hertz = np.linspace(0, INPUT_RATE / 2, len(power))
    assert power[(hertz > 200) & (hertz < 400)].sum() > 0.8 * power.sum()


@pytest.mark.parametrize("sound", [np.zeros(0, np.float32), np.zeros(5, np.float32), np.zeros(INPUT_RATE, np.float32)])
def test_where_there_is_no_sound_none_is_added(sound):
    assert np.array_equal(surrounded(sound)[0], sound)


def test_with_quiet_enough_nothing_is_added():
    sound = np.concatenate([noise(0.5, 0.0001), noise(0.4, 0.1), noise(0.5, 0.0001)])
    assert surrounded(sound)[0] is sound

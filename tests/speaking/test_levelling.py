"""How loud a sound is to people, and that every voice is as loud."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.places import VOICES
from assistant.speaking.clips import LEVEL, prepare
from assistant.speaking.levelling import loudness
from assistant.speaking.profile import load_profile
from assistant.speaking.voice import Voice
from assistant.words.units import OUTPUT_RATE

RATES = (16000, 22050, 24000, 44100, 48000)
SENTENCES = (
    "Lie on your back, with your knees bent.",
    "Breathe out slowly.",
    "Is it comfortable?",
    "Rest for ten seconds.",
)


def tone(rate: int, hertz: float, seconds: float, decibels: float) -> np.ndarray:
    """A sine whose peak is so many decibels below full scale."""
    times = np.arange(round(rate * seconds)) / rate
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("decibels", [0, -20, -40])
def test_a_tone_at_997_hertz_is_as_loud_as_the_standard_says(rate, decibels):
    assert loudness(tone(rate, 997, 5, decibels), rate) == pytest.approx(decibels - 3.01, abs=0.1)


@pytest.mark.parametrize(
    ("hertz", "change"), [(60, -3.6), (100, -1.8), (500, -0.6), (2000, 2.4), (4000, 3.3), (10000, 3.3)]
)
def test_it_weighs_as_the_filters_of_the_standard_do(hertz, change):
    here, reference = (loudness(tone(48000, each, 4, -20), 48000) for each in (hertz, 997))
    assert here - reference == pytest.approx(change, abs=0.2)


def test_pauses_do_not_count_and_silence_is_no_sound():
    spoken, pause = tone(48000, 997, 2, -20), np.zeros(96000, np.float32)
    whole = np.concatenate([spoken, pause, spoken, pause])
    assert loudness(whole, 48000) == pytest.approx(loudness(spoken, 48000), abs=0.6)
    assert loudness(pause, 48000) == -np.inf
    assert loudness(pause[:0], 48000) == -np.inf


@given(st.floats(-20, 20), st.integers(20, 5000))
def test_what_is_made_louder_is_louder_by_as_much(decibels, length):
    sound = np.random.default_rng(length).normal(0, 0.02, length).astype(np.float32)
    louder = (sound * 10 ** (decibels / 20)).astype(np.float32)
    assert loudness(louder, 16000) - loudness(sound, 16000) == pytest.approx(decibels, abs=0.01)


@pytest.mark.parametrize("name", sorted(path.stem for path in VOICES.glob("*.yaml") if load_profile(path).at_once))
def test_every_voice_is_as_loud(name, tmp_path):
    voice = Voice(load_profile(VOICES / f"{name}.yaml"), tmp_path, OUTPUT_RATE)
    said = np.concatenate([voice.clip(sentence) for sentence in SENTENCES])
    voice.close()
    assert loudness(said, OUTPUT_RATE) == pytest.approx(LEVEL, abs=0.5)


def test_what_peaks_stays_below_full_scale():
    clicks = np.zeros(48000, np.float32)
    clicks[::4800] = 1.0
    assert np.abs(prepare(clicks, 48000, 48000)).max() <= 0.71

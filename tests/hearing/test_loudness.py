"""How long somebody speaks beside the words that were recognised."""

import numpy as np
import pytest

from assistant.hearing.decoding.loudness import Loudness
from assistant.words.units import INPUT_RATE


def heard(*parts):
    """Noise of these (seconds, level) one after the other."""
    loudness, chance = Loudness(), np.random.default_rng(1)
    for seconds, level in parts:
        sound = chance.standard_normal(round(seconds * INPUT_RATE)) * level
        loudness.add(sound.astype(np.float32))
    return loudness


@pytest.mark.parametrize("noise", [1e-4, 0.003, 0.02, 0.05])
def test_a_word_in_any_steady_noise_stands_alone(noise):
    loudness = heard((0.5, noise), (0.5, 0.1), (0.5, noise))
    assert loudness.outside_s([(0.5, 1.0)]) == 0
    assert loudness.heard_s == pytest.approx(1.5)


def test_a_voice_around_the_word_is_noticed():
    syllables = [(0.1, 0.1), (0.06, 0.01)] * 5
    loudness = heard((0.3, 0.0005), *syllables, (0.2, 0.0005), (0.5, 0.1), (0.4, 0.0005))
    assert loudness.outside_s([(1.3, 1.8)]) == pytest.approx(0.5, abs=0.05)


def test_words_may_be_longer_than_the_recogniser_says():
    loudness = heard((0.5, 0.001), (0.6, 0.1), (0.5, 0.001))
    assert loudness.outside_s([(0.6, 1.0)]) == 0


def test_silence_is_nothing():
    assert Loudness().outside_s([]) == 0
    assert heard((1.0, 0.0)).outside_s([(0.2, 0.4)]) == 0
    assert not heard((1.0, 0.0)).fallen

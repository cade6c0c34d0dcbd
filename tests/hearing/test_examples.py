"""Takes as phone likelihoods, and how far they are from each other."""

import subprocess

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audio.wav import read_wav
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.decoding.network import PhoneNetwork
from assistant.hearing.enrolling.examples import LEAST, QUIET, difference, example
from assistant.hearing.enrolling.takes import trimmed
from assistant.places import BUILT_IN_MODEL
from assistant.words.errors import LimberError
from assistant.words.units import INPUT_RATE

PHONES = len(BASE_PHONES)


@st.composite
def takes(draw):
    """Likelihoods of phones said one after the other, each for a few frames."""
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    said = draw(st.lists(st.tuples(st.integers(QUIET + 1, PHONES - 1), st.integers(1, 5)), min_size=1, max_size=12))
    likely = np.full((sum(frames for _, frames in said), PHONES), 0.0)
    likely[np.arange(len(likely)), [phone for phone, frames in said for _ in range(frames)]] = 1
    return (likely + chance.uniform(0, 0.3 / PHONES, likely.shape)) / 1.3


@given(takes(), takes())
def test_a_take_is_nearest_to_itself_and_distance_has_no_direction(take, other):
    a, b = example(take), example(other)
    assert difference(a, a) == pytest.approx(0, abs=2 * LEAST)
    assert difference(a, a) <= difference(a, b) + 1e-6
    assert difference(a, b) == pytest.approx(difference(b, a), abs=1e-5)


def with_silence(take, frames):
    silence = np.zeros((frames, PHONES))
    silence[:, QUIET] = 1
    return np.concatenate([silence, take, silence])


@given(takes(), st.integers(1, 30))
def test_silence_around_a_take_and_slowness_change_little(take, frames):
    assert example(with_silence(take, 1)) == example(with_silence(take, frames))
    a = example(take)
    assert difference(a, example(np.repeat(take, 2, axis=0))) == pytest.approx(difference(a, a), abs=0.05)


def test_silence_is_no_example():
    silence = np.zeros((9, PHONES))
    silence[:, QUIET] = 1
    assert example(silence) == b""


def said(folder, voice, phrase, speed):
    out = folder / f"{voice}-{phrase}-{speed}.wav"
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(out), phrase], check=True)
    return trimmed(read_wav(out, INPUT_RATE))


def test_the_networks_hear_phones_and_the_same_word_is_nearest(tmp_path):
    judge = PhoneNetwork(BUILT_IN_MODEL)
    likely = judge.phones(said(tmp_path, "en-us", "stop", 150))
    assert np.allclose(likely.sum(axis=1), 1, atol=1e-5)
    sounds = [BASE_PHONES[at] for at in likely.argmax(axis=1)]
    assert sounds.index("S") < sounds.index("T")
    assert sounds[0] == sounds[-1] == "SIL"
    words = ("next", "easier", "stop", "louder")
    known = {word: example(judge.phones(said(tmp_path, "it", word, 150))) for word in words}
    for word in words:
        again = example(judge.phones(said(tmp_path, "it", word, 170)))
        assert min(known, key=lambda known_word: difference(again, known[known_word])) == word


def test_another_kind_of_model_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(LimberError, match="this is no model that examples can be compared with"):
        PhoneNetwork(tmp_path)

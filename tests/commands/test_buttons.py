"""`limber buttons`, and what the settings say of buttons and the light."""

import builtins
import os
import sys
from pathlib import Path

import pytest

from assistant.app import App
from assistant.cli import main
from assistant.commands import buttons
from assistant.commands.buttons import first_press, learn
from assistant.doctor import hands as doctor
from assistant.doctor.findings import StepError
from assistant.running import keys, pins, programs
from assistant.running.handling import hands_of
from assistant.running.lamps import StripLamp
from assistant.running.learnt import LearntKey, keep, learnt, learnt_file
from assistant.settings import Settings, load_settings
from assistant.words.errors import ContentError, LimberError
from tests.running.test_keys import PEDAL, Recorded, key


def strip():
    StripLamp(3, 1)


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("platformdirs.user_config_dir", lambda _name: str(tmp_path / "config"))
    monkeypatch.setattr(buttons, "say_aloud", lambda _app, _line: False)
    return tmp_path


def reader():
    return App.open(Settings()).language.reader("terminal")


def test_the_first_key_that_is_pressed_becomes_a_button(capsys, monkeypatch):
    pedal = Recorded()
    pedal.send(key(28, 1), key(28, 0))  # the Enter with which the command was begun
    forget_earlier = buttons._forget_earlier

    def asked(devices):
        forget_earlier(devices)
        pedal.send(key(48, 1))

    monkeypatch.setattr(buttons, "_forget_earlier", asked)
    learn(App.open(Settings()), reader(), "pause", find=lambda: [pedal])
    assert learnt() == (LearntKey(PEDAL, "KEY_B", "pause"),)
    assert "KEY_B of A Pedal is a button now." in capsys.readouterr().out
    assert pedal.closed


def test_where_nothing_is_pressed_nothing_changes():
    keep((LearntKey(PEDAL, "KEY_B", "stop"),))
    with pytest.raises(LimberError, match="no button was pressed"):
        learn(App.open(Settings()), reader(), "everything", find=lambda: [Recorded()], waits_s=0.01)
    assert learnt() == (LearntKey(PEDAL, "KEY_B", "stop"),)


def test_without_a_device_it_is_said_what_to_do():
    with pytest.raises(LimberError, match="usermod -aG input"):
        learn(App.open(Settings()), reader(), "everything", find=list)


def test_a_device_that_goes_away_meanwhile_is_passed_over():
    gone, there = Recorded(), Recorded(path="/dev/input/event8")
    gone.send(key(48, 0))
    gone.gone = True
    there.send(key(48, 1))
    assert first_press([gone, there], 5) == PEDAL


def test_what_was_learnt_is_listed_and_forgotten(capsys):
    assert main(["buttons"]) == 0
    assert "No key is a button yet" in capsys.readouterr().out
    keep((LearntKey(PEDAL, "KEY_B", "pause"),))
    assert main(["buttons", "list"]) == 0
    assert capsys.readouterr().out == "KEY_B of A Pedal: pause, go on and no\n"
    assert main(["buttons", "forget"]) == 0
    assert learnt() == ()
    assert not os.path.exists(learnt_file())  # noqa: PTH110


@pytest.mark.parametrize("by_apt", [False, True])
@pytest.mark.parametrize(
    ("package", "needs"), [("evdev", keys.evdev_package), ("gpiozero", pins.gpiozero_package), ("spidev", strip)]
)
def test_without_the_package_a_sentence_says_how_this_very_program_gets_it(monkeypatch, package, needs, by_apt):
    real = builtins.__import__

    def without(name, *others, **named):
        if name == package:
            raise ImportError(name)
        return real(name, *others, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    if by_apt:
        monkeypatch.setattr(programs, "BY_APT", Path(sys.prefix))
    with pytest.raises(LimberError) as told:
        needs()
    how = f"sudo apt-get install python3-{package}" if by_apt else f"{sys.executable} -m pip install {package}"
    assert f"install it with: {how}" in str(told.value)


def test_a_folder_in_the_place_of_the_buttons_is_a_sentence(capsys):
    learnt_file().mkdir(parents=True)
    assert main(["buttons", "forget"]) == 2
    assert (
        capsys.readouterr().err
        == f"limber: {learnt_file()}: the buttons cannot be forgotten: it is a folder, and not a file\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "next"], "'limber buttons list' is about all buttons; leave out 'next'"),
        (["forget", "stop"], "'limber buttons forget' is about all buttons; leave out 'stop'"),
        (["learn", "stpo"], "WHAT cannot be 'stpo' (did you mean 'stop'?), only one of"),
    ],
)
def test_what_a_button_cannot_do_is_refused(capsys, words, told):
    assert main(["buttons", *words]) == 2
    assert told in capsys.readouterr().err


def test_nobody_without_buttons_has_hands():
    assert hands_of(Settings().buttons) is None
    keep((LearntKey(PEDAL, "KEY_B", "pause"),))
    assert hands_of(Settings().buttons) is not None


def settings(tmp_path, text):
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_times_are_usual_until_they_are_set(tmp_path):
    usual = settings(tmp_path, "voice: clear")
    assert [usual.buttons.time(name) for name in ("bounce", "double", "long", "very_long")] == [0.05, 0.5, 1, 3]
    own = settings(tmp_path, "buttons: {bounce: 0.2, long: 2, very_long: 6, naming: 4, pin: 17, grab: true}")
    assert [own.buttons.time(name) for name in ("bounce", "double", "long", "very_long")] == [0.2, 0.5, 2, 6]
    assert (own.buttons.pin, own.buttons.grab) == (17, True)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("buttons: {bounce: 3}", "'bounce' must be a number from 0 to 2"),
        ("buttons: {long: 4}", "'very_long' must be more than 'long'"),
        ("buttons: {double: 0.04}", "'double' must be more than 'bounce'"),
        ("buttons: {accept: 1}", "'accept' must be less than 'long'"),
        ("buttons: {lnog: 1}", "did you mean 'long'?"),
        ("buttons: {pin: 40}", "'pin' must be a number from 0 to 27"),
        ("light: {kind: led}", "an LED needs its 'pin'"),
        ("light: {kind: lde}", "did you mean 'led'?"),
        ("buttons: {pin: 4}\nlight: {kind: led, pin: 4}", "pin 4 is the button's already"),
        ("light: {kind: apa102, lamps: 0}", "'lamps' must be a number from 1 to 144"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path, text, wrong):
    with pytest.raises(ContentError) as found:
        settings(tmp_path, text)
    assert wrong in str(found.value)


def test_the_doctor_looks_at_buttons_and_the_light(monkeypatch):
    app = App.open(Settings())
    assert "none are needed" in doctor.buttons(app)[0]
    assert "none is needed" in doctor.light(app)[0]
    keep((LearntKey(PEDAL, "KEY_B", "pause"),))
    found: list[Recorded] = []
    monkeypatch.setattr(doctor, "key_devices", lambda: found)
    with pytest.raises(StepError, match="learnt and not there: A Pedal") as missing:
        doctor.buttons(app)
    assert "limber buttons learn" in missing.value.remedy
    found.append(Recorded())
    assert doctor.buttons(app)[0] == "learnt and there: A Pedal."
    assert found[0].closed

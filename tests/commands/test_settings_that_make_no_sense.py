"""Settings that make no sense stop nobody from looking for the fault, or from saving or deleting what is kept."""

import re
from functools import partial
from pathlib import Path

import pytest

from assistant.app import App
from assistant.cli import ALWAYS, main
from assistant.doctor import installation
from assistant.doctor.findings import step
from assistant.settings import Settings
from tests.support.faults import FAULTS, bound_by_permissions

GOOD = "voice: clear\nroutine: office_micro\n"
BAD = {
    "unknown key": "voise: plain\n",
    "empty value": "voice:\n",
    "no YAML": "voice: [\n",
    "another language": "language: nosuch\n",
    "a wrong value": "echo: loud\n",
}
TOLD = {
    "unknown key": ":1: unknown key 'voise' (did you mean 'voice'?)",
    "empty value": ":1: 'voice' is empty; write something after the colon, or take the line out",
    "no YAML": ":2: not readable as YAML",
    "another language": "there is no language 'nosuch'",
    "a wrong value": ":1: 'echo' is 'loud'",
    "truncated": "not readable as YAML",
    "garbage": "this is not a text file in UTF-8",
    "not readable": "its permissions do not allow it",
    "a folder": "it is a folder, and not a file",
    "a link to nowhere": "which is not there",
    "a link to itself": "its links lead in a circle",
    "a pipe": "it is a pipe, a device or a socket, and not a file",
}
HARMLESS = {"missing", "empty"}
"""Faults with which the defaults are what is set."""
DEFAULTS = "Until the settings are mended, this goes by the defaults."
QUICK = {
    "log": ["log"], "replay": ["replay"], "report-bug": ["report-bug"], "enrol --forget": ["enrol", "--forget"],
    "activities --forget": ["activities", "--forget"], "import": ["import", "nothing"], "update": ["update", "nothing"],
    "privacy": ["privacy"],
}  # fmt: skip
"""Commands that need no device and little time."""
SUCCEED = {"enrol --forget", "activities --forget", "privacy"}


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The settings file of somebody who has nothing else."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "CONFIG/limber/settings.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD)
    return path


@pytest.mark.parametrize("command", QUICK)
@pytest.mark.parametrize("fault", [*BAD, *FAULTS])
def test_they_are_said_and_the_defaults_serve(capsys, file, fault, command):
    if fault in BAD:
        file.write_text(BAD[fault])
    else:
        FAULTS[fault](file)
    with bound_by_permissions():
        code = main(QUICK[command])
    told = capsys.readouterr().err
    assert "Traceback" not in told
    if fault in HARMLESS:
        assert DEFAULTS not in told
    else:
        assert TOLD[fault] in told
        assert told.count(DEFAULTS) == 1
    assert code == (0 if command in SUCCEED else 2)  # there is no journal yet, and nothing to import


def test_every_such_command_is_tried():
    assert ALWAYS - {command.split()[0] for command in QUICK} == {"doctor", "export", "fetch-model", "service"}


def test_the_manual_names_every_such_command():
    manual = (Path(__file__).parents[2] / "docs/troubleshooting.md").read_text()
    told = manual.partition("these go by the defaults:")[2].partition(".\n")[0]
    assert set(re.findall("`([^`]+)`", told)) == ALWAYS | {"--forget"}


def test_a_session_says_what_is_wrong_and_does_not_guess(capsys, file):
    file.write_text(BAD["unknown key"])
    assert main(["routines"]) == 2
    told = capsys.readouterr().err
    assert TOLD["unknown key"] in told
    assert DEFAULTS not in told


@pytest.mark.parametrize("name", ["routine", "voice", "model"])
def test_a_name_that_is_not_there_is_told_with_the_setting_and_its_file(capsys, file, name):
    file.write_text(f"{name}: nosuch\n")
    assert main(["rehearse", "--say", "1 finish"]) == 2
    told = capsys.readouterr().err
    assert "nosuch" in told
    assert told.endswith(f"; '{name}' is set so in {file}\n")


def test_what_was_typed_is_not_said_to_be_set(capsys, file):
    file.write_text("routine: office_micro\n")
    assert main(["rehearse", "nosuch"]) == 2
    assert "is set so" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("voice", "told"),
    [
        ("nosuch", "there is no voice 'nosuch' in"),
        ("missing.yaml", "there is no voice 'missing' in"),
        ("bad.yaml", "bad.yaml:2: not readable as YAML"),
    ],
)
def test_the_doctor_says_what_is_wrong_with_a_voice_that_is_set(tmp_path, voice, told):
    (tmp_path / "bad.yaml").write_text("voice: [")
    app = App.open(Settings(voice=voice if voice == "nosuch" else str(tmp_path / voice)))
    found = step("voice", partial(installation.voice, app), app.language.texts["doctor"]["remedies.voice"])
    assert not found.ok
    assert told in found.words
    assert "settings.yaml" in found.remedy
    assert "espeak" not in found.words + found.remedy


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("house: {name: Kitchen}", "the house needs its 'host': the name or the address of the broker"),
        ("house: {host: 'mqtt://x'}", "'mqtt://x' is no name of a machine; write it as \"homeassistant.local\""),
        ("house: {host: x, password_file: y}", "a password needs a 'user' as well"),
        ("house: {host: x, name: '...'}", "'name' needs a letter from a to z or a digit, and at most 40 characters"),
        ("house: {host: x, port: 0}", "'port' must be a number from 1 to 65535, not 0"),
        ("house: {host: x, send_heath: true}", "unknown key 'send_heath' (did you mean 'send_health'?)"),
        ("light: {kind: led, pin: 999}", "'pin' must be a number from 0 to 27, not 999"),
        ("light: {kind: led, pin: -1}", "'pin' must be a number from 0 to 27, not -1"),
        ("light: {kind: led}", "an LED needs its 'pin': the number of its GPIO pin"),
        ("light: {kind: led, pin: 4}\nbuttons: {pin: 4}", "pin 4 is the button's already"),
        ("buttons: {pin: 28}", "'pin' must be a number from 0 to 27, not 28"),
        ("light: {kind: apa102, lamps: 999}", "'lamps' must be a number from 1 to 144, not 999"),
    ],
)
def test_one_mistake_about_a_pin_or_the_house_is_one_sentence(capsys, file, written, told):
    file.write_text(written)
    assert main(["routines"]) == 2
    assert capsys.readouterr().err == f"limber: {file}:1: {told}\n"

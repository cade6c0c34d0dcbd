"""What `limber doctor` finds where hearing works is a sentence with its figure, however fast the machine is."""

import re

from assistant.app import App
from assistant.doctor import installation, keeping
from assistant.doctor.findings import step
from assistant.hearing.enrolling.voice_file import own_voice_file
from assistant.history.store import history_file
from assistant.places import settings_file
from assistant.settings import Settings


def test_how_fast_a_command_is_recognised_is_told():
    finding = step("one synthetic command", lambda: installation.command(App.open(Settings(model="limber-en"))))
    assert re.search(r"\d\.\d times", finding.words)
    assert finding.figures["times_its_length"] > 0


def test_two_damaged_files_are_both_named(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    damaged = [own_voice_file(), history_file()]
    for file in damaged:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("garbage")
    finding = step("what I remember", lambda: keeping.memory(App.open(Settings())))
    assert not finding.ok
    assert all(str(file) in finding.words for file in damaged)


def test_settings_that_are_not_there_are_not_said_to_make_sense(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    app = App.open(Settings())
    before = step("settings", lambda: keeping.settings(app))
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("voice: plain\n")
    after = step("settings", lambda: keeping.settings(app))
    assert before.ok
    assert after.ok
    assert "there is no file" in before.words
    assert "makes sense" in after.words

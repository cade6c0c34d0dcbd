"""What is kept is told whole: no file that the program writes is left out."""

import inspect
import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from assistant import places
from assistant.app import PLANS, App
from assistant.cli import main
from assistant.coach.person import Person
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import write_own_voice
from assistant.history.store import Store, at_present
from assistant.hub.collected import Collected
from assistant.hub.waiting import Unconfirmed
from assistant.languages.language import slots_of
from assistant.logs import log_file, logging_on
from assistant.page.shelf import Shelf
from assistant.places import plans_folder
from assistant.running.alone import LOCK, MICROPHONE, Claim
from assistant.running.inventory import KINDS, OTHER, SOUND, inventory
from assistant.running.journals import journals_folder
from assistant.running.own_activities import keep_recording, write_private
from assistant.running.voices import prepared_store
from assistant.settings import Settings
from assistant.speaking.preparing import prepared
from tests.commands import test_sessions_go_on as sessions

FOLDERS = ("CONFIG", "DATA", "STATE", "CACHE")


@pytest.fixture
def home(tmp_path, monkeypatch):
    return moved_into(tmp_path, monkeypatch)


@pytest.fixture
def open_home(monkeypatch):
    """A home that others who use the machine can look into, as many systems make it; pytest's own folders are shut."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield moved_into(Path(name), monkeypatch)


def moved_into(home, monkeypatch):
    for name in FOLDERS:
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name))
    monkeypatch.setenv("HOME", str(home))
    return home


def everything(home, capsys):
    """Somebody has used all that writes something."""
    (home / "CONFIG/limber").mkdir(parents=True)
    (home / "CONFIG/limber/settings.yaml").write_text("voice: clear\n")
    (home / "CONFIG/systemd/user").mkdir(parents=True)
    (home / "CONFIG/systemd/user/limber.service").write_text("[Unit]\n")
    with Store():
        pass
    (home / "DATA/limber/history.db").write_bytes(bytes(range(256)) * 40)
    with logging_on(logging.INFO, print):
        sessions.session(capsys)
        logging.getLogger("assistant").warning("something was odd")
    write_own_voice(OwnVoice({}, {"next": ("onward",)}, {"onward": (bytes(10 * len(BASE_PHONES)),)}))
    keep_recording(np.full(16_000, 0.1, np.float32), "stairs")
    (places.own_voices_folder() / "anna").mkdir(parents=True)
    write_private(places.own_voices_folder() / "anna/hello.wav", np.full(16_000, 0.1, np.float32), "not kept")
    Shelf(plans_folder(), PLANS).write("mine.yaml", "id: mine", "")
    with Store() as store:
        Collected(f"sqlite:///{places.clinic_file()}", at_present).close()
        assert Unconfirmed(store, places.hub_file(), at_present, health=False).device
    (journal,) = journals_folder().glob("*.jsonl")
    for what in ("microphone", "played"):
        journal.with_name(f"{journal.stem}-{what}.wav").write_bytes(b"sound")
    app = App.open(Settings())
    voice = app.voice()
    voice.clip("Hello.")
    voice.close()
    list(prepared(voice.profile, prepared_store(voice.profile), ["Hello."]))
    app.recogniser()
    program = home / ".local/lib/limber/1.0.0"
    program.mkdir(parents=True)
    (program / "tried.json").write_text("{}")


def files_below(home):
    """All but what the sound library notes for itself."""
    found = (path for path in home.rglob("*") if "pulse" not in path.parts)
    return {path for path in found if path.is_file() or path.is_symlink()}


def test_every_file_that_the_program_writes_is_told_of_by_what_it_is_for(home, capsys):
    everything(home, capsys)
    held = inventory()
    assert {each.kind for each in held} == {kind.key for kind in KINDS} - {"models"}
    assert sum(each.files for each in held) == len(files_below(home))
    assert sum(each.size for each in held) == sum(path.lstat().st_size for path in files_below(home))


def test_a_file_that_nobody_knows_of_is_told_of_too(home, capsys):
    everything(home, capsys)
    (home / "STATE/limber/of-tomorrow.txt").write_text("new")
    (other,) = (each for each in inventory() if each.kind == OTHER)
    assert (other.files, other.where) == (1, home / "STATE/limber/of-tomorrow.txt")


def needed(function):
    """The arguments that a function must be given."""
    return [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]


@pytest.mark.usefixtures("home")
def test_every_folder_of_a_person_is_looked_into():
    folders = [
        function()
        for name, function in inspect.getmembers(places, inspect.isfunction)
        if function.__module__ == places.__name__ and not needed(function)
    ]
    roots = {kind.folder() for kind in KINDS} | {places.fetched_models()}
    assert len(folders) >= 6
    for folder in folders:
        assert any(root in (folder, *folder.parents) for root in roots), folder


def told(capsys):
    capsys.readouterr()
    assert main(["privacy"]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_sound_is_told_of_where_there_is_some_and_only_there(home, capsys):
    assert "No sound of you is kept." in told(capsys)
    everything(home, capsys)
    words = told(capsys)
    assert "Sound is kept because you asked for it." in words
    say = App.open(Settings()).language.reader("terminal")
    for kind in SOUND:
        assert words.count(say.named("privacy", kind)) >= 2
    assert "No sound" not in words


@pytest.mark.usefixtures("home")
def test_when_it_began_is_the_day_of_the_first_session(capsys):
    with Store() as store:
        store.begin()
        store._write("UPDATE session SET begun = '2024-03-05T08:00:00+00:00'")
    assert "since 5 March 2024" in told(capsys)


def test_a_history_in_which_nothing_stands_yet_is_told_of_as_such(home, capsys):
    assert main(["progress"]) == 0
    assert "A file for your sessions, in which nothing stands yet:" in told(capsys)
    with Store() as store:
        store.keep_person(Person(introduced=True))
    assert "Your sessions, and what you told" in told(capsys)
    with Store() as store:
        store.keep_person(Person())
        store.begin()
    assert "Your sessions, and what you told" in told(capsys)
    assert (home / "DATA/limber/history.db").exists()


def test_who_else_can_read_it_is_told(open_home, capsys):
    home = open_home
    with Store() as store:
        store.begin()
    assert "Nobody else who uses this machine can read it." in told(capsys)
    (home / "CONFIG/limber").mkdir(parents=True)
    settings = home / "CONFIG/limber/settings.yaml"
    settings.write_text("voice: clear\n")
    for path in (settings, settings.parent, settings.parent.parent):
        path.chmod(0o755)
    assert "can read some of it. Your settings." in told(capsys)
    settings.chmod(0o600)
    assert "Nobody else" in told(capsys)


def test_the_name_of_a_file_cannot_steer_the_terminal(home, capsys):
    (home / "STATE/limber").mkdir(parents=True)
    (home / "STATE/limber/\x1b[31mred").write_text("")
    assert "\\x1b[31mred" in told(capsys)


@pytest.mark.usefixtures("home")
def test_every_lock_is_told_of_as_what_it_is():
    for claim in (Claim(LOCK), Claim(MICROPHONE)):
        assert claim.take()
        claim.give()
    assert {each.kind for each in inventory()} == {"log"}


def test_what_the_program_writes_is_for_this_user_only(open_home, capsys):
    home = open_home
    for words in (["rehearse", "office_micro", "--say", "2 finish", "--out", str(home / "out")], ["progress"]):
        line = [sys.executable, "-m", "assistant", *words]
        subprocess.run(line, check=True, capture_output=True, cwd=Path(__file__).parents[2])
    assert "Nobody else" in told(capsys)
    written = [path for path in files_below(home) if not path.is_symlink()]
    assert written
    for path in written:
        above = [folder for folder in path.parents if home in folder.parents]
        assert any(not place.stat().st_mode & 0o077 for place in (path, *above)), path
    assert log_file() in files_below(home)


def test_what_is_told_can_be_followed_by_ear():
    texts = App.open(Settings()).language.texts["terminal"]
    spoken = {key: text for key, text in texts.items() if key.startswith("privacy")}
    assert len(spoken) > 20
    for text in spoken.values():
        for sentence in text.split(". "):
            assert len(sentence.split()) <= 14, sentence
    assert json.dumps(sorted({slot for text in spoken.values() for slot, _, _ in slots_of(text)})) == (
        '["day", "host", "size", "what"]'
    )
    assert os.sep not in "".join(spoken.values())


@pytest.mark.parametrize(("health", "told"), [("true", "told to it as well"), ("false", "Nothing of your pain")])
def test_what_leaves_for_the_house_is_told(home, capsys, health, told):
    settings = home / "CONFIG/limber/settings.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"house: {{host: broker.local, send_health: {health}}}\n")
    assert main(["privacy"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "the broker broker.local is told what you do" in printed
    assert told in printed
    assert "anywhere" not in printed

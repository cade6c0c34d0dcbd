"""Whatever is wrong with a file, the command that needs it says so in one sentence, and nothing that is kept is lost."""

import shutil
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from assistant.app import App
from assistant.cli import main
from assistant.content.load import COMMANDS
from assistant.doctor.findings import step
from assistant.doctor.keeping import memory
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import write_own_voice
from assistant.history.exchange import export
from assistant.history.store import Store
from assistant.running.journal import Journal
from assistant.settings import Settings
from assistant.words.units import Seconds
from tests.running.test_journal import header
from tests.support.faults import (
    FAULTS,
    FOLDER_FAULTS,
    UNSAYABLE,
    bound_by_permissions,
    contents,
    fill,
    read_only,
    small_disk,
)
from tests.support.histories import SET

WAV = Path(__file__).parents[1] / "hearing/wav/easier__flite-rms.wav"
PLAN = "id: mine\nname: My own plan\nitems: [glute_bridge, clamshell]\n"


def newer(path):
    file = sqlite3.connect(path)
    file.execute("PRAGMA user_version = 99")
    file.close()


def _full_folder(path):
    path.mkdir()
    (path / "mine").write_text("kept")


FAULTS_OF_WRITING = {
    "a file": lambda path: path.write_text("mine"),
    "a folder with files": _full_folder,
    "not writable": lambda path: path.parent.chmod(0o500),
    "a link to nowhere": lambda path: path.symlink_to(path.with_name("unplugged") / "there"),
    "a link to itself": lambda path: path.symlink_to(path),
}
READS = {
    "import": (["import", "csv"], "csv/session.csv"),
    "import of the person": (["import", "csv"], "csv/person.csv"),
    "replay": (["replay", "journal.jsonl"], "journal.jsonl"),
    "log": (["log", "journal.jsonl"], "journal.jsonl"),
    "report-bug": (["report-bug", "journal.jsonl"], "journal.jsonl"),
    "teach": (["teach", "next", "forward", "--recordings", "said.wav"], "said.wav"),
    "enrol": (["enrol", "--recordings", "takes"], "takes/that hurts-1.wav"),
    "hear": (["hear", "said.wav"], "said.wav"),
    "hear by a vocabulary": (["hear", "said.wav", "--commands", "commands.yaml"], "commands.yaml"),
    "rehearse a script": (["rehearse", "--script", "lines.yaml"], "lines.yaml"),
    "rehearse a plan": (["rehearse", "mine.yaml"], "mine.yaml"),
    "check": (["check", "mine.yaml"], "mine.yaml"),
    "plan": (["plan", "mine.yaml"], "mine.yaml"),
    "activities": (["activities", "--recordings", "said.wav"], "said.wav"),
}
"""what is read -> (the command, its file); what is said in a good file is read before a known phrase is refused"""
STILL_GOOD = {
    ("import of the person", "missing"),  # exports of earlier versions have none
    ("hear", "truncated"), ("teach", "truncated"), ("enrol", "truncated"), ("activities", "truncated"),  # half a sound is one
}  # fmt: skip
WRITES = {
    "export": (["export", "--csv", "kept/out"], "kept/out"),
    "report": (["report", "--html", "kept/out"], "kept/out"),
    "report-bug": (["report-bug", "journal.jsonl", "--out", "kept/out"], "kept/out"),
    "rehearse": (["rehearse", "mine.yaml", "--out", "kept/out"], "kept/out"),
    "rehearse a sample": (["rehearse", "--sample", "--out", "kept/out"], "kept/out"),
}
"""what is written -> (the command, what it writes"""
ADDED_TO = {(command, "a folder with files") for command in ("rehearse", "rehearse a sample")}
"""A rehearsal takes the place of an earlier one, and leaves what else is in its folder."""
OF_HISTORY = {
    "progress": ["progress"],
    "report": ["report", "--html", "page.html"],
    "export": ["export", "--csv", "new"],
    "import": ["import", "csv"],
    "activities": ["activities"],
}
"""Commands that go by the history."""
DAMAGED = ("empty", "garbage", "truncated")
"""Faults of a file that is read, and makes no sense."""
OF_VOICE = {
    "teach": ["teach", "next", "forward", "--recordings", "said.wav"],
    "enrol": ["enrol", "--recordings", "takes"],
}
"""Commands that learn, and so go by what is known of a voice. The phrase is known already, which is refused at once."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a good file of every kind."""
    folder = tmp_path_factory.mktemp("good")
    with Store(folder / "old.db") as store:
        store.record(store.begin(), 1.0, SET)
        export(store, folder / "csv")
    (folder / "old.db").unlink()
    journal = Journal(folder / "journal.jsonl", header())
    journal.start()
    journal.event(Seconds(0), None)
    journal.close()
    (folder / "takes").mkdir()
    for name in ("said.wav", "takes/that hurts-1.wav"):
        shutil.copy(WAV, folder / name)
    (folder / "mine.yaml").write_text(PLAN)
    (folder / "lines.yaml").write_text("lines:\n  - {at: 4, say: pause}\n")
    return folder


@pytest.fixture(autouse=True)
def here(made, tmp_path, monkeypatch):
    """Somebody's folder with a good file of every kind in it, who has practised once."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    folder = shutil.copytree(made, tmp_path / "here")
    (folder / "commands.yaml").write_bytes(COMMANDS.read_bytes())
    monkeypatch.chdir(folder)
    _practised(tmp_path / "DATA/limber")
    return folder


def _practised(folder):
    folder.mkdir(parents=True)
    with Store(folder / "history.db") as store:
        store.record(store.begin(), 1.0, SET)


def _run(capsys, words):
    """The exit code of a command, and all that it shows."""
    with bound_by_permissions():
        code = main(words)
    shown = capsys.readouterr()
    told = shown.out + shown.err
    assert not [words for words in UNSAYABLE if words in told], told
    return code, told


@pytest.mark.parametrize("command", [command for command in READS if not command.startswith(("rehearse", "teach"))])
def test_what_is_good_is_read(capsys, command):
    """So that each fault below is the only one. Rehearsing takes long, and what is said is no phrase to be taught."""
    code, told = _run(capsys, READS[command][0])
    assert (code, told.count("limber: ")) == (0, 0), told


def _nothing_lost(before, folder):
    after = contents(folder)
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize(
    ("command", "fault"),
    [(command, fault) for command in READS for fault in FAULTS if (command, fault) != ("hear", "a pipe")],
)  # what is heard may come through a pipe, and is waited for
def test_what_cannot_be_read(capsys, here, tmp_path, command, fault):
    words, file = READS[command]
    FAULTS[fault](here / file)
    before = contents(tmp_path)
    code, told = _run(capsys, words)
    if (command, fault) in STILL_GOOD:
        return
    assert code in (1, 2)
    assert Path(file).name in told or (fault == "missing" and Path(file).parent.name in told)
    _nothing_lost(before, tmp_path)
    assert len(_practice(tmp_path)) == 1


def _practice(folder):
    with Store(folder / "DATA/limber/history.db") as store:
        return store.past().sessions


@pytest.mark.parametrize(
    ("command", "fault"),
    [(command, fault) for command in WRITES for fault in FAULTS_OF_WRITING if (command, fault) not in ADDED_TO],
)
def test_what_cannot_be_written(capsys, here, tmp_path, command, fault):
    words, file = WRITES[command]
    (here / "kept").mkdir()
    FAULTS_OF_WRITING[fault](here / file)
    before = contents(tmp_path)
    code, told = _run(capsys, words)
    assert file in told
    _nothing_lost(before, tmp_path)
    assert code == 2


@pytest.mark.parametrize("fault", [*FAULTS, "newer"])
@pytest.mark.parametrize("command", OF_HISTORY)
def test_a_history_that_cannot_be_read(capsys, tmp_path, command, fault):
    file = tmp_path / "DATA/limber/history.db"
    (newer if fault == "newer" else FAULTS[fault])(file)
    before = contents(tmp_path)
    code, told = _run(capsys, OF_HISTORY[command])
    assert (code == 0) == (fault in ("missing", "empty")), told
    assert code == 0 or str(file) in told
    if fault != "empty":
        _nothing_lost(before, tmp_path)


@pytest.mark.parametrize("command", ["progress", "report", "export"])
@pytest.mark.parametrize("harm", [fill, read_only])
def test_looking_back_on_a_disk_that_takes_nothing(capsys, here, tmp_path, monkeypatch, command, harm):
    with small_disk(tmp_path / "disk") as disk:
        for name in ("CONFIG", "DATA", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(disk / name))
        _practised(disk / "DATA/limber")
        harm(disk)
        code, told = _run(capsys, OF_HISTORY[command])
        assert code == 0
        assert "Traceback" not in told
    assert (here / "page.html").is_file() == (command == "report")
    assert (here / "new/practice.csv").is_file() == (command == "export")


@pytest.mark.parametrize("command", ["report", "export", "report-bug", "rehearse"])
@pytest.mark.parametrize("harm", [fill, read_only])
def test_writing_on_a_disk_that_takes_nothing(capsys, here, command, harm):
    words, file = WRITES[command]
    with small_disk(here / "kept"):
        harm(here / "kept")
        code, told = _run(capsys, words)
        assert code == 2
        assert ("the disk is full" if harm == fill else "the disk can only be read") in told
        assert file in told
        assert len([*(here / "kept").rglob("*.tmp")]) == 0


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", OF_VOICE)
def test_a_voice_file_that_cannot_be_read(capsys, tmp_path, monkeypatch, command, fault):
    path = write_own_voice(
        OwnVoice({}, {"next": ("forward march",)}, {"forward_march": (bytes(10 * len(BASE_PHONES)),)})
    )
    FAULTS[fault](path)
    before = contents(tmp_path)
    damaged = path.read_bytes() if fault in DAMAGED else b""
    code, told = _run(capsys, OF_VOICE[command])
    assert str(path) in told or fault == "missing"
    if fault in DAMAGED:
        (aside,) = path.parent.glob("voice-damaged-*.json")
        assert aside.name in told
        assert aside.read_bytes() == damaged
        assert code == (0 if command == "enrol" else 2)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # other tests go on with what is in the cache
        assert main(["enrol", "--forget"]) == 0
        assert not aside.exists()
    elif fault != "missing":
        assert code == 2
        _nothing_lost(before, tmp_path)


@pytest.mark.parametrize("command", [*OF_VOICE, "enrol by voice", "fetch-model"])
@pytest.mark.parametrize("fault", FOLDER_FAULTS)
def test_a_data_folder_that_takes_nothing(capsys, tmp_path, monkeypatch, command, fault):
    """What is to be learnt is not asked for when it cannot be kept, and no network is asked."""
    monkeypatch.setattr("assistant.places.INSTALLED", True)
    folder = tmp_path / "DATA/limber"
    FOLDER_FAULTS[fault](folder)
    words = {**OF_VOICE, "enrol by voice": ["enrol"], "fetch-model": ["fetch-model"]}[command]
    code, told = _run(capsys, words)
    assert code == 2
    assert str(folder) in told
    assert "Say " not in told


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("file", ["history.db", "voice.json"])
def test_the_doctor_names_it(tmp_path, file, fault):
    write_own_voice(OwnVoice())
    path = tmp_path / "DATA/limber" / file
    FAULTS[fault](path)
    before = contents(tmp_path)
    with bound_by_permissions():
        found = step("memory", partial(memory, App.open(Settings())))
    harmless = fault == "missing" or (file, fault) == ("history.db", "empty")
    assert found.ok == harmless
    assert harmless or str(path) in found.words
    _nothing_lost(before, tmp_path)

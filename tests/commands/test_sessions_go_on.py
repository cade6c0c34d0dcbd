"""A session goes on whatever the files are, and says aloud what it cannot read and what it does not keep."""

import sqlite3
from datetime import UTC, datetime
from threading import Event

import numpy as np
import pytest

from assistant.app import App
from assistant.cli import main, parser_of
from assistant.coach.person import Person, cleared
from assistant.commands.remembering import opened, remembered
from assistant.hearing.decoding.graph import BASE_PHONES
from assistant.hearing.enrolling.own_voice import OwnVoice
from assistant.hearing.enrolling.voice_file import own_voice_anyhow, write_own_voice
from assistant.history.store import Store
from assistant.running.links import Links
from assistant.running.performance import Performance
from assistant.settings import Settings
from assistant.words.events import Begin, Heard
from assistant.words.units import OUTPUT_RATE
from tests.support.drive import library
from tests.support.faults import FAULTS, FOLDER_FAULTS, bound_by_permissions, contents

BLOCK = OUTPUT_RATE // 10
FINISH_S = 60.0
"""When the person says that they are done: after the questions about the past have been put."""
FINISHES = {FINISH_S: "finish"}
"""session time -> intent of what the person says"""
LOCKED = Person(introduced=True, lock="numb")


def newer(path):
    file = sqlite3.connect(path)
    file.execute("PRAGMA user_version = 99")
    file.close()


UNREAD = ("history_unread", "history_unkept", "history_warning")
HISTORY = {
    "missing": (),
    "empty": (),
    "garbage": ("history_damaged", "history_warning"),
    "truncated": ("history_damaged", "history_warning"),
    "not readable": UNREAD,
    "a folder": UNREAD,
    "a link to nowhere": UNREAD,
    "a link to itself": UNREAD,
    "a pipe": UNREAD,
    "newer": UNREAD,
}
"""fault of history.db -> keys of what is said of it before anything else"""
NEW = ("missing", "empty")
"""Faults after which somebody is simply new."""
FOLDER = {
    "not readable": (*UNREAD, "voice_unread"),
    "not writable": ("history_unkept",),
    "a file": ("history_unkept",),
    "a link to nowhere": (*UNREAD, "voice_unread"),
}
"""the same for the folder it is in"""
SAID = (
    "history_damaged",
    "history_unread",
    "history_unkept",
    "history_warning",
    "voice_unread",
    "not_kept",
    "not_deleted",
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Somebody's folders; a session of theirs is kept, and a warning locks further ones."""
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    be_kept(tmp_path / "DATA/limber")
    return tmp_path


def be_kept(folder):
    folder.mkdir(parents=True)
    with Store(folder / "history.db") as store:
        store.begin()
        store.keep_person(LOCKED)
    for rest in folder.glob("history.db-*"):
        rest.unlink()


def session(capsys, says=FINISHES, meanwhile=()):
    """A session of a minute without devices; returns what is said of memory, whether it is locked, and what is shown.

    `meanwhile`: (session time, what happens to the machine then).
    """
    app, links = App.open(Settings(), own_voice=own_voice_anyhow()), Links()
    asked = parser_of("type").parse_args(["office_micro"])
    with remembered(asked, app, links, "typed") as prepared:
        made = prepared.parts

        def submit(cue, epoch):
            made.mixer.add(cue, np.zeros(round(0.05 * len(cue.text) * OUTPUT_RATE), np.float32), epoch)

        performance, unsaid, coming = Performance(made, submit=submit), dict(says), sorted(meanwhile)
        performance.take(Begin())
        while not performance.over and performance.now < 2 * FINISH_S:
            made.mixer.render(BLOCK)
            while coming and performance.now >= coming[0][0]:
                _written_down(performance)
                coming.pop(0)[1]()
            while not links.inbox.empty():
                performance.take(links.inbox.get())
            for at in [at for at in unsaid if performance.now >= at]:
                performance.take(Heard(unsaid.pop(at)))
                _written_down(performance)
            performance.wake()
    shown = capsys.readouterr()
    spoken = " ".join(shown.out.split())
    said = tuple(key for key in SAID if library().phrases[key][0] in spoken)
    return said, library().phrases["locked_before"][0] in spoken, shown.err


def _written_down(performance):
    """Wait until the recorder has dealt with all that it was given: here sound takes no time."""
    done = Event()
    performance._recorder._work.put(done.set)
    done.wait()


@pytest.mark.parametrize("opens", [lambda: opened("go on"), Store])
def test_what_a_call_or_a_power_cut_came_between_is_said_in_the_next_session(home, capsys, opens):
    """`limber stay` sets a damaged history aside before anybody is there to hear of it."""
    file = home / "DATA/limber/history.db"
    FAULTS["garbage"](file)
    with opens():
        pass
    capsys.readouterr()
    assert main(["progress"]) == 0
    assert "history-damaged-" in capsys.readouterr().err
    assert session(capsys)[0] == ("history_damaged", "history_warning")
    assert session(capsys)[0] == ()
    assert main(["progress"]) == 0
    assert "history-damaged-" not in capsys.readouterr().err


def _unwritable(home):
    """Neither the history nor anything beside it."""
    (home / "DATA/limber").chmod(0o500)
    (home / "DATA/limber/history.db").chmod(0o400)


def _journal_stays(home):
    journals = home / "STATE/limber/journals"
    journals.mkdir(parents=True)
    (journals / "2026-01-01-080000.jsonl").mkdir()


HINDERED = {"nothing": lambda _: None, "the history": _unwritable, "a journal": _journal_stays}


@pytest.mark.parametrize("what", HINDERED)
def test_what_cannot_be_deleted_is_said_aloud(home, capsys, what):
    known = cleared(library().screening, datetime.now(UTC).toordinal())
    with Store(home / "DATA/limber/history.db") as store:
        store.keep_person(known)
    HINDERED[what](home)
    speech = [home / "CACHE/limber" / name for name in ("speech/ab/said.wav", "voices/joe/cd/said.opus")]
    for file in speech:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"your left knee")
    with bound_by_permissions():
        said, _, told = session(capsys, {20.0: "forget", 24.0: "yes"})
    assert ("not_deleted" in said) == (what != "nothing")
    assert "not_kept" not in said
    assert [file for file in speech if file.exists()] == []
    assert ("cannot be deleted" in told or "could not be deleted" in told) == (what != "nothing")
    with Store(home / "DATA/limber/history.db") as store:
        assert store.person() == (known if what == "the history" else Person())


def kept(path):
    with Store(path) as store:
        return len(store.past().sessions)


@pytest.mark.parametrize("fault", HISTORY)
def test_whatever_is_wrong_with_the_history(home, capsys, fault):
    file = home / "DATA/limber/history.db"
    {**FAULTS, "newer": newer}[fault](file)
    before = contents(file.parent)
    with bound_by_permissions():
        said, locked, told = session(capsys)
    assert said == HISTORY[fault]
    assert locked == (fault == "newer")  # of the others it cannot be known any more what would lock it
    assert bool(told) == (fault not in NEW)
    assert "Traceback" not in told
    assert str(file.parent) in told or fault in NEW
    if "history_unkept" in said:
        assert contents(file.parent).get("history.db") == before.get("history.db")
    else:
        assert kept(file) == 1
        assert fault in NEW or before["history.db"] in contents(file.parent).values()


@pytest.mark.parametrize("fault", FOLDER)
def test_whatever_is_wrong_with_the_folder(home, capsys, fault):
    folder = home / "DATA/limber"
    FOLDER_FAULTS[fault](folder)
    with bound_by_permissions():
        said, locked, told = session(capsys)
    assert said == FOLDER[fault]
    assert locked == (fault == "not writable")  # the warning still holds where it can be read
    assert str(folder) in told
    assert "Traceback" not in told


def test_a_home_that_may_not_be_looked_into(home, capsys):
    (home / "DATA").chmod(0)
    with bound_by_permissions():
        said, _, told = session(capsys)
        codes = {words: main(words.split()) for words in ("enrol --forget", "privacy", "voices")}
    (home / "DATA").chmod(0o700)
    assert said == FOLDER["not readable"]
    assert str(home / "DATA/limber") in told
    assert codes == {"enrol --forget": 2, "privacy": 0, "voices": 0}


def test_a_home_that_is_a_file(tmp_path, monkeypatch, capsys):
    (tmp_path / "home").write_text("")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    said, locked, told = session(capsys)
    assert (said, locked) == (("history_unkept",), False)
    assert "a file is where a folder should be" in told


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("home")
def test_whatever_is_wrong_with_the_voice_file(capsys, fault):
    path = write_own_voice(OwnVoice({}, {"next": ("onward",)}, {"onward": (bytes(10 * len(BASE_PHONES)),)}))
    FAULTS[fault](path)
    with bound_by_permissions():
        said, locked, told = session(capsys)
    assert said == (() if fault == "missing" else ("voice_unread",))
    assert locked
    assert (str(path) in told) == (fault != "missing")


@pytest.mark.parametrize("folder", ["STATE", "CACHE"])
@pytest.mark.parametrize("fault", FOLDER_FAULTS)
def test_other_folders_change_nothing_of_what_is_said(home, capsys, folder, fault):
    (home / folder / "limber").mkdir(parents=True)
    FOLDER_FAULTS[fault](home / folder / "limber")
    with bound_by_permissions():
        said, locked, told = session(capsys)
    assert (said, locked) == ((), True)
    assert bool(told) == (folder == "STATE")  # that no journal is kept is shown
    assert kept(home / "DATA/limber/history.db") == 2


def test_the_tables_hold_every_fault():
    assert set(HISTORY) == {*FAULTS, "newer"}
    assert set(FOLDER) == set(FOLDER_FAULTS)

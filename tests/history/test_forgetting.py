"""What the person wants deleted is gone: its very bytes are in no file any more, whatever else has the history open."""

import json
import sqlite3
import stat
from datetime import datetime

import pytest

from assistant.coach.person import Person
from assistant.files import FileError
from assistant.history.store import Store
from assistant.words.clinical_records import Activity, SessionPlanned
from assistant.words.errors import LimberError
from assistant.words.records import ExerciseBegun, HealthAnswered, PainReported
from tests.support.faults import bound_by_permissions
from tests.support.histories import SET

SECRET = "xylophone"
NOW = datetime.fromisoformat("2026-03-01T10:00:00+00:00")


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def holding(folder):
    """The files that hold the secret."""
    return [path.name for path in files(folder) if SECRET.encode() in path.read_bytes()]


def tell_all(store, sessions=40):
    """A history with a secret in every table, long enough for many pages."""
    store.keep_person(Person(lock=SECRET, reminders=(SECRET,), activities=(Activity(SECRET, "one.wav"),)))
    for _ in range(sessions):
        number = store.begin()
        store.record(number, 1.0, ExerciseBegun(SECRET, (SECRET,) * 5, 0))
        store.record(number, 2.0, PainReported(SECRET, SECRET, 3, SECRET, "amber"))
        store.record(number, 3.0, HealthAnswered(SECRET, "yes"))
        store.record(number, 4.0, SessionPlanned((SECRET,) * 20, 4))
    return number


@pytest.mark.parametrize("read_elsewhere", [False, True])
def test_what_is_deleted_is_in_no_file(tmp_path, read_elsewhere):
    path = tmp_path / "history.db"
    path.write_bytes(b"no database " + SECRET.encode() * 300)
    with Store(path, now=lambda: NOW) as store:
        assert "set aside" in store.trouble
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities/one.wav").write_bytes(SECRET.encode())
    (tmp_path / "history-damaged-2025-12-31.db-wal").write_bytes(SECRET.encode())
    with Store(path) as standby, Store(path) as store:
        tell_all(store)
        store._file.execute("UPDATE note SET data = ? WHERE id = 1", (f"damaged {SECRET}",))
        store._file.commit()
        (tmp_path / "person.json").write_text(json.dumps({"lock": SECRET}))
        if read_elsewhere:
            assert standby.person().lock == SECRET
            assert len(standby.past().sessions) == 40
        assert store.past().sessions
        assert {"history.db-wal", "history-damaged-2026-03-01.db", "one.wav", "person.json"} <= {*holding(tmp_path)}
        store.forget()
        assert holding(tmp_path) == [], "while both have it open"
        assert standby.person() == store.person() == Person()
        assert store.past().sessions == ()
        store.record(store.begin(), 1.0, SET)
    assert holding(tmp_path) == []
    assert {path.name for path in files(tmp_path)} == {"history.db"}


@pytest.mark.parametrize("folder", ["", "activities"])
def test_what_is_hidden_in_a_folder_is_said_and_all_else_is_deleted(tmp_path, folder):
    home = tmp_path / "limber"
    (home / "activities").mkdir(parents=True)
    hidden = {"": home / "history-damaged-2025-12-31.db", "activities": home / "activities/one.wav"}
    for file in (*hidden.values(), home / "person.json"):
        file.write_text(SECRET)
    with Store(home / "history.db") as store:
        (home / folder).chmod(0o300)
        with bound_by_permissions(), pytest.raises(FileError, match="this folder cannot be looked into"):
            store.forget()
        (home / folder).chmod(0o700)
        assert holding(home) == [hidden[folder].name]
        store.forget()
        assert holding(home) == []
    assert not (home / "activities").exists()


def test_what_lies_on_another_disk_is_deleted_there(tmp_path):
    home, disk = tmp_path / "limber", tmp_path / "disk"
    home.mkdir()
    (disk / "activities").mkdir(parents=True)
    (disk / "activities/one.wav").write_text(SECRET)
    (disk / "old.db").write_text(SECRET)
    (home / "activities").symlink_to(disk / "activities")
    (home / "history-damaged-2025-12-31.db").symlink_to(disk / "old.db")
    with Store(home / "history.db") as store:
        store.forget()
    assert holding(tmp_path) == []
    assert not (home / "activities").is_symlink()


def test_a_reader_that_does_not_let_go_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("assistant.history.database.BUSY_S", 0.05)
    path = tmp_path / "history.db"
    with Store(path) as store:
        tell_all(store)
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM note").fetchone()
        with pytest.raises(LimberError, match="another program"):
            store.forget()
        reader.close()
        assert store.past().sessions == ()
        store.forget()
        assert holding(tmp_path) == []


def test_what_was_misheard_or_set_aside_leaves_no_trace_either(tmp_path):
    path = tmp_path / "history.db"
    with Store(path) as store:
        store.keep_person(Person(reminders=(SECRET,)))
        store.keep_person(Person())
    assert holding(tmp_path) == []


def test_only_the_person_can_read_it(tmp_path):
    folder = tmp_path / "limber"
    folder.mkdir(mode=0o755)
    path = folder / "history.db"
    path.write_bytes(b"no database at all" * 300)
    path.chmod(0o644)
    with Store(path, now=lambda: NOW) as store:
        store.record(store.begin(), 1.0, SET)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in files(folder)}
        assert set(modes) == {"history.db", "history.db-wal", "history.db-shm", "history-damaged-2026-03-01.db"}
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_history_of_an_earlier_version_becomes_private(tmp_path):
    path = tmp_path / "history.db"
    Store(path).close()
    path.chmod(0o644)
    Store(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_was_locked_stays_so_when_the_file_is_damaged_elsewhere(tmp_path):
    path = tmp_path / "history.db"
    with Store(path) as store:
        tell_all(store)
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18])
    data[-2 * size :] = bytes(2 * size)
    path.write_bytes(data)
    with Store(path) as store:
        assert "set aside" in store.trouble
        assert store.person().lock == SECRET

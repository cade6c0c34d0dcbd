"""What is written stays written, whatever happens to the machine."""

import os
import random
import shutil
import signal
import sqlite3
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.permission import due, permitted
from assistant.coach.person import Person, from_data
from assistant.coach.today import Today
from assistant.history.database import WAL_BYTES
from assistant.history.exchange import export, import_from
from assistant.history.migrations import MIGRATIONS, migrate
from assistant.history.progress import today
from assistant.history.recorder import Recorder
from assistant.history.store import Store
from assistant.words.clinical_records import TakenBack
from assistant.words.errors import LimberError
from assistant.words.records import (
    CheckAnswered,
    Forgotten,
    HealthAnswered,
    PainBefore,
    PainReported,
    SessionEnded,
    SetEnded,
)
from tests.support.drive import Driver, library
from tests.support.patience import PATIENCE_S

SET = SetEnded("squat", "squat", "", 1, "done", 30, 30)
HISTORIES, KILLS = 10, 20
"""So many, each killed so often."""


def test_a_person_comes_back_as_they_were(tmp_path):
    known = Person(
        True, {"falls": "yes"}, lock="numb", practised={"squat": 2}, taught=frozenset({"clock"}), tips=3, usual_pain=5
    )
    with Store(tmp_path / "deep/history.db") as store:
        assert store.person() == Person()
        store.keep_person(known)
    with Store(tmp_path / "deep/history.db") as store:
        assert store.person() == known


def test_what_another_store_of_the_same_file_writes_is_seen(tmp_path):
    with Store(tmp_path / "history.db") as stays, Store(tmp_path / "history.db") as holds:
        assert stays.past().sessions == ()
        assert stays.past() is stays.past()
        holds.record(holds.begin(), 10.0, SET)
        assert len(stays.past().practised) == 1


def test_what_was_misheard_is_in_no_row(tmp_path):
    wrong, right = PainBefore(10, "red"), PainBefore(2, "green")
    report, answer = (
        PainReported("hip", "squat", 4, "", "amber", "right"),
        CheckAnswered("check_hip_flexor", "fists", "left", "3"),
    )
    with Store(tmp_path / "history.db") as store:
        for _ in range(2):
            number = store.begin()
            for record in (report, wrong, TakenBack(wrong.kind), right, SET, answer, SET, TakenBack(SET.kind)):
                store.record(number, 1.0, record)
        store.record(number, 2.0, TakenBack(answer.kind))
        first, second = store.past().sessions
    for past in (first, second):
        assert [(pain.moment, pain.score, pain.side) for pain in past.pains] == [
            ("report", 4, "right"),
            ("before", 2, ""),
        ]
        assert len(past.practices) == 1
    assert (len(first.check_answers), len(second.check_answers)) == (1, 0)


def test_the_log_of_changes_stays_small_while_others_have_the_file_open(tmp_path):
    path = tmp_path / "history.db"
    with Store(path) as other, Store(path) as store:
        other.person()
        number = store.begin()
        for second in range(600):
            store.record(number, float(second), SET)
            assert path.with_name("history.db-wal").stat().st_size <= WAL_BYTES
        assert len(other.past().sessions[0].practices) == 600


def test_what_an_earlier_limber_knew_is_taken_over(tmp_path):
    old = tmp_path / "person.json"
    old.write_text('{"introduced": true, "answers": {"falls": "yes"}}')
    with Store(tmp_path / "history.db") as store:
        assert store.person().answers == {"falls": "yes"}
    assert not old.exists()


@pytest.mark.parametrize("number", range(HISTORIES))
def test_killed_at_any_moment_it_loses_at_most_the_set_under_way(tmp_path, number):
    path, said, chance = tmp_path / "history.db", tmp_path / "said", random.Random(number)
    said.touch()
    seen_least = 0
    for killed in range(1, KILLS + 1):
        awaited = chance.randrange(4)  # none: it may be killed while the file is still being opened
        before = said.stat().st_size
        writer = os.fork()
        if writer == 0:
            write_for_ever(path, said)
        wait_for_size(said, before + awaited)
        seen_least += awaited
        time.sleep(chance.uniform(0.002, 0.03))
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        with Store(path) as store:
            assert not store.trouble
            written = len(store.rows("practice")[1])
        assert said.stat().st_size <= written <= said.stat().st_size + killed
    assert written >= seen_least > KILLS / 2
    with Store(path) as store:
        assert sum(len(session.practices) for session in store.past().sessions) == written
        assert not store.mended


@pytest.mark.parametrize(
    "text", ["no JSON", "[]", '{"introduced": 3}', '{"answers": {"falls": true}}', '{"taught": "clock"}']
)
def test_what_an_earlier_limber_knew_and_cannot_be_read_is_asked_again(tmp_path, text):
    old = tmp_path / "person.json"
    old.write_text(text)
    with Store(tmp_path / "history.db") as store:
        assert store.person() == Person()
        assert "cannot be read; I ask again" in store.trouble
    assert old.exists()


def test_of_a_person_that_a_newer_limber_kept_what_is_unknown_is_left_out():
    assert from_data({"tips": 3, "favourite_colour": "green"}) == Person(tips=3)


def wait_for_size(file, size):
    """Until a file has grown to a size, however slow the machine is."""
    end = time.monotonic() + PATIENCE_S
    while file.stat().st_size < size:
        assert time.monotonic() < end, "nothing was written"
        time.sleep(0.001)


def write_for_ever(path, said):
    """In a child: a dot for each set that is kept."""
    try:
        store = Store(path)
        session = store.begin()
        with said.open("ab", buffering=0) as out:
            while True:
                store.record(session, 1.0, SET)
                out.write(b".")
    finally:
        os._exit(0)


def damage(path):
    data = bytearray(path.read_bytes())
    data[100:4000] = bytes(3900)
    path.write_bytes(data)


@pytest.mark.parametrize("harm", [damage, lambda path: path.write_bytes(b"no database at all" * 300)])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path, harm):
    path = tmp_path / "history.db"
    for time_of_day in range(2):
        with Store(path) as store:
            store.record(store.begin(), 1.0, SET)
        for rest in tmp_path.glob("history.db-*"):
            rest.unlink()
        harm(path)
        was = path.read_bytes()
        with Store(path, now=lambda: datetime.fromisoformat("2026-03-01T10:00:00+00:00")) as store:
            assert "set aside as" in store.trouble
            assert not store.past().sessions
        name = "history-damaged-2026-03-01" + ("-2" if time_of_day else "") + ".db"
        assert (tmp_path / name).read_bytes() == was


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "history.db"
    Store(path).close()
    file = sqlite3.connect(path)
    file.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    file.close()
    was = path.read_bytes()
    with pytest.raises(LimberError, match="newer Limber"):
        Store(path)
    assert path.read_bytes() == was


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_file_of_every_earlier_version_is_brought_up_to_date(tmp_path, version):
    path = tmp_path / "history.db"
    file = sqlite3.connect(path)
    migrate(file, version)
    if version:
        file.execute("INSERT INTO session (begun) VALUES ('2026-01-05T08:00:00+00:00')")
        file.commit()
    file.close()
    with Store(path) as store:
        assert len(store.past().sessions) == bool(version)
        store.record(store.begin(), 1.0, CheckAnswered("check_hip_flexion", "fists", "left", "2"))
        assert store.past().sessions[-1].check_answers[0].value == "2"


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LimberError, match="a file is where a folder should be"):
        Store(tmp_path / "file/history.db")


@pytest.mark.parametrize(("after", "kept"), [([], []), ([SET], ["left"])])
def test_a_session_in_which_all_was_deleted_leaves_nothing_unless_it_goes_on(tmp_path, after, kept):
    with Store(tmp_path / "history.db") as store:
        recorder = Recorder(store, pytest.fail, pytest.fail)
        for record in (SET, Forgotten(), *after, SessionEnded("left")):
            recorder.record(1.0, record)
        recorder.start()
        recorder.close()
        sessions = store.past().sessions
    assert [session.ended for session in sessions] == kept
    assert [len(session.practices) for session in sessions] == [len(after)] * len(kept)


def test_a_full_disk_is_said_once_and_recording_goes_on_when_it_can(tmp_path):
    store, said = Store(tmp_path / "history.db"), []
    pages = store._file.execute("PRAGMA page_count").fetchone()[0]
    recorder = Recorder(store, said.append)
    recorder.record(0.0, SET)
    recorder._work.put(lambda: store._file.execute(f"PRAGMA max_page_count = {pages + 1}"))
    for number in range(200):
        recorder.record(float(number), SET)
    recorder._work.put(lambda: store._file.execute("PRAGMA max_page_count = 100000"))
    recorder.record(300.0, SET)
    recorder.start()
    recorder.close()
    times = [practice.at_s for practice in store.past().sessions[0].practices]
    store.close()
    assert len(said) == 1
    assert "full" in said[0]
    assert times[-1] == 300.0
    assert len(times) < 200


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(-40_000, 40_000), min_size=1, max_size=8))
def test_a_clock_that_jumps_makes_no_negative_time_and_no_days_that_were_not(tmp_path_factory, jumps):
    now = datetime.fromisoformat("2026-06-01T08:00:00+00:00")
    clock = [now]
    with Store(tmp_path_factory.mktemp("clock") / "history.db", now=lambda: clock[0]) as store:
        for hours in jumps:
            clock[0] = now + timedelta(hours=hours)
            number = store.begin()
            store.record(number, 10.0, SET)
            store.record(number, 12.0, SessionEnded("finished"))
        past = store.past()
        known = today(library(), past, now)
    assert all(session.seconds >= 0 and session.practices[0].done_s >= 0 for session in past.sessions)
    days = dict(known.doing[0].slots).get("days", "0") if known.doing else "0"
    lately = {session.day for session in past.sessions if timedelta() <= now.date() - session.day < timedelta(days=28)}
    assert int(days) == len(lately)


def test_everything_can_be_taken_elsewhere_and_deleted(tmp_path):
    with Store(tmp_path / "one.db") as here, Store(tmp_path / "two/history.db") as there:
        number = here.begin()
        here.record(number, 1.0, SET)
        here.record(number, 2.0, PainReported("hip", "squat", None, "sharp", "red", "left"))
        here.record(number, 3.0, HealthAnswered("falls", "no"))
        export(here, tmp_path / "csv")
        import_from(there, tmp_path / "csv")
        assert there.past() == here.past()
        there.forget()
        assert there.past().sessions == ()
        assert there.past().notes == ()


def test_a_person_of_the_version_before_is_asked_what_now_means_something_else(tmp_path):
    file = shutil.copy(Path(__file__).parent / "files/version_2.db", tmp_path / "history.db")
    with Store(Path(file)) as store:
        old = replace(store.person(), introduced=True, lock="")
        day = 739_947
    assert "hip_surgery" in old.answers
    asked = [question.id for question in due(library().screening, old, day)]
    assert {"hip_operation", "back_operation", "chair", "heart"} <= {*asked}
    assert {"pelvic_glide", "pigeon_pose"}.isdisjoint(permitted(library(), old))
    assert Driver(person=old, today=Today(day=day)).flow == "screen"

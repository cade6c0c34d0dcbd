"""Rows that are damaged in the database itself are set aside; nothing that goes by the history breaks."""

import json
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from assistant.coach.person import Person, remember
from assistant.history.exchange import export, import_from
from assistant.history.rows import COLUMNS
from assistant.history.store import Store
from assistant.history.unkept import Unkept
from assistant.words.records import HealthAnswered, Locked
from tests.support.histories import OLD, SET, used

DAMAGE = [(table, column, value) for table in COLUMNS for column in COLUMNS[table] for value in (b"\xff\xfe", "x", -1)]

PAGE = 4096
"""Bytes of a page of the database."""


@pytest.mark.parametrize(("table", "column", "value"), DAMAGE)
def test_a_damaged_row_in_the_database_is_set_aside_and_the_rest_goes_on(tmp_path, table, column, value):
    path = Path(shutil.copy(OLD, tmp_path / "history.db"))
    with Store(path) as store:
        sessions, person = len(store.past().sessions), store.person()
        number = store._file.execute(f"SELECT max(id) FROM {table}").fetchone()[0]  # noqa: S608
        store._file.execute("PRAGMA ignore_check_constraints = ON")
        store._file.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, number))  # noqa: S608
        store._file.commit()
    with Store(path) as store:
        used(store)
        said = store.mended
        assert store.person() == person
        assert len(store.past().sessions) >= sessions - 1
        aside = store.rows("set_aside")[1]
        assert bool(aside) == bool(said)
        export(store, tmp_path / "csv")
    with Store(path) as store, Store(tmp_path / "new/history.db") as new:
        used(store)
        assert not store.mended, "it is said once"
        import_from(new, tmp_path / "csv")
        assert new.rows("set_aside")[1] == aside


def test_rows_that_belong_to_no_session_are_set_aside_with_it(tmp_path):
    path = Path(shutil.copy(OLD, tmp_path / "history.db"))
    with Store(path) as store:
        gone = store.past().sessions[3]
        store._file.execute("UPDATE session SET begun = 'yesterday' WHERE id = ?", (gone.id,))
        store._file.commit()
    with Store(path) as store:
        assert gone.id not in [session.id for session in store.past().sessions]
        kept = [json.loads(data) for _, _, data, _ in store.rows("set_aside")[1]]
        assert sum(row.get("session") == gone.id for row in kept) >= len(gone.practices) + len(gone.pains)
        assert "rows of what I remember cannot be read" in store.mended


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"introduced": 3}', '{"lock": 5, "tips": 7}', "[" * 50_000])
def test_whoever_was_locked_stays_locked_when_what_is_known_of_them_is_damaged(tmp_path, text):
    path = tmp_path / "history.db"
    told = (HealthAnswered("falls", "yes", 739_900), Locked("numb"))
    with Store(path) as store:
        number, person = store.begin(), Person()
        for record in told:
            store.record(number, 1.0, record)
            person = remember(person, record)
        store.keep_person(person)
        store._file.execute("UPDATE person SET data = ?", (text,))
        store._file.commit()
    with Store(path) as store:
        assert (store.person().lock, store.person().answers) == ("numb", {"falls": "yes"})
        assert "cannot be read" in store.mended
        assert store.person().tips == (7 if "tips" in text else 0), "what can be read is kept"
    with Store(path) as store:
        assert store.person().lock == "numb"
        assert not store.mended


def test_a_file_that_lacks_a_table_is_set_aside_like_any_damaged_one(tmp_path):
    path = Path(shutil.copy(OLD, tmp_path / "history.db"))
    with Store(path):
        pass
    file = sqlite3.connect(path)
    file.execute("DROP TABLE pain")
    file.close()
    with Store(path) as store:
        assert "set aside as" in store.trouble
        used(store)


@pytest.mark.parametrize("kind", [Store, Unkept], ids=["kept", "on a full disk"])
def test_whoever_was_locked_stays_locked_in_a_file_that_is_damaged_elsewhere(tmp_path, kind):
    path = tmp_path / "history.db"
    with Store(path) as store:
        store.keep_person(Person(introduced=True, lock="numb"))
        number = store.begin()
        for second in range(400):
            store.record(number, second, SET)
    with path.open("r+b") as file:
        file.seek(-3 * PAGE, os.SEEK_END)
        file.write(bytes(2 * PAGE))
    with kind(path) as store:
        assert store.unread or "set aside as" in store.trouble
        assert store.person().lock == "numb"

"""What an earlier version wrote is read by this one, and nothing of it is lost.

files/version_2.* were made by the last version whose records were texts: two dozen sessions with a record of every
kind. The JSON file is what that version itself read from its database.
"""

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, fields
from pathlib import Path

import pytest

from assistant.coach.person import to_data
from assistant.history.exchange import export
from assistant.history.importing import EVERYTHING, read_export
from assistant.history.migrations import MIGRATIONS, columns_of, migrate, rows_of, version_of
from assistant.history.past import CheckAnswer, PainReport, Practice
from assistant.history.store import Store
from assistant.words.errors import LimberError
from assistant.words.records import BreaksSet, HealthAnswered, PreferenceSet, Record

FILES = Path(__file__).parent / "files"
READ_THEN = json.loads((FILES / "version_2.json").read_text(encoding="utf-8"))


LATER = ("check_answers", "check_offered", "clock", "boot", "up_s", "counted", "side_of_pain")
"""What that version called otherwise, or had not."""


@pytest.fixture
def old_file(tmp_path):
    return Path(shutil.copy(FILES / "version_2.db", tmp_path / "history.db"))


def as_text(note: Record) -> list[object]:
    """A note as the earlier version read it: its kind, and every value a text."""
    match note:
        case BreaksSet(wanted):
            return [note.kind, {"wanted": "yes" if wanted else "no"}]
        case PreferenceSet(name, value):
            return [note.kind, {"name": name, "value": f"{value:g}"}]
        case HealthAnswered(question, answer):  # that version wrote down no day
            return [note.kind, {"question": question, "answer": answer}]
        case _:
            return [note.kind, asdict(note)]


def as_read_then(past):
    """All that is remembered, as the earlier version's JSON file has it."""
    sessions = [
        {
            **{field.name: getattr(session, field.name) for field in fields(session) if field.name not in LATER},
            "begun": session.begun.isoformat(),
            "refused": sorted(session.refused),
            "items": list(session.items),
            "practices": [plain(row) for row in session.practices],
            "pains": [without_side(row) for row in session.pains],
            "findings": [plain(row) for row in session.check_answers],
        }
        for session in past.sessions
    ]
    return {"sessions": sessions, "notes": [as_text(note) for note in past.notes]}


def without_side(pain: PainReport):
    """A pain without the side that was said, which no earlier version kept."""
    told = plain(pain)
    assert told.pop("side") == ""
    return told


def plain(row: Practice | PainReport | CheckAnswer):
    return {field.name: getattr(row, field.name) for field in fields(row)}


def test_a_database_of_the_version_before_loses_nothing(old_file):
    with Store(old_file) as store:
        assert not store.trouble
        assert as_read_then(store.past()) == READ_THEN["past"]
        person = to_data(store.person())  # what this version knows beside it is as for somebody new
        assert {name: person[name] for name in READ_THEN["person"]} == READ_THEN["person"]
    with Store(old_file) as store:  # and it stays so
        assert as_read_then(store.past()) == READ_THEN["past"]


@pytest.mark.parametrize("version", range(2, len(MIGRATIONS)))
def test_every_version_since_is_read_from_its_file_and_from_its_export(old_file, tmp_path, version):
    with closing(sqlite3.connect(old_file)) as file:
        migrate(file, version)
        assert version_of(file) == version
        write_export(file, tmp_path / "csv", version)
    with Store(old_file) as store, Store(tmp_path / "other.db") as other:
        other.take_in(read_export(tmp_path / "csv"))
        assert as_read_then(store.past()) == as_read_then(other.past()) == READ_THEN["past"]
        assert other.take_in(read_export(tmp_path / "csv")).added == 0


def write_export(file, folder, version):
    """What that version would export: every table it has."""
    folder.mkdir()
    for name in EVERYTHING:
        if columns_of(version, name):
            columns, rows = rows_of(file, name)
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as sheet:
                csv.writer(sheet).writerows([columns, *rows])
    (folder / "version.csv").write_text(f"version\n{version}\n", encoding="utf-8")


def test_the_files_hold_every_kind_of_note():
    kinds = {kind for kind, _ in READ_THEN["past"]["notes"]}
    assert kinds == {
        "introduced", "answer", "lock", "unlock", "practised", "taught", "tip", "preference", "reminder",
        "no_reminders", "breaks",
    }  # fmt: skip
    sessions = READ_THEN["past"]["sessions"]
    assert any(session["refused"] for session in sessions)
    assert any(session["findings"] for session in sessions)
    assert {pain["moment"] for session in sessions for pain in session["pains"]} == {
        "before", "report", "after", "morning",
    }  # fmt: skip


def test_an_export_of_the_version_before_is_read_back(tmp_path):
    with Store(tmp_path / "history.db") as store:
        store.take_in(read_export(FILES / "version_2_csv"))
        assert as_read_then(store.past()) == READ_THEN["past"]


def test_an_export_of_this_version_is_read_back(old_file, tmp_path):
    with Store(old_file) as store, Store(tmp_path / "other.db") as other:
        export(store, tmp_path / "csv")
        other.take_in(read_export(tmp_path / "csv"))
        assert other.past() == store.past()


def test_an_export_of_a_newer_version_is_refused(old_file, tmp_path):
    with Store(old_file) as store:
        export(store, tmp_path / "csv")
    (tmp_path / "csv/version.csv").write_text(f"version\n{len(MIGRATIONS) + 1}\n", encoding="utf-8")
    with pytest.raises(LimberError, match="newer Limber"):
        read_export(tmp_path / "csv")


def test_a_migration_that_fails_in_the_middle_changes_nothing(old_file, monkeypatch):
    def break_off(file):
        MIGRATIONS[2](file)
        raise sqlite3.OperationalError("the disk is full")

    file = sqlite3.connect(old_file)
    before = [*file.iterdump()]
    monkeypatch.setattr("assistant.history.migrations.MIGRATIONS", (*MIGRATIONS[:2], break_off))
    with pytest.raises(sqlite3.OperationalError):
        migrate(file)
    assert [*file.iterdump()] == before
    assert version_of(file) == 2
    file.close()


@pytest.mark.parametrize(
    ("kind", "data", "table"),
    [
        ("preference", '{"name": "rate"}', "set_aside"),
        ("breaks", "no JSON", "set_aside"),
        ("of_tomorrow", "{}", "note"),
    ],
)
def test_a_note_that_makes_no_sense_is_passed_over_and_kept(old_file, kind, data, table):
    file = sqlite3.connect(old_file)
    file.execute("INSERT INTO note (session, at_s, kind, data) VALUES (2, 1.0, ?, ?)", (kind, data))
    file.commit()
    file.close()
    with Store(old_file) as store:
        assert as_read_then(store.past()) == READ_THEN["past"]
        columns, rows = store.rows(table)
        row = dict(zip(columns, rows[-1], strict=True))
        kept = json.loads(row["data"]) if table == "set_aside" else row
        assert (kept["kind"], kept["data"]) == (kind, data)
        assert bool(store.mended) == (table == "set_aside")


def test_everything_is_exported(old_file, tmp_path):
    with Store(old_file) as store:
        export(store, tmp_path / "csv")
    assert {file.stem for file in (tmp_path / "csv").iterdir()} == {*EVERYTHING, "version"}

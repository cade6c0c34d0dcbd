"""What is exported is the same person elsewhere; what is imported is read whole first, merged, and never half there."""

import csv
import json
import shutil
import sqlite3
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.coach.person import STALE, Person, remember
from assistant.history.exchange import export, import_from
from assistant.history.merging import merged_person
from assistant.history.progress import doing, today
from assistant.history.report import as_page, as_text
from assistant.history.rows import COLUMNS
from assistant.history.store import Store
from assistant.words.clinical_records import Activity, TakenBack
from assistant.words.errors import LimberError
from assistant.words.records import (
    ExerciseBegun,
    Forgotten,
    HealthAnswered,
    Locked,
    PainBefore,
    PainReported,
    Record,
    SetEnded,
    StateEntered,
    Unlocked,
)
from tests.support.drive import library

OLD = Path(__file__).parent / "files/version_2.db"
BEGUN = datetime.fromisoformat("2026-03-02T08:00:00+01:00")
SET = SetEnded("squat", "squat", "", 1, "done", 30, 30)
NASTY = (
    "",
    "yesterday",
    "01/11/2026 08:00",
    "-1",
    "nan",
    "inf",
    "1e308",
    "9" * 5000,
    "[[",
    "clamshell",
    "{}",
    "\x1b[2J",
)


@pytest.fixture
def exported(tmp_path):
    shutil.copy(OLD, tmp_path / "old.db")
    with Store(tmp_path / "old.db") as store:
        export(store, tmp_path / "csv")
    return tmp_path / "csv"


def used(store):
    """All that goes by what is remembered."""
    known, past = library(), store.past()
    today(known, past, BEGUN)
    sentences = [told.key for told in doing(known, past, date(2026, 3, 2))]
    return as_text(known, past, sentences), as_page(known, past, sentences, date(2026, 3, 2))


def cells(folder):
    """(file, row, column) of every cell of an export."""
    for path in sorted(folder.glob("*.csv")):
        rows = rows_in(path)
        for at, row in enumerate(rows[1:], start=1):
            yield from ((path, at, column) for column in range(len(row)))


def rows_in(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def change(path, line, column, value):
    rows = rows_in(path)
    rows[line - 1][rows[0].index(column)] = value
    write(path, rows)


@pytest.mark.parametrize(
    ("table", "line", "column", "value", "said"),
    [
        ("session", 3, "begun", "yesterday", "'yesterday' is no date and time"),
        ("session", 3, "begun", "01/11/2026 08:00", "'01/11/2026 08:00' is no date and time"),
        ("session", 3, "begun", "0001-01-01T00:00:00+00:00", "is no date and time"),
        ("session", 3, "items", "clamshell", "'clamshell' is no list of names"),
        ("session", 3, "items", '["clamshell', "is no list of names"),
        ("session", 3, "items", "[" * 30_000, "is no list of names"),
        ("session", 3, "ended", "asleep", "'asleep' must be one of: nothing, finished, left, unwell, deaf"),
        ("session", 3, "at", "-1", "'-1' is no whole number from 0 on"),
        ("session", 3, "id", "two", "'two' is no whole number"),
        ("session", 3, "id", "1", "1 is the number of line 2 as well"),
        ("practice", 2, "done_s", "half a minute", "'half a minute' is no number of seconds"),
        ("practice", 2, "done_s", "nan", "'nan' is no number of seconds"),
        ("practice", 2, "done_s", "-3", "is no number of seconds"),
        ("practice", 2, "session", "999", "there is no session '999' in session.csv"),
        ("pain", 2, "score", "11", "'11' is no number from 0 to 10"),
        ("pain", 2, "moment", "always", "'always' must be one of"),
        ("note", 2, "data", "no JSON", "is no table written as JSON"),
        ("note", 3, "data", '{"answer": "maybe", "question": "falls"}', "makes no sense"),
        ("person", 2, "data", '{"introduced": 3}', "makes no sense"),
        ("person", 2, "data", "no JSON", "is no table written as JSON"),
    ],
)
def test_a_bad_value_is_said_with_its_file_line_and_column(exported, tmp_path, table, line, column, value, said):
    change(exported / f"{table}.csv", line, column, value)
    with Store(tmp_path / "new/history.db") as store:
        with pytest.raises(LimberError) as refused:
            import_from(store, exported)
        assert f"{table}.csv:{line}: column '{column}': " in str(refused.value)
        assert said in str(refused.value)
        assert store.past().sessions == ()
        assert store.person() == Person()


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("session", "", "is empty"),
        ("session", "id,begun\n1,2026-03-02T08:00:00+01:00\n", "session.csv:1: column 'routine' is missing"),
        ("finding", "id,session,at_s,name,key,side,value,mood\n", "finding.csv:1: there is no column 'mood'"),
        ("finding", "id,session,at_s,name,key,side,value\n1,2,3\n", "finding.csv:2: 3 values, but there are 7 columns"),
        ("finding", 'id,session,at_s,name,key,side,value\n1,2,"3\n', "cannot be read"),
        ("version", "version\nthree\n", "must say the number of a version"),
        ("version", "version\n", "must say the number of a version"),
        ("version", "version\n99\n", "newer Limber"),
    ],
)
def test_a_file_that_is_none_of_ours_is_one_sentence(exported, tmp_path, table, text, said):
    (exported / f"{table}.csv").write_text(text, encoding="utf-8")
    with Store(tmp_path / "new/history.db") as store:
        with pytest.raises(LimberError) as refused:
            import_from(store, exported)
        assert said in str(refused.value)
        assert store.past().sessions == ()


def test_every_mistake_is_said_at_once_but_no_more_than_can_be_read(exported, tmp_path):
    rows = rows_in(exported / "practice.csv")
    write(exported / "practice.csv", [rows[0], *([*row[:-1], "somehow"] for row in rows[1:])])
    change(exported / "session.csv", 2, "begun", "yesterday")
    with Store(tmp_path / "new/history.db") as store, pytest.raises(LimberError) as refused:
        import_from(store, exported)
    lines = str(refused.value).splitlines()
    assert len(lines) == 21
    assert f"and {len(rows) - 1 + 1 - 20} more mistakes" in lines[-1]


@pytest.mark.parametrize("how", ["mark", "semicolons", "lines of Windows", "empty lines"])
def test_what_a_spreadsheet_saved_is_read_as_well(exported, tmp_path, how):
    for path in exported.glob("*.csv"):
        rows, plain = rows_in(path), path.read_text(encoding="utf-8")
        match how:
            case "mark":
                path.write_text(plain, encoding="utf-8-sig")
            case "semicolons":
                with path.open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file, delimiter=";").writerows(rows)
            case "lines of Windows":
                path.write_text(plain, encoding="utf-8", newline="\r\n")
            case _:
                path.write_text(plain + "\n\n", encoding="utf-8")
    with Store(tmp_path / "new/history.db") as new, Store(tmp_path / "old.db") as old:
        import_from(new, exported)
        assert new.past() == old.past()


def refusal(store, folder):
    """What is said when an import is refused; nothing when it is not."""
    try:
        import_from(store, folder)
    except LimberError as error:
        return str(error)
    return ""


def test_whatever_stands_in_a_cell_it_is_refused_by_its_place_or_can_be_lived_with(exported, tmp_path):
    places = [*cells(exported)]
    refusals = 0
    for number, (path, at, column) in enumerate(places[:: max(1, len(places) // 150)]):
        rows, value = rows_in(path), NASTY[number % len(NASTY)]
        whole = path.read_bytes()
        rows[at][column] = value
        write(path, rows)
        with Store(tmp_path / f"new{number}/history.db") as store:
            said = refusal(store, exported)
            if said:
                refusals += 1
                assert path.name in said or "newer Limber" in said
                assert store.past().sessions == ()
            used(store)
        path.write_bytes(whole)
    assert refusals > 50


DAMAGE = [(table, column, value) for table in COLUMNS for column in COLUMNS[table] for value in (b"\xff\xfe", "x", -1)]


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


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
OF = {
    "score": st.integers(0, 10),
    "planned_s": st.floats(0, 1e4),
    "done_s": st.floats(0, 1e4),
    "value": st.floats(0, 2),
    "set_no": st.integers(0, 9),
    "side": st.sampled_from(["", "left", "right"]),
    "effort": st.sampled_from(["easy", "right", "hard"]),
    "at": st.integers(0, 9),
    "text": TEXTS,
    "flag": st.sampled_from(["numb", "chest"]),
}


def built(kind):
    known = {name: OF[name] for name in kind.__dataclass_fields__ if name in OF}
    if kind.kind == "check":
        known["value"] = known["side"] = TEXTS
    return st.builds(kind, **known)


st.register_type_strategy(str, TEXTS)
RECORDS = st.one_of([built(kind) for kind in get_args(Record) if kind not in (StateEntered, Forgotten, TakenBack)])
SESSIONS = st.lists(st.tuples(st.integers(0, 400_000), st.lists(RECORDS, max_size=12)), max_size=5)


def lived(store, clock, sessions, person=None):
    """A history of random sessions, so many minutes apart, and the person after them."""
    person = person or Person()
    for minutes, told in sessions:
        clock[0] += timedelta(minutes=minutes)
        number = store.begin()
        for at, record in enumerate(told):
            store.record(number, float(at), record)
            person = remember(person, record)
        store.keep_person(person)
    return person


@settings(max_examples=40, deadline=None)
@given(SESSIONS)
def test_elsewhere_it_is_the_same_person_and_the_same_past(tmp_path_factory, sessions):
    folder, clock = tmp_path_factory.mktemp("law"), [BEGUN]
    with Store(folder / "history.db", now=lambda: clock[0]) as here, Store(folder / "new/history.db") as there:
        person = lived(here, clock, sessions)
        export(here, folder / "csv")
        import_from(there, folder / "csv")
        assert there.person() == person == here.person()
        assert there.past() == here.past()
        assert there.mended == here.mended == ""
        export(there, folder / "again")
        for path in (folder / "csv").iterdir():
            if path.stem in ("session", "version"):
                assert rows_in(folder / "again" / path.name) == rows_in(path)


@settings(max_examples=25, deadline=None)
@given(SESSIONS, SESSIONS, SESSIONS)
def test_merging_loses_nothing_doubles_nothing_and_keeps_each_order(tmp_path_factory, common, one_way, other_way):
    folder, clock = tmp_path_factory.mktemp("merge"), [BEGUN]
    with Store(folder / "a/history.db", now=lambda: clock[0]) as a:
        lived(a, clock, common)
        export(a, folder / "common")
        with Store(folder / "b/history.db", now=lambda: clock[0] + timedelta(seconds=1)) as b:
            import_from(b, folder / "common")
            at = clock[0]
            lived(a, clock, one_way, a.person())
            clock[0] = at
            lived(b, clock, other_way, b.person())
            mine, theirs = a.past().sessions, b.past().sessions
            people = a.person(), b.person()
            under_way = mine[-1].id if mine else 0
            export(b, folder / "csv")
            result = import_from(a, folder / "csv")
            both = a.past().sessions
            assert result.known + len(result.grown) == len(common)
            assert len(both) == len(common) + len(one_way) + len(other_way)
            for each in (mine, theirs):
                kept = iter([told(session) for session in both])
                assert all(told(session) in kept for session in each), "in the order they had"
            if mine:
                assert told(next(session for session in both if session.id == under_way)) == told(mine[-1])
            if people[0].lock or (people[1].lock and other_way):
                assert a.person().lock
            person = a.person()
            again = import_from(a, folder / "csv")
            assert (again.added, a.past().sessions) == (0, both)
            assert a.person() == person or not theirs


def told(session):
    """A session without its number."""
    return (session.begun, session.items, session.practices, session.pains, session.check_answers, session.effort)


def test_a_session_that_was_exported_half_done_is_completed_and_not_doubled(tmp_path):
    with Store(tmp_path / "history.db", now=lambda: BEGUN) as here, Store(tmp_path / "new/history.db") as there:
        number = here.begin()
        here.record(number, 5.0, ExerciseBegun("three_stretches", ("squat",), 0))
        here.record(number, 6.0, SET)
        export(here, tmp_path / "half")
        here.record(number, 60.0, PainReported("hip", "squat", 3, "", "amber"))
        here.record(number, 70.0, ExerciseBegun("three_stretches", ("squat",), 0))
        export(here, tmp_path / "whole")
        for folder in ("half", "whole", "half"):
            import_from(there, tmp_path / folder)
        assert there.past() == here.past()


def test_two_sessions_of_the_same_second_are_two(tmp_path):
    with (
        Store(tmp_path / "a/history.db", now=lambda: BEGUN) as a,
        Store(tmp_path / "b/history.db", now=lambda: BEGUN) as b,
    ):
        a.record(a.begin(), 1.0, PainBefore(3, "green"))
        b.record(b.begin(), 1.0, PainBefore(7, "red"))
        export(b, tmp_path / "csv")
        import_from(a, tmp_path / "csv")
        assert [session.score("before") for session in a.past().sessions] == [3, 7]


def test_a_lock_is_lifted_by_the_person_and_by_no_import(tmp_path):
    with Store(tmp_path / "a/history.db") as here, Store(tmp_path / "b/history.db") as there:
        person = Person()
        for record in (Locked("numb"), Unlocked()):
            here.record(here.begin(), 1.0, record)
            person = remember(person, record)
            here.keep_person(person)
            export(here, tmp_path / record.kind)
        import_from(there, tmp_path / "lock")
        assert there.person().lock == "numb"
        import_from(there, tmp_path / "unlock")
        assert there.person().lock == "numb"
        import_from(here, tmp_path / "lock")
        assert here.person().lock == "", "an old export of one's own brings nothing new"


def test_answers_that_differ_are_asked_again_unless_one_is_newer():
    def answered(answer, day):
        return Person(answers={"falls": answer}, answered={"falls": day} if day else {})

    def of(person):
        return person.answers["falls"], person.answered["falls"]

    assert of(merged_person(answered("no", 739_900), answered("yes", 739_950))) == ("yes", 739_950)
    assert of(merged_person(answered("no", 739_950), answered("yes", 739_900))) == ("no", 739_950)
    assert of(merged_person(answered("no", 739_900), answered("yes", 739_900))) == ("no", STALE)
    assert of(merged_person(answered("no", 739_900), answered("no", STALE))) == ("no", STALE)
    assert of(merged_person(answered("no", 0), Person())) == ("no", 0)


def test_recorded_activities_travel_and_nothing_of_a_refused_import_stays(tmp_path):
    with Store(tmp_path / "a/history.db") as here, Store(tmp_path / "b/history.db") as there:
        (tmp_path / "a/activities").mkdir()
        (tmp_path / "a/activities/one.wav").write_bytes(b"sound")
        here.keep_person(Person(activities=(Activity("stairs", "one.wav"),)))
        here.record(here.begin(), 1.0, SET)
        export(here, tmp_path / "csv")
        there._file.execute("CREATE TRIGGER full BEFORE INSERT ON practice BEGIN SELECT raise(ABORT, 'full'); END")
        with pytest.raises(LimberError, match="nothing was imported"):
            import_from(there, tmp_path / "csv")
        assert not [*(tmp_path / "b/activities").glob("*")]
        assert there.past().sessions == ()
        there._file.execute("DROP TRIGGER full")
        import_from(there, tmp_path / "csv")
        assert (tmp_path / "b/activities/one.wav").read_bytes() == b"sound"


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

"""What is imported is read whole before anything is written, and every mistake is said with its place."""

import csv
import shutil

import pytest

from assistant.coach.person import Person
from assistant.history.exchange import export, import_from
from assistant.history.store import Store
from assistant.words.errors import LimberError
from tests.support.histories import OLD, rows_in, used

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


def cells(folder):
    """(file, row, column) of every cell of an export."""
    for path in sorted(folder.glob("*.csv")):
        rows = rows_in(path)
        for at, row in enumerate(rows[1:], start=1):
            yield from ((path, at, column) for column in range(len(row)))


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

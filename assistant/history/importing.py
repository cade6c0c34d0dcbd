"""An export read whole before anything is written: every row becomes a typed record, and each mistake has its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.coach.person import Person, from_data
from assistant.files import absent
from assistant.history.merging import Kept, Row, without_numbers
from assistant.history.migrations import MIGRATIONS, Rows, brought_up_to_date, columns_of
from assistant.history.reading import from_records
from assistant.history.rows import TABLES, RowError, read_row, record_of, table
from assistant.history.set_aside import TABLE as SET_ASIDE
from assistant.history.sheets import Sheet, checked, lines_of, read_sheet, refuse, row_number
from assistant.words.errors import LimberError, Mistake

VERSION_FILE = "version"
PERSON = "person"
"""What is known of the person; exports of earlier versions lack it."""
EVERYTHING = (*TABLES, PERSON, SET_ASIDE)
"""Every table of an export; the last two may be missing."""
UNSAID_VERSION = 2
"""The version of exports without a file that says it: all that were written before there was one."""


@dataclass(frozen=True, slots=True)
class Export:
    """All that an export holds."""

    sessions: tuple[Kept, ...] = ()
    person: Person = field(default_factory=Person)
    aside: tuple[Row, ...] = ()
    """Rows that could not be read where it was written."""


def read_export(folder: Path) -> Export:
    """An export of this version of Limber or an earlier one. Raises `LimberError`, which says what is wrong where."""
    if absent(folder / f"{TABLES[0]}.csv"):
        raise LimberError(f"{folder}: there is no export here; an export is a folder with a file {TABLES[0]}.csv")
    version = _version(folder / f"{VERSION_FILE}.csv")
    sheets = {
        name: read_sheet(folder / f"{name}.csv")
        for name in EVERYTHING
        if name in TABLES or not absent(folder / f"{name}.csv")
    }
    refuse([mistake for name, sheet in sheets.items() for mistake in checked(sheet, columns_of(version, name))])
    refuse([*_strays(sheets)])
    tables = brought_up_to_date({name: _as_rows(sheet) for name, sheet in sheets.items()}, version)
    return _export(sheets, {name: _as_mappings(*rows) for name, rows in tables.items()})


def _version(path: Path) -> int:
    if absent(path):
        return UNSAID_VERSION
    sheet = read_sheet(path)
    version = row_number(sheet.rows[0][1][0]) if sheet.rows else None
    if version is None or version < 1:
        raise LimberError(f"{path}: this file must say the number of a version")
    if version > len(MIGRATIONS):
        raise LimberError("a newer Limber wrote this export; please update this one")
    return version


def _strays(sheets: Mapping[str, Sheet]) -> Iterator[Mistake]:
    """What belongs to a session that is not there."""
    known = lines_of(sheets)[TABLES[0]]
    for name in TABLES[1:]:
        sheet = sheets[name]
        at = sheet.columns.index("session")
        for line, values in sheet.rows:
            if row_number(values[at]) not in known:
                yield sheet.mistake(line, "session", f"there is no session '{values[at]}' in {TABLES[0]}.csv")


def _as_rows(sheet: Sheet) -> Rows:
    unsaid = sheet.columns.index("score") if "score" in sheet.columns else None
    return [*sheet.columns], [
        tuple(None if at == unsaid and not value else value for at, value in enumerate(values))
        for _, values in sheet.rows
    ]


def _as_mappings(columns: list[str], rows: list[tuple[object, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _export(sheets: Mapping[str, Sheet], tables: Mapping[str, list[dict[str, Any]]]) -> Export:
    lines, mistakes = lines_of(sheets), []
    begun, records = {}, []
    details: dict[int, dict[str, list[Row]]] = {row["id"]: {} for row in tables[TABLES[0]]}
    for name in TABLES:
        for row in tables[name]:
            try:
                held = read_row(name, row)
            except RowError as error:
                mistakes += [
                    sheets[name].mistake(lines[name][row["id"]], wrong.column, wrong.words) for wrong in error.wrong
                ]
                continue
            if name == TABLES[0]:
                begun[row["id"]] = held["begun"]
            else:
                details[row["session"]].setdefault(name, []).append(without_numbers(row))
            if name == "note" and (record := record_of(held["kind"], held["data"])):
                records.append(record)
    person = from_records(records)
    for row in tables.get(PERSON, ()):
        try:
            person = from_data(table(row["data"]))
            if row["id"] != 1:
                mistakes.append(sheets[PERSON].mistake(lines[PERSON][row["id"]], "id", "there is one person, number 1"))
        except (LimberError, ValueError) as error:
            mistakes.append(sheets[PERSON].mistake(lines[PERSON][row["id"]], "data", str(error)))
    refuse(mistakes)
    sessions = [Kept(begun[row["id"]], without_numbers(row), details[row["id"]]) for row in tables[TABLES[0]]]
    return Export(tuple(sessions), person, tuple(map(without_numbers, tables.get(SET_ASIDE, ()))))

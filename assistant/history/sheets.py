"""The CSV files of an export, read with the line of every row, so that a mistake can be said by its place."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from assistant.files import read_text
from assistant.history.rows import quoted
from assistant.words.errors import ContentError, LimberError, Mistake
from assistant.words.numbers import whole_in

MISTAKES_SHOWN = 20
"""Mistakes that are listed at most. Raising it makes a long list longer."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its columns, and the values of each row."""

    path: Path
    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    """(line, values)"""

    def mistake(self, line: int, column: str, words: str) -> Mistake:
        """One thing that is wrong in a row."""
        return Mistake(str(self.path), line, f"column '{column}': {words}")


def read_sheet(path: Path) -> Sheet:
    """A file as a spreadsheet may have saved it: with or without a mark at its start, by commas or semicolons.

    Raises `LimberError` when it cannot be read at all.
    """
    text = read_text(path)
    first = text.partition("\n")[0]
    by = ";" if ";" in first and "," not in first else ","
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=by, strict=True)
        ends = [(0, []), *((reader.line_num, row) for row in reader)]
    except csv.Error as error:
        raise LimberError(f"{path}: this file of an export cannot be read: {error}") from error
    lines = [(before + 1, row) for (before, _), (_, row) in pairwise(ends) if row]
    if not lines:
        raise LimberError(f"{path}: this file is empty")
    (_, columns), *rows = lines
    return Sheet(path, columns, rows)


def checked(sheet: Sheet, expected: Sequence[str]) -> Iterator[Mistake]:
    """What is wrong with the columns of a sheet, the numbers of its rows, and how many values they have."""
    for column in expected:
        if column not in sheet.columns:
            yield Mistake(str(sheet.path), 1, f"column '{column}' is missing")
    for column in dict.fromkeys(sheet.columns):
        if column not in expected:
            yield Mistake(str(sheet.path), 1, f"there is no column {quoted(column)}")
        elif sheet.columns.count(column) > 1:
            yield Mistake(str(sheet.path), 1, f"column '{column}' is there twice")
    seen: dict[int, int] = {}
    for line, values in sheet.rows:
        if len(values) != len(sheet.columns):
            few = "1 value" if len(values) == 1 else f"{len(values)} values"
            words = f"{few}, but there are {len(sheet.columns)} columns"
            yield Mistake(str(sheet.path), line, words)
        elif "id" in sheet.columns:
            number = row_number(values[sheet.columns.index("id")])
            if number is None:
                yield sheet.mistake(line, "id", f"{quoted(values[sheet.columns.index('id')])} is no whole number")
            elif number in seen:
                yield sheet.mistake(line, "id", f"{number} is the number of line {seen[number]} as well")
            else:
                seen[number] = line


def row_number(text: str) -> int | None:
    """The whole number that a text is; None when it is none, or greater than a database takes."""
    number = whole_in(text)
    return number if number is not None and abs(number) < 1 << 62 else None


def lines_of(sheets: Mapping[str, Sheet]) -> dict[str, dict[int, int]]:
    """Table -> number of a row -> its line"""
    return {
        name: {int(values[sheet.columns.index("id")]): line for line, values in sheet.rows}
        for name, sheet in sheets.items()
        if "id" in sheet.columns
    }


def refuse(mistakes: Sequence[Mistake]) -> None:
    """Raises `ContentError` when there is a mistake."""
    if not mistakes:
        return
    found = sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))
    told = found[:MISTAKES_SHOWN]
    if len(found) > len(told):
        last = told[-1]
        told.append(Mistake(last.file, last.line, f"and {len(found) - len(told)} more mistakes"))
    raise ContentError(told)

"""The files whose headings are ours: which sheet is which, and its rows as typed values.

Pure. A heading may be missing if nothing stands under it, and a blank cell is unknown, never nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.errors import Invalid
from tracker.imports import lost
from tracker.imports.cells import Reader, code
from tracker.imports.columns import COLUMNS, REQUIRED
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet of ours: the values that were given, typed."""

    sheet: str
    row: int
    values: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """A value, or None where the cell was blank or the column missing."""
        return self.values.get(name)


@dataclass
class Table:
    """One sheet of ours, read: what kind it is, its records, and the rows that could not be read."""

    kind: str
    sheet: str
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Where each heading stands, to name the column of a refusal.
    letters: dict[str, str] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """How a column is named to people: its heading and letter."""
        return f"{name} ({self.letters[name]})" if name in self.letters else name


def kind_of(sheet: Sheet) -> str | None:
    """Which of our sheets this is, by its name and headings; None for a sheet of somebody else's making."""
    names = set(_names(sheet))
    fitting = [kind for kind in COLUMNS if REQUIRED[kind] <= names]
    by_name = [kind for kind in fitting if kind in _words(sheet.name)]
    if by_name:
        return by_name[-1]
    whole = [kind for kind in fitting if names - {""} <= set(COLUMNS[kind])]
    return whole[0] if len(whole) == 1 else None


def is_named_like_ours(sheet: Sheet) -> str | None:
    """The kind that a sheet's name promises, whatever its headings; for saying what it lacks."""
    named = [kind for kind in COLUMNS if kind in _words(sheet.name)]
    return named[0] if len(named) == 1 else None


def missing_headings(sheet: Sheet, kind: str) -> list[str]:
    """The headings that a sheet of this kind cannot do without and does not have."""
    return sorted(REQUIRED[kind] - set(_names(sheet)))


def table(sheet: Sheet, kind: str) -> Table:
    """The rows of a sheet of this kind, each cell read by its column; what cannot be read is a problem."""
    names = _names(sheet)
    letters = {name: column_letter(index) for index, name in enumerate(names) if name}
    found = Table(kind=kind, sheet=sheet.name, letters=letters)
    if problem := _heading_problem(sheet, kind, names):
        found.problems.append(problem)
        return found
    columns = [
        (index, name, _Cached(COLUMNS[kind][name]))
        for index, name in enumerate(names)
        if name in COLUMNS[kind]
    ]
    strange = [index for index, name in enumerate(names) if name not in COLUMNS[kind]]
    for number, cells in sheet.rows:
        beyond = [
            index
            for index in (*strange, *range(len(names), len(cells)))
            if index < len(cells) and cells[index]
        ]
        if beyond:
            found.problems.append(_stray_cell(sheet, kind, number, beyond[0]))
        else:
            _read_row(found, number, cells, columns)
    return found


class _Cached:
    """A column's reader that remembers: registers repeat their cells."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self.known: dict[str, Any] = {}

    def __call__(self, text: str) -> Any:
        if text not in self.known:
            if len(self.known) > 50_000:
                self.known.clear()
            if lost.is_lost(text):
                raise Invalid(lost.why(text))
            self.known[text] = self.read(text)
        return self.known[text]


def _read_row(
    found: Table, number: int, cells: list[str], columns: Iterable[tuple[int, str, _Cached]]
) -> None:
    values: dict[str, Any] = {}
    for index, name, read in columns:
        text = cells[index] if index < len(cells) else ""
        if not text:
            continue
        try:
            values[name] = read(text)
        except Invalid as error:
            found.problems.append(Problem(found.sheet, number, found.column(name), error.message))
            return
    missing = [name for name in sorted(REQUIRED[found.kind]) if values.get(name) is None]
    if missing:
        sentence = f"Enter the {missing[0].replace('_', ' ')}: this row has none."
        found.problems.append(Problem(found.sheet, number, found.column(missing[0]), sentence))
        return
    found.records.append(Record(found.sheet, number, values))


def _words(sheet_name: str) -> list[str]:
    return re.split(r"[^a-z]+", sheet_name.casefold())


def _names(sheet: Sheet) -> list[str]:
    return [code(heading).replace("-", "_") for heading in sheet.headings]


def _heading_problem(sheet: Sheet, kind: str, names: list[str]) -> Problem | None:
    missing = missing_headings(sheet, kind)
    if missing:
        sentence = f"A sheet of {kind} needs a column headed {' and one headed '.join(missing)}."
        return Problem(sheet.name, sheet.heading_row, None, sentence)
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        sentence = f"Two columns are headed {twice}. Keep one of them."
        return Problem(sheet.name, sheet.heading_row, twice, sentence)
    if not sheet.rows:
        return Problem(
            sheet.name, None, None, "There are headings but no rows below them. Add the rows first."
        )
    return None


def _stray_cell(sheet: Sheet, kind: str, number: int, index: int) -> Problem:
    heading = sheet.headings[index] if index < len(sheet.headings) else ""
    column = f"{heading or 'no heading'} ({column_letter(index)})"
    known = ", ".join(COLUMNS[kind])
    if heading:
        return Problem(
            sheet.name,
            number,
            column,
            f"A sheet of {kind} has no column headed so. Correct the heading or delete the column. "
            f"Known: {known}.",
        )
    return Problem(
        sheet.name,
        number,
        column,
        "This cell stands under no heading: it may have slipped. Move or delete it.",
    )

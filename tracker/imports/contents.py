"""What stands in a sheet at first sight: a row of days, a column of names, or lines of text. Pure."""

from __future__ import annotations

from dataclasses import replace

from tracker.imports.reading import Sheet, column_letter
from tracker.imports.wide import grid, names, tables, turned

_LOOKED_AT = 40
_LEAST_NAMES = 2


def row_of_days(sheet: Sheet) -> str:
    """Where the first days stand in a register with days across."""
    beginning = replace(sheet, rows=sheet.rows[: 2 * tables.LOOKED_AT])
    found = tables.find(grid.of_sheet(beginning), sheet=sheet.name)
    if not found:
        lying = turned.find(beginning)
        return lying.said() if lying else ""
    first, last = found[0].columns[0], found[0].columns[-1]
    return (
        f"Row {found[0].heading_row} heads its columns with days, from {first.heading.text} "
        f"({column_letter(first.index)}) to {last.heading.text} ({column_letter(last.index)})."
    )


def headed_by_names(sheet: Sheet) -> str | None:
    """The heading under which at least two names stand, with its letter; None where there is none."""
    rows = grid.of_sheet(replace(sheet, rows=sheet.rows[:_LOOKED_AT]))
    for at, line in enumerate(rows):
        people = names.by_heading({column: line.at(column) for column in line.filled()})
        if people and sum(bool(row.at(people[0])) for row in rows[at + 1 :]) >= _LEAST_NAMES:
            return f"{line.at(people[0])} ({column_letter(people[0])})"
    return None


def are_notes(sheet: Sheet) -> bool:
    """Whether most rows hold one text and no more."""
    rows = grid.of_sheet(replace(sheet, rows=sheet.rows[:_LOOKED_AT]))
    return sum(len(row.filled()) == 1 for row in rows) * 2 > len(rows)

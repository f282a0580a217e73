"""A long list whose headings stand below titles and notes, as it is read: from its headings on. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.imports import guessing
from tracker.imports.reading import Sheet

_LOOKED_AT = 40
_SAMPLE = 200


def below(sheet: Sheet) -> Sheet:
    """The sheet from the row on that heads names and dates, the rows over it kept apart.

    Itself where its first row does, and where none does.
    """
    if guessing.is_list(sheet):
        return sheet
    above = [(sheet.heading_row, list(sheet.headings))]
    for at, (number, row) in enumerate(sheet.rows[:_LOOKED_AT]):
        if _may_head(row):
            rows = sheet.rows[at + 1 :]
            headings = tuple(row)
            moved = replace(
                sheet, headings=headings, heading_row=number, rows=rows[:_SAMPLE], above=tuple(above)
            )
            if guessing.is_list(moved):
                return replace(moved, rows=rows)
        above.append((number, row))
    return sheet


def _may_head(row: Sequence[str]) -> bool:
    """Whether a row may hold headings: several words, and no number or day."""
    filled = [text for text in row if text]
    return len(filled) > 1 and not any(any(map(str.isdecimal, text)) for text in filled)


def said(sheet: Sheet) -> str | None:
    """That rows stand above the headings, in a sentence; None where there are none."""
    if not sheet.above:
        return None
    first, last = sheet.above[0][0], sheet.above[-1][0]
    rows = f"Row {first} stands" if first == last else f"Rows {first} to {last} stand"
    return f"{rows} above the headings in row {sheet.heading_row}: nothing of them comes in."

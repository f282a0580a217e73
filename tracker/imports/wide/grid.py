"""The cells of a sheet as a grid, with the numbers of its rows as the spreadsheet shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.imports.reading import Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not blank: its number, and its cells without the empty ones at the end."""

    number: int
    cells: Sequence[str]

    def at(self, column: int) -> str:
        """What stands in a column, on one line."""
        text = self.cells[column] if column < len(self.cells) else ""
        # Nearly every cell is on one line already, which is sooner seen than done.
        if text.isprintable() and "  " not in text and text == text.strip():
            return text
        return " ".join(text.split())

    def filled(self) -> list[int]:
        """The columns in which something stands."""
        return [column for column, text in enumerate(self.cells) if text.strip()]


Grid = Sequence[Line]


def of_sheet(sheet: Sheet) -> list[Line]:
    """Every row of a sheet in which something stands, its headings among them."""
    rows = [*sheet.above, (sheet.heading_row, sheet.headings), *sheet.rows]
    lines = [Line(number, row) for number, row in rows]
    return [line for line in lines if any(line.cells)]


def touching(one: Line, other: Line) -> bool:
    """Whether no blank row lies between two rows."""
    return abs(one.number - other.number) == 1

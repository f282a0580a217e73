"""Where the headings of a list stand, and the rows below them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.imports.lists import words
from tracker.imports.reading import Sheet
from tracker.imports.wide import grid, joined
from tracker.imports.wide.grid import Line

# Headings stand within the first rows, below titles and notes.
_LOOKED_AT = 40
_SAMPLE = 200


@dataclass(frozen=True)
class Table:
    """A list: its headings by column, and its rows, those that repeat the headings left out."""

    sheet: str
    heading_row: int
    headings: Mapping[int, str]
    rows: Sequence[Line]
    # The rows above the headings: titles, notes, and what some print there as the total.
    above: Sequence[Line] = ()
    # The rows of another table below it.
    beyond: Sequence[Line] = ()

    def texts(self, column: int) -> list[str]:
        """What stands in a column, blank cells left out."""
        return self._texts.get(column, [])

    @cached_property
    def _texts(self) -> dict[int, list[str]]:
        return {at: [text for row in self.rows if (text := row.at(at))] for at in self.headings}

    def filled(self, columns: Sequence[int]) -> list[Line]:
        """The rows that hold something in one of these columns."""
        return [row for row in self.rows if any(row.at(at) for at in columns)]


def find(sheet: Sheet) -> Table:
    """The list of a sheet. Where no row reads like headings of people, the first row holds them."""
    rows = grid.of_sheet(sheet)
    if not rows:
        return Table(sheet.name, sheet.heading_row, {}, [])
    at = next((at for at, line in enumerate(rows[:_LOOKED_AT]) if _are_headings(line)), None)
    if at is None:
        at = next((at for at, line in enumerate(rows[:_LOOKED_AT]) if len(line.filled()) > 1), 0)
    line = rows[at]
    width = max((len(row.cells) for row in rows[at:]), default=0)
    texts = {column: line.at(column) for column in range(width)}
    people = words.of_names(texts)
    over, last = joined.headings(rows, at, people) if people else (texts, at)
    headings = {column: over.get(column, "") for column in texts}
    below = [row for row in rows[last + 1 :] if {column: row.at(column) for column in texts} != texts]
    ends = joined.end(below, people)
    return Table(sheet.name, line.number, headings, below[:ends], rows[:at], below[ends:])


def beginning(sheet: Sheet) -> Table:
    """The first rows of a list, from which it is soon seen what it is."""
    return find(replace(sheet, rows=sheet.rows[:_SAMPLE]))


def _are_headings(line: Line) -> bool:
    texts = {column: line.at(column) for column in line.filled()}
    numbers = any(any(map(str.isdigit, text)) and len(text) < 3 for text in texts.values())
    return len(texts) > 1 and not numbers and bool(words.of_names(texts) or words.of_refs(texts))

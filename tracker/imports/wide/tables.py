"""The tables of a sheet: below each other they may stand, each with its title, headings and people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tracker.imports.wide import band as bands
from tracker.imports.wide import headings, names
from tracker.imports.wide.band import Band, Column
from tracker.imports.wide.grid import Grid, Line, touching

# A sheet whose first rows hold no row of days is not looked through to its end.
LOOKED_AT = 200
# A file is called after the day on which it was made as often as after those in it.
_OF_A_FILE = re.compile(r"\.\w{2,4}$")
_LONGEST_TITLE = 100
_LONGEST_MARK = 20


@dataclass(frozen=True)
class Table:
    """One table: its title, its heading rows, the columns of its names, and the rows below them."""

    number: int
    title: str
    band: Band
    heading_row: int
    names: tuple[int, ...]
    names_by_heading: bool
    rows: Sequence[Line]
    titles: tuple[str, ...] = field(default=())
    above: tuple[Line, ...] = field(default=())
    # The rows below it that begin another table, one without days across.
    beyond: Sequence[Line] = ()
    # The column that names the body of each row, where its title is one of several such bodies.
    body_column: int | None = None
    # The columns of days of the bodies that stand side by side with this one.
    beside: frozenset[int] = frozenset()
    # The name of its sheet, where somebody gave it one.
    sheet: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns of days."""
        return self.band.columns


def find(grid: Grid, said_names: tuple[int, ...] = (), sheet: str = "") -> list[Table]:
    """Every table with days across, from the top. `sheet` is the sheet's name, which is a title too."""
    title = "" if _OF_A_FILE.search(sheet) else sheet
    found: list[Band] = []
    place, after = 0, -1
    while place < len(grid) and (found or place < LOOKED_AT):
        band = bands.find(grid, place, after, title) if _may_head(grid[place]) else None
        if band is not None:
            found.append(band)
            place = after = band.last
        place += 1
    starts = [_start(grid, band, found[at - 1].last if at else -1) for at, band in enumerate(found)]
    ends = [*starts[1:], len(grid)][: len(found)]
    return [
        replace(_table(grid, number, band, start, end, said_names), sheet=title)
        for number, (band, start, end) in enumerate(zip(found, starts, ends, strict=True))
    ]


def _may_head(line: Line) -> bool:
    """Whether two cells of a row hold numbers, which every date does; spares most rows a closer look."""
    filled = line.filled()
    return any(any(map(str.isdecimal, line.cells[at])) for at in filled) and len(filled) > 1


def _start(grid: Grid, band: Band, before: int) -> int:
    """Where the titles of a table begin: at the top, or below a blank row that ends the table before it."""
    if before < 0:
        return 0
    start = band.first
    while start - 1 > before and _may_be_title(grid[start - 1], band):
        start -= 1
    while start < band.first - 1 and touching(grid[start - 1], grid[start]):
        start += 1
    if start == band.first - 1 and touching(grid[start - 1], grid[start]):
        # The last row of the table before, unless it stands right above these headings.
        return start if touching(grid[start], grid[band.first]) else band.first
    return start


def _may_be_title(line: Line, band: Band) -> bool:
    filled = line.filled()
    return len(filled) == 1 and (filled[0] < band.columns[0].index or len(line.at(filled[0])) > _LONGEST_MARK)


def _table(grid: Grid, number: int, band: Band, start: int, end: int, said: tuple[int, ...]) -> Table:
    below = grid[band.last + 1 : end]
    ends = next((at for at, line in enumerate(below) if _heads_another(line, band)), len(below))
    rows = below[:ends]
    first = band.columns[0].index
    days = {column.index for column in band.columns}
    headed = names.by_heading({at: text for at, text in band.texts.items() if at not in days})
    marked = [line for line in rows if any(line.at(at) for at in days)]
    above = grid[start : band.first]
    near = [text for line in above if len(text := line.at(line.filled()[0])) <= _LONGEST_TITLE]
    return Table(
        number,
        near[-1] if near else "",
        band,
        grid[band.first].number,
        said or headed or names.by_content(marked, first),
        bool(said or headed),
        rows,
        tuple(" ".join(line.at(at) for at in line.filled()) for line in above),
        tuple(above),
        below[ends:],
    )


def _heads_another(line: Line, band: Band) -> bool:
    """Whether a row has headings again, and other ones: of a table that says something else of people."""
    filled = line.filled()
    named = [at for at in filled if at < band.columns[0].index and names.is_heading_of_names(line.at(at))]
    return bool(named) and len(filled) > 1 and all(len(line.at(at)) > 1 for at in filled)


def title_years(tables: Sequence[Table], number: int) -> list[int]:
    """The years that stand in a table's own titles, else in those of the table above."""
    for table in reversed(tables[: number + 1]):
        years = sorted({year for title in table.titles for year in headings.years_in(title)})
        if years:
            return years
    return headings.years_in(tables[number].sheet)

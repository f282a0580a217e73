"""Headings that stand over more than one row, as parliaments and councils print them, joined by column. Pure.

A merged cell holds its text in its first column only: what is written once above several columns is taken for
each of them.
"""

from __future__ import annotations

from collections.abc import Collection

from tracker.imports.wide.grid import Grid, Line, touching
from tracker.imports.wide.names import is_heading_of_names

_MOST_BELOW = 2
_LONGEST = 60


def headings(grid: Grid, at: int, people: Collection[int]) -> tuple[dict[int, str], int]:
    """What heads each column, from the row of headings at a place and those that belong to it.

    `people` are its columns of names. The second answer is the place of the last of these rows.
    """
    line = grid[at]
    last = at
    while last - at < _MOST_BELOW and last + 1 < len(grid) and _goes_on(grid[last], grid[last + 1], people):
        last += 1
    rows = [line, *grid[at + 1 : last + 1]]
    if at and _stands_over(grid[at - 1], line, people):
        rows.insert(0, grid[at - 1])
    width = max(len(row.cells) for row in rows)
    texts = {column: _text(rows, column, people) for column in range(width)}
    return {column: text for column, text in texts.items() if text}, last


def end(rows: Grid, people: Collection[int]) -> int:
    """The place of the first row that has headings again, of another table; else the one behind the last."""
    return next((at for at, line in enumerate(rows) if _heads(line, people)), len(rows))


def said_beyond(rows: Grid) -> str:
    """That some rows are of another table, and what to do."""
    first, last = rows[0].number, rows[-1].number
    return (
        f"Row {first} begins another table with headings of its own: rows {first} to {last} are left out. "
        "Bring them in by themselves."
    )


def _heads(line: Line, people: Collection[int]) -> bool:
    named = [text for at in people if (text := line.at(at))]
    if not named or not all(map(is_heading_of_names, named)):
        return False
    texts = [line.at(at) for at in line.filled()]
    return len(texts) > 1 and all(any(map(str.isalpha, text)) for text in texts)


def _goes_on(above: Line, line: Line, people: Collection[int]) -> bool:
    """Whether a row below headings holds headings too: words alone, and no name beside them."""
    filled = line.filled()
    named = any(line.at(column) for column in people)
    return (
        len(filled) > 1
        and touching(above, line)
        and not named
        and all(_is_word(line.at(at)) for at in filled)
    )


def _stands_over(line: Line, headings_row: Line, people: Collection[int]) -> bool:
    """Whether a row above headings says of groups of them what they have in common."""
    filled = line.filled()
    named = any(line.at(column) for column in people)
    short = all(len(line.at(at)) <= _LONGEST for at in filled)
    return len(filled) > 1 and touching(line, headings_row) and not named and short


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST and not any(map(str.isdecimal, text.replace("£000", "£")))


def _text(rows: list[Line], column: int, people: Collection[int]) -> str:
    """The texts over a column, each once; one of an upper row holds until the next begins."""
    if column in people:
        return next((row.at(column) for row in rows if row.at(column)), "")
    found: list[str] = []
    for place, row in enumerate(rows):
        text = row.at(column)
        below = rows[place + 1 :]
        if not text and any(one.at(column) for one in below):
            text = _merged(rows[: place + 1], column, people)
        if text and text not in found:
            found.append(text)
    return " ".join(found)


def _merged(rows: list[Line], column: int, people: Collection[int]) -> str:
    """What stands in the nearest column to the left in the last of some rows, names left out.

    Nothing where a heading of the rows above it begins on the way.
    """
    *above, row = rows
    nearest = next((at for at in range(column, -1, -1) if row.at(at)), None)
    if nearest is None or nearest in people:
        return ""
    return (
        "" if any(one.at(at) for one in above for at in range(nearest + 1, column + 1)) else row.at(nearest)
    )

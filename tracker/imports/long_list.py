"""Anybody's long list: one row a person and sitting, understood through a mapping of its columns.

Pure. The mapping says which columns are the person, the date and the mark, which marks mean that somebody
came, and which columns together make a session. Whoever is marked present in any row of a session was there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.errors import Invalid
from tracker.imports.long_rows import Columns, Reader, Row, texts_in
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.register import Presence, Register, Sitting
from tracker.imports.wide.rows import is_of_total
from tracker.values import folded

__all__ = ["Columns", "Row", "count", "marks", "rows_as_understood", "texts_in", "understand"]


def understand(sheet: Sheet, columns: Columns, group: str = "") -> Register:
    """The people, sessions and attendances of a list; rows that cannot be read are problems.

    `group` tells its sessions from those of the other sheets of its workbook.
    """
    found = Register()
    reader = Reader(sheet, columns, group)
    for number, cells in sheet.rows:
        try:
            row = reader.read(number, cells)
        except Invalid as error:
            if not is_no_row(sheet, columns, cells):
                found.problems.append(_problem(sheet, number, error))
            continue
        found.people.setdefault(row.match, row.name)
        sitting = found.sittings.get(row.key)
        if sitting is None:
            sitting = found.sittings[row.key] = Sitting(row.key, row.session, row.held_on)
        sitting.days.add(row.held_on)
        sitting.held_on = min(sitting.held_on, row.held_on)
        place = row.key, row.match
        presence = found.places.get(place)
        if presence is None:
            presence = found.places[place] = Presence(number, row.present)
        elif row.present:
            presence.present = True
        _note_time(sitting, presence, row)
        found.rows.append((number, row.key, row.match))
    return found


def why_empty(sheet: Sheet, columns: Columns) -> str:
    """Why a list of which no row can be read makes no session, in a sentence."""
    found = understand(sheet, columns).problems
    if not found:
        return "There are headings but no rows below them. Add the rows first."
    return (
        f"No row of this list can be read. Row {found[0].row}, column {found[0].column}: {found[0].sentence}"
    )


def rows_as_understood(sheet: Sheet, columns: Columns, most: int) -> Iterator[Row | Problem]:
    """The first rows, for a person to see whether the columns were meant so."""
    reader = Reader(sheet, columns)
    for number, cells in sheet.rows[:most]:
        try:
            yield reader.read(number, cells)
        except Invalid as error:
            if not is_no_row(sheet, columns, cells):
                yield _problem(sheet, number, error)


def is_no_row(sheet: Sheet, columns: Columns, cells: Sequence[str]) -> bool:
    """Whether a row has a title or the headings again, or a note, or a total in place of a name and a day."""
    if _is_title_again(sheet, cells) or _is_note(cells):
        return True
    day = cells[columns.date] if columns.date < len(cells) else ""
    if day and day != sheet.headings[columns.date]:
        return False
    first, *_ = people = [cells[at] if at < len(cells) else "" for at in columns.person]
    return first == sheet.headings[columns.person[0]] if day else any(map(is_of_total, people))


def _is_title_again(sheet: Sheet, row: Sequence[str]) -> bool:
    """Whether a row repeats one that stands above the headings, whatever the number of the page."""
    if not sheet.above:
        return False
    titles = [_without_numbers(title) for _, title in sheet.above]
    return any(row) and _without_numbers(row) in titles


def _is_note(row: Sequence[str]) -> bool:
    """Whether a row says one thing alone that is no name, such as when it was printed."""
    filled = [text for text in row if text]
    return len(filled) == 1 and any(map(str.isdecimal, filled[0]))


def _without_numbers(row: Sequence[str]) -> list[str]:
    return [re.sub(r"\d+", "", folded(text)) for text in row if text]


def count(sheet: Sheet, columns: Columns, session: tuple[int, ...]) -> tuple[int, int]:
    """How many sessions and how many attendances there are if these columns make a session."""
    reader = Reader(sheet, replace(columns, session=session))
    keys, attendances = set(), set()
    for number, cells in sheet.rows:
        try:
            row = reader.read(number, cells)
        except Invalid:
            continue
        keys.add(row.key)
        if row.present:
            attendances.add((row.key, row.match))
    return len(keys), len(attendances)


def no_rows(sheet: Sheet, columns: Columns) -> list[int]:
    """The numbers of the rows that are about nobody."""
    at, heading = columns.date, sheet.headings[columns.date]
    # A row with a day of its own is about somebody, which is soon seen of nearly all of them.
    return [
        number
        for number, cells in sheet.rows
        if (at >= len(cells) or not cells[at] or cells[at] == heading) and is_no_row(sheet, columns, cells)
    ]


def marks(sheet: Sheet, columns: Columns) -> list[tuple[str, int]]:
    """The different marks of a list with how often each stands there, the commonest first."""
    column = -1 if columns.mark is None else columns.mark
    nobody = set(no_rows(sheet, columns))
    counted = Counter(
        [cells[column] if column < len(cells) else "" for number, cells in sheet.rows if number not in nobody]
    )
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _problem(sheet: Sheet, number: int, error: Invalid) -> Problem:
    column = int(error.field) if error.field and error.field.isdigit() else None
    return Problem(sheet.name, number, _named(sheet, column), error.message)


def _named(sheet: Sheet, column: int | None) -> str | None:
    if column is None:
        return None
    heading = sheet.headings[column] if column < len(sheet.headings) else ""
    return f"{heading} ({column_letter(column)})" if heading else column_letter(column)


def _note_time(sitting: Sitting, presence: Presence, row: Row) -> None:
    if row.slot is None:
        sitting.timed = False
        return
    sitting.slots.add(row.slot)
    if row.present:
        presence.slots |= {row.slot}

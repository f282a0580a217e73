"""Anybody's long list: one row a person and sitting, understood through a mapping of its columns.

Pure. The mapping says which columns are the person, the date and the mark, which marks mean that somebody
came, and which columns together make a session. Whoever is marked present in any row of a session was there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tracker.errors import Invalid
from tracker.imports import cells, lost
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.register import Key, Presence, Register, Sitting, Slot
from tracker.values import folded, line


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (0 is the first) says what. `session` names those that together make a session."""

    person: tuple[int, ...]
    date: int
    mark: int | None = None
    # The marks that mean present, folded; without a mark column every row is somebody who came.
    present: tuple[str, ...] = ()
    session: tuple[int, ...] = ()
    # What the sessions are of, such as a committee; it tells sessions apart only where it differs.
    body: int | None = None
    times: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As kept with an upload and an import."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Columns:
        """As kept by `to_json`."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as understood, for showing the first few."""

    number: int
    name: str
    match: str
    held_on: date
    present: bool
    session: str = ""


def understand(sheet: Sheet, columns: Columns, group: str = "") -> Register:
    """The people, sessions and attendances of a list; rows that cannot be read are problems.

    `group` tells its sessions from those of the other sheets of its workbook.
    """
    found = Register()
    reader = _Reader(sheet, columns, group)
    for number, row in sheet.rows:
        try:
            known = reader.row(number, row)
            key, words = reader.key(known, row)
        except Invalid as error:
            column = int(error.field) if error.field and error.field.isdigit() else None
            found.problems.append(Problem(sheet.name, number, _named(sheet, column), error.message))
            continue
        found.people.setdefault(known.match, known.name)
        sitting = found.sittings.get(key)
        if sitting is None:
            sitting = found.sittings[key] = Sitting(key, reader.title(words, row), known.held_on)
        sitting.days.add(known.held_on)
        sitting.held_on = min(sitting.held_on, known.held_on)
        presence = found.places.setdefault((key, known.match), Presence(number))
        presence.present = presence.present or known.present
        _note_time(sitting, presence, reader.slot(row), known)
        found.rows.append((number, key, known.match))
    return found


def rows_as_understood(sheet: Sheet, columns: Columns, most: int) -> Iterator[Row | Problem]:
    """The first rows, for a person to see whether the columns were meant so."""
    reader = _Reader(sheet, columns)
    for number, row in sheet.rows[:most]:
        try:
            known = reader.row(number, row)
            _, words = reader.key(known, row)
            yield replace(known, session=reader.title(words, row))
        except Invalid as error:
            column = int(error.field) if error.field and error.field.isdigit() else None
            yield Problem(sheet.name, number, _named(sheet, column), error.message)


def count(sheet: Sheet, columns: Columns, session: tuple[int, ...]) -> tuple[int, int]:
    """How many sessions and how many attendances there are if these columns make a session."""
    reader = _Reader(sheet, replace(columns, session=session))
    keys, attendances = set(), set()
    for number, row in sheet.rows:
        try:
            known = reader.row(number, row)
            key, _ = reader.key(known, row)
        except Invalid:
            continue
        keys.add(key)
        if known.present:
            attendances.add((key, known.match))
    return len(keys), len(attendances)


def marks(sheet: Sheet, column: int) -> list[tuple[str, int]]:
    """The different marks of a column with how often each stands there, the commonest first."""
    counted: dict[str, int] = {}
    for _, row in sheet.rows:
        text = row[column] if column < len(row) else ""
        counted[text] = counted.get(text, 0) + 1
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


class _Reader:
    """Reads rows by a mapping, remembering the names and dates it has met."""

    def __init__(self, sheet: Sheet, columns: Columns, group: str = "") -> None:
        self.sheet = sheet
        self.group = group
        self.columns = columns
        self.names: dict[str, tuple[str, str]] = {}
        self.slots: dict[str, Slot | None] = {}
        self.lost = {number for number, row in sheet.rows if lost.in_texts(row)}
        self.month_first = cells.is_month_first(self._cell(row, columns.date) for _, row in sheet.rows)
        self.present = frozenset(columns.present)
        self.several = columns.body is not None and len(marks(sheet, columns.body)) > 1

    def _refuse_lost(self, row: list[str]) -> None:
        """Raise Invalid where a row rests on a cell that shows an error or was never calculated."""
        columns = self.columns
        for column in (*columns.person, columns.date, columns.mark, *columns.session, columns.body):
            if column is not None and lost.is_lost(text := self._cell(row, column)):
                raise Invalid(lost.why(text), field=str(column))

    @staticmethod
    def _cell(row: list[str], column: int) -> str:
        return row[column] if column < len(row) else ""

    def row(self, number: int, row: list[str]) -> Row:
        """One row. Raises Invalid, its field the number of the column at fault."""
        columns = self.columns
        if number in self.lost:
            self._refuse_lost(row)
        written = " ".join(filter(None, (self._cell(row, column) for column in columns.person)))
        if written not in self.names:
            self.names[written] = _name(written, columns.person[0])
        name, match = self.names[written]
        text = self._cell(row, columns.date)
        if not text:
            raise Invalid("Enter the date: this row has none.", field=str(columns.date))
        try:
            held_on = cells.day(text, month_first=self.month_first)
        except Invalid as error:
            raise Invalid(error.message, field=str(columns.date)) from None
        mark = columns.mark is None or folded(self._cell(row, columns.mark)) in self.present
        return Row(number, name, match, held_on, mark)

    def key(self, known: Row, row: list[str]) -> tuple[Key, list[tuple[int, str]]]:
        """What tells this row's session apart, with the words of it that a title needs."""
        words: list[tuple[int, str]] = []
        key = [folded(self.group)] if self.group else []
        columns = self.columns
        if self.several and columns.body is not None and columns.body not in columns.session:
            key.append(folded(self._cell(row, columns.body)))
        for column in columns.session:
            if column == columns.date:
                key.append(known.held_on.isoformat())
                continue
            text = self._cell(row, column)
            if not text:
                raise Invalid("This cell says which session it was, and it is empty.", field=str(column))
            key.append(folded(text))
            if column != columns.body:
                words.append((column, text))
        return tuple(key), words

    def title(self, words: list[tuple[int, str]], row: list[str]) -> str:
        """What to call a session: the body it is of, then the words that tell it apart."""
        body = self._cell(row, self.columns.body) if self.columns.body is not None else ""
        parts = list(filter(None, [body or self.group]))
        for column, text in words:
            if column == self.columns.times:
                continue
            parts.append(f"{_number_word(self.sheet.headings[column])} {text}" if text.isdigit() else text)
        return ", ".join(parts)[:200] or "Session"

    def slot(self, row: list[str]) -> Slot | None:
        """From when to when a row is about, if it says so."""
        if self.columns.times is None:
            return None
        text = self._cell(row, self.columns.times)
        if text not in self.slots:
            self.slots[text] = cells.span(text)
        return self.slots[text]


def _name(written: str, column: int) -> tuple[str, str]:
    try:
        name = line(written, field="", longest=200)
    except Invalid as error:
        raise Invalid(error.message, field=str(column)) from None
    if name is None:
        raise Invalid("There is no name in this row, so nobody can be counted for it.", field=str(column))
    return name, folded(name)


def _named(sheet: Sheet, column: int | None) -> str | None:
    if column is None:
        return None
    heading = sheet.headings[column] if column < len(sheet.headings) else ""
    return f"{heading} ({column_letter(column)})" if heading else column_letter(column)


def _number_word(heading: str) -> str:
    """A number is read with its heading: 39 under MTGNum is meeting 39."""
    bare = folded(heading)
    return "meeting" if "mtg" in bare or "meeting" in bare else heading


def _note_time(sitting: Sitting, presence: Presence, slot: Slot | None, known: Row) -> None:
    if slot is None:
        sitting.timed = False
        return
    sitting.slots.add(slot)
    if known.present:
        presence.slots.add(slot)

"""The rows of a long list, read one by one through the mapping of its columns. Pure.

Each different text of a column is understood once: a list of a hundred thousand rows has a few hundred names,
days and sessions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from tracker.errors import Invalid
from tracker.imports import cells, lost
from tracker.imports.reading import Sheet
from tracker.imports.register import Key, Slot
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
    # Whether 3/4/2026 is the fourth of March, where no date of the list tells; None where nobody has said.
    month_first: bool | None = None

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


class Row(NamedTuple):
    """One row as understood: `match` is the name as it is matched, `key` tells the session from others."""

    number: int
    name: str
    match: str
    held_on: date
    present: bool
    key: Key
    session: str
    # From when to when it is about, if it says so.
    slot: Slot | None


class Reader:
    """Reads rows by a mapping. `group` tells the sheet's sessions from those of others in its workbook."""

    def __init__(self, sheet: Sheet, columns: Columns, group: str = "") -> None:
        self.sheet = sheet
        self.group = group
        self.columns = columns
        self.present = frozenset(columns.present)
        named = (*columns.person, columns.date, columns.mark, *columns.session, columns.body, columns.times)
        self.width = 1 + max(column for column in named if column is not None)
        self.month_first = _is_month_first(sheet, columns)
        self.several = columns.body is not None and len(texts_in(sheet, columns.body)) > 1
        whose = (columns.date, *columns.session, *([] if columns.body is None else [columns.body]))
        self._person, self._whose = itemgetter(*columns.person), itemgetter(*whose)
        self.names: dict[Any, tuple[str, str]] = {}
        self.days: dict[str, date] = {}
        self.marks: dict[str, bool] = {}
        self.sessions: dict[Any, tuple[Key, str]] = {}
        self.slots: dict[str, Slot | None] = {}

    def read(self, number: int, row: Sequence[str]) -> Row:
        """One row. Raises Invalid, its field the number of the column at fault."""
        if len(row) < self.width:
            row = [*row, *[""] * (self.width - len(row))]
        columns, text = self.columns, row[self.columns.date]
        name, match = self.names.get(self._person(row)) or self._name(row)
        held_on = self.days.get(text) or self._day(text)
        present = columns.mark is None or self.marks.get(row[columns.mark])
        if present is None:
            present = self._mark(row)
        key, session = self.sessions.get(self._whose(row)) or self._session(row, held_on)
        slot = None if columns.times is None else self._slot(row[columns.times])
        return Row(number, name, match, held_on, present, key, session, slot)

    def _name(self, row: Sequence[str]) -> tuple[str, str]:
        first = self.columns.person[0]
        for column in self.columns.person:
            _refuse_lost(row[column], column)
        try:
            name = line(" ".join(row[column] for column in self.columns.person), field="", longest=200)
        except Invalid as error:
            raise Invalid(error.message, field=str(first)) from None
        if name is None:
            raise Invalid("There is no name in this row, so nobody can be counted for it.", field=str(first))
        found = self.names[self._person(row)] = name, folded(name)
        return found

    def _day(self, text: str) -> date:
        column = self.columns.date
        _refuse_lost(text, column)
        if not text:
            raise Invalid("Enter the date: this row has none.", field=str(column))
        try:
            found = self.days[text] = cells.day(text, month_first=self.month_first)
        except Invalid as error:
            raise Invalid(error.message, field=str(column)) from None
        return found

    def _mark(self, row: Sequence[str]) -> bool:
        column = self.columns.mark
        if column is None:
            return True
        _refuse_lost(row[column], column)
        found = self.marks[row[column]] = folded(row[column]) in self.present
        return found

    def _session(self, row: Sequence[str], held_on: date) -> tuple[Key, str]:
        """What tells this row's session apart, and what to call it."""
        columns, body = self.columns, self.columns.body
        key = [folded(self.group)] if self.group else []
        if body is not None:
            _refuse_lost(row[body], body)
            if self.several and body not in columns.session:
                key.append(folded(row[body]))
        for column in columns.session:
            text = row[column]
            _refuse_lost(text, column)
            if not text:
                raise Invalid("This cell says which session it was, and it is empty.", field=str(column))
            key.append(held_on.isoformat() if column == columns.date else folded(text))
        found = self.sessions[self._whose(row)] = tuple(key), self._title(row)
        return found

    def _title(self, row: Sequence[str]) -> str:
        """The body that the session is of, then the words that tell it apart."""
        columns = self.columns
        parts = [(row[columns.body] if columns.body is not None else "") or self.group]
        for column in columns.session:
            if column not in {columns.date, columns.body, columns.times}:
                text = row[column]
                heading = _number_word(self.sheet.headings[column]) if text.isdigit() else ""
                parts.append(f"{heading} {text}" if text.isdigit() else text)
        return ", ".join(filter(None, parts))[:200] or "Session"

    def _slot(self, text: str) -> Slot | None:
        if text not in self.slots:
            self.slots[text] = cells.span(text)
        return self.slots[text]


def _is_month_first(sheet: Sheet, columns: Columns) -> bool:
    """What the dates say themselves comes before what was said of them."""
    texts = texts_in(sheet, columns.date)
    return cells.is_month_first(texts, otherwise=bool(columns.month_first))


def texts_in(sheet: Sheet, column: int) -> set[str]:
    """The different texts of a column, nothing among them where a cell is blank."""
    return {row[column] if column < len(row) else "" for _, row in sheet.rows}


def _refuse_lost(text: str, column: int) -> None:
    """Raise Invalid where a row rests on a cell that shows an error or was never calculated."""
    if lost.is_lost(text):
        raise Invalid(lost.why(text), field=str(column))


def _number_word(heading: str) -> str:
    """A number is read with its heading: 39 under MTGNum is meeting 39."""
    bare = folded(heading)
    return "meeting" if "mtg" in bare or "meeting" in bare else heading

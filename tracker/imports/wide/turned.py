"""A register with days down and people across: turned, understood like any other, and said in its own places.

Pure. In the turned sheet a person has a row and a day a column. Whatever is said of it names the rows and
columns of the sheet as it is: `Turned.back` puts them so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.register import Register
from tracker.imports.wide import band, grid, headings, marks, names, rows
from tracker.imports.wide.grid import Line
from tracker.imports.wide.headings import Kind
from tracker.values import folded

_LOOKED_AT = 40
_MOST_ROWS = 200
_LEAST_PEOPLE = 2
# A column of the sheet is a row of the turned one with this number more than its place.
_BEYOND = 10_000_000
_COUNTED = re.compile(
    r"\b(?:number|no|count|quor\w*|present|absent|attend\w*|minutes|meeting|session|topic|venue|chair|notes?"
    r"|for|against|abstain\w*|abstentions?|favour|votes?|yes|result)\b",
    re.IGNORECASE,
)
_LONGEST_MARK = 4
_ROWS = re.compile(r"\b(?P<noun>[Rr]ows?) (?P<rest>\d+(?: \(“[^”]*”\))?(?:, \d+(?: \(“[^”]*”\))?)*)")
_LETTER = re.compile(r"\((?P<letter>[A-Z]{1,3})\)")
_IN_COLUMN = re.compile(r"\bcolumn (?P<letter>[A-Z]{1,3})\b")


@dataclass(frozen=True)
class Turned:
    """The turned sheet, with the rows of the sheet as it is that became its columns."""

    sheet: Sheet
    # For each column of the turned sheet the number of the row that it was.
    numbers: Sequence[int]
    heading_row: int
    date_column: int
    # The columns of the sheet as it is that say a part of each day.
    parts: Sequence[int] = ()

    def said(self) -> str:
        """That it was turned."""
        return (
            f"Days stand down column {column_letter(self.date_column)} and people across row "
            f"{self.heading_row}: it is read with a row for each person."
        )

    def letter_of(self, number: int) -> str:
        """The column of the sheet as it is that a row of the turned one was."""
        return column_letter(number - _BEYOND)

    def row_of(self, column: int) -> int:
        """The row of the sheet as it is that a column of the turned one was."""
        return self.numbers[column] if column < len(self.numbers) else self.heading_row

    def back(self, sentence: str) -> str:
        """A sentence about the turned sheet, with the rows and columns of the sheet as it is."""
        sentence = _LETTER.sub(lambda match: f"(row {self._row(match['letter'])})", sentence)
        sentence = _IN_COLUMN.sub(lambda match: f"row {self._row(match['letter'])}", sentence)
        sentence = sentence.replace("the row has no name", "the column has no name")
        sentence = sentence.replace("into one row", "into one column")
        return _ROWS.sub(_columns, sentence)

    def problem(self, one: Problem) -> Problem:
        """A problem of the turned sheet where it stands in the sheet as it is."""
        letter = _letter_in(one.column)
        row = self.heading_row if letter is None else self._row(letter)
        at = (one.row or 0) - _BEYOND
        named = column_letter(at) if at >= 0 else None
        return Problem(one.sheet, row if at >= 0 else one.row, named, self.back(one.sentence))

    def register(self, found: Register) -> None:
        """Put the places of a register back in place."""
        found.problems = [self.problem(one) for one in found.problems]
        at: dict[tuple[object, str], int] = {}
        for (key, match), presence in found.places.items():
            letter = _letter_in(presence.column)
            person = f"{found.people[match]} ({column_letter(presence.row - _BEYOND)})"
            presence.row = self._row(letter) if letter else self.heading_row
            presence.column = person
            at[key, match] = presence.row
        found.rows = [(at[key, match], key, match) for _, key, match in found.rows]
        found.unmarked = dict.fromkeys(found.unmarked, self.heading_row)

    def _row(self, letter: str) -> int:
        index = 0
        for one in letter:
            index = index * 26 + ord(one) - ord("A") + 1
        return self.row_of(index - 1)


def find(sheet: Sheet) -> Turned | None:
    """The sheet turned, where its days stand down a column and its people across; else None."""
    beginning = grid.of_sheet(replace(sheet, rows=sheet.rows[:_MOST_ROWS]))
    for at, line in enumerate(beginning[:_LOOKED_AT]):
        filled = line.filled()
        if len(filled) <= _LEAST_PEOPLE or any(names.is_heading_of_names(line.at(one)) for one in filled):
            continue
        below = beginning[at + 1 :]
        dated = _column_of_days(filled, below)
        if dated is not None and len(_people(line, below, dated)) >= _LEAST_PEOPLE:
            return _turn(sheet, at, dated)
    return None


def _column_of_days(filled: Sequence[int], below: Sequence[Line]) -> int | None:
    """The first column, at the left of all people, whose cells are days."""
    for at in filled[:3]:
        texts = [text for row in below if (text := row.at(at))]
        days = sum(headings.read(text).kind is Kind.DAY for text in texts)
        if days > 1 and days * 2 > len(texts):
            return at
    return None


def _people(line: Line, below: Sequence[Line], dated: int) -> list[int]:
    """The columns beside the days that are headed by words and hold marks."""
    return [
        at
        for at in line.filled()
        if at > dated and _may_be_name(line.at(at)) and _hold(at, below, _is_mark) and _known(at, below)
    ]


def _may_be_name(text: str) -> bool:
    words = not any(map(str.isdecimal, text)) and any(map(str.isalpha, text))
    return words and not rows.is_total(text) and not _COUNTED.search(text) and not band.says_what(text)


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_MARK or folded(text) in marks.CAME | marks.DID_NOT | marks.NOTHING


def _known(at: int, below: Sequence[Line]) -> bool:
    """Whether half of the marks of a column are usual ones; a column without any may be of somebody."""
    texts = [folded(text) for row in below if (text := row.at(at))]
    usual = sum(text in marks.CAME | marks.DID_NOT or marks.minutes(text) is not None for text in texts)
    return usual * 2 >= len(texts)


def _hold(at: int, below: Sequence[Line], is_one: Callable[[str], bool]) -> bool:
    texts = [text for row in below if (text := row.at(at))]
    return all(map(is_one, texts))


def _turn(sheet: Sheet, at: int, dated: int) -> Turned:
    lines = grid.of_sheet(sheet)
    heading, above, below = lines[at], lines[:at], lines[at + 1 :]
    notes = [line for line in below if _is_note(line, dated)]
    taken = [line for line in below if line not in notes]
    first: list[list[str]] = [["Name", *(line.at(dated) or _total_in(line, dated) for line in taken)]]
    people: list[tuple[int, list[str]]] = []
    parts: list[int] = []
    for column in range(max(len(line.cells) for line in (heading, *taken))):
        cells = [line.at(column) for line in taken]
        if column == dated or not any((*cells, heading.at(column))):
            continue
        if any(cells) and all(map(band.says_part, filter(None, cells))):
            first.append(["", *cells])
            parts.append(column)
        elif _comes_along(heading.at(column), column, taken, dated):
            people.append((_BEYOND + column, [heading.at(column), *cells]))
    (number, cells), *rest = [
        *((line.number, [line.at(one) for one in line.filled()]) for line in above),
        *((_BEYOND + dated - len(first) + 1 + place, cells) for place, cells in enumerate(first)),
        *people,
        *((line.number, [line.at(dated)]) for line in notes),
    ]
    numbers = [heading.number, *(line.number for line in taken)]
    made = Sheet(sheet.name, tuple(cells), number, rest, sheet.hidden)
    return Turned(made, numbers, heading.number, dated, parts)


def _total_in(line: Line, dated: int) -> str:
    """The word left of the days that says of a row without a day that it holds totals."""
    return next((text for at in range(dated) if rows.is_total(text := line.at(at))), "")


def _is_note(line: Line, dated: int) -> bool:
    """Whether a row says something in words alone, and is no day."""
    return line.filled() == [dated] and headings.read(line.at(dated)).kind is not Kind.DAY


def _comes_along(name: str, column: int, taken: Sequence[Line], dated: int) -> bool:
    """Whether a column is of somebody, of nobody, or of totals: all that is no note beside the days."""
    if column < dated:
        return False
    return (_may_be_name(name) or not name or rows.is_total(name)) and (
        rows.is_total(name) or _hold(column, taken, _is_mark)
    )


def left_out(sheet: Sheet, turned: Turned) -> list[str]:
    """A remark for each column that is about no person and no part of a day."""
    lines = grid.of_sheet(sheet)
    heading = next(line for line in lines if line.number == turned.heading_row)
    kept = {number - _BEYOND for number, _ in turned.sheet.rows if number >= _BEYOND}
    return [
        f"{heading.at(at)} ({column_letter(at)}) is not about a person, and is left out."
        for at in heading.filled()
        if at not in {turned.date_column, *turned.parts, *kept}
    ]


def _columns(match: re.Match[str]) -> str:
    """Rows of the turned sheet as the columns that they were; those that were rows stay."""
    numbers = [int(number) for number in re.findall(r"(?:^|, )(\d+)", match["rest"])]
    if any(number < _BEYOND for number in numbers):
        return match[0]
    noun = match["noun"].replace("Row", "Column").replace("row", "column")
    rest = re.sub(r"(^|, )(\d+)", lambda one: one[1] + column_letter(int(one[2]) - _BEYOND), match["rest"])
    return f"{noun} {rest}"


def _letter_in(column: str | None) -> str | None:
    """The letter of a column as it is named: its heading and letter, or the letter alone."""
    match = re.search(r"(?:^|\()([A-Z]{1,3})\)?$", column or "")
    return match[1] if match else None

"""A plain attendance list for the repeat-voices analysis: columns session, date, person, and some more.

Anybody's register, long or wide, is understood as well, by the same guesses as on the screen; what they leave
open is refused with the options that say it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import Invalid
from tracker.imports import cells, guessing, long_marks, money_lists
from tracker.imports.long_list import Columns, understand
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.recognising import COME_IN, Shape, reason, shape, the_one
from tracker.imports.register import Register
from tracker.imports.register_options import questions
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import understand as understand_wide
from tracker.reports.repetition import Entry
from tracker.values import folded

COLUMNS = ("session", "date", "person", "stage", "role", "count")
# What lists also call helpers; and before what word somebody is none, and speaks for themselves.
_ALSO_HELP = {"support-worker": "supporter", "staff-member": "staff"}
_NO_LONGER = frozenset({"non", "not", "former", "ex"})
_LONGEST = 200
_count = cells.number(0, 1_000_000)


def _is_plain(sheet: Sheet) -> bool:
    return {"date", "person"} <= {folded(heading) for heading in sheet.headings}


def entries(sheets: Sequence[Sheet], file_name: str, said: Said, names: Sequence[str] = ()) -> list[Entry]:
    """The rows of a list as the analysis takes them. Raises Invalid, naming row and column.

    `said` is what a person says of a register with headings of its own, `names` the sheet that is meant.
    """
    plain = [sheet for sheet in sheets if _is_plain(sheet) and (not names or sheet.name in names)]
    if plain:
        names = [folded(heading) for heading in plain[0].headings]
        return _plain(plain[0], {name: names.index(name) for name in COLUMNS if name in names})
    if len(sheets) == 1 and shape(sheets[0]) not in COME_IN and reason(sheets[0]) is None:
        raise _no_columns(sheets[0])
    if len(sheets) == 1 and (money := money_lists.find(sheets[0])) and shape(sheets[0]) not in COME_IN:
        raise Invalid(
            f"{file_name}: This is a list of money for {money.people:,} people. It does not say who came to "
            "what, so nothing can be said about voices. Choose a register: who came to which session, when."
        )
    sheet, found = the_one(sheets, names, file_name)
    if found is Shape.PEOPLE:
        raise _no_columns(sheet)
    register = _wide(sheet, said) if found is Shape.WIDE else _long(sheet, said)
    return _of_register(register)


# --- our columns ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """One row, whose cells are read under the names of our columns."""

    sheet: Sheet
    number: int
    cells: Sequence[str]
    at: dict[str, int]

    def text(self, name: str) -> str:
        """What stands under a heading; nothing where the list has no such column."""
        index = self.at.get(name)
        return self.cells[index] if index is not None and index < len(self.cells) else ""

    def read(self, name: str, reader: Callable[[str], Any]) -> Any:
        """A cell's value, None where it is blank. Raises Invalid with the place of the cell."""
        text = self.text(name)
        try:
            return reader(text) if text else None
        except Invalid as error:
            raise self.refusal(name, error.message) from None

    def refusal(self, name: str, sentence: str) -> Invalid:
        where = f"{self.sheet.name}, row {self.number}, column {column_letter(self.at[name])} ({name})"
        return Invalid(f"{where}: {sentence}", field=name)


def _plain(sheet: Sheet, at: dict[str, int]) -> list[Entry]:
    rows = [_Row(sheet, number, row, at) for number, row in sheet.rows]
    month_first = cells.is_month_first(row.text("date") for row in rows)
    return [_entry(row, month_first=month_first) for row in rows]


def _entry(row: _Row, *, month_first: bool) -> Entry:
    held_on = row.read("date", lambda text: cells.day(text, month_first=month_first))
    if held_on is None:
        raise row.refusal("date", "Enter the date of the session.")
    person = row.read("person", cells.words(_LONGEST))
    count = row.read("count", _count)
    if person is None and count is None:
        raise row.refusal(
            "person", "Enter a person, or in a column named count how many came without a name."
        )
    if person is not None and count not in {None, 1}:
        raise row.refusal("count", "A named person counts once: enter people without names in a row apart.")
    role = row.read("role", cells.list_word(60))
    return Entry(
        session=row.read("session", cells.words(_LONGEST)) or "",
        date=held_on,
        person=folded(person or ""),
        stage=row.read("stage", cells.words(_LONGEST)),
        role=_helper(role) if role else None,
        count=1 if count is None else count,
    )


def _helper(role: str) -> str:
    """A role by the word that says what it is: a BSL interpreter interprets, former staff are no staff."""
    one = role.removesuffix("s")
    first, last = one.split("-")[0], one.split("-")[-1]
    return one if first in _NO_LONGER else _ALSO_HELP.get(one, last)


# --- anybody's columns ------------------------------------------------------------------------------------


def _no_columns(sheet: Sheet) -> Invalid:
    return Invalid(
        f"{sheet.name}: no columns of names and dates were found. Give the list a row of headings with "
        f"date and person, and session if there are several in a day. It has: "
        f"{', '.join(heading for heading in sheet.headings if heading)[:200] or 'none'}."
    )


def _long(sheet: Sheet, said: Said) -> Register:
    columns = guessing.columns(sheet)
    if columns is None:
        raise _no_columns(sheet)
    columns = long_marks.settled(sheet, columns, said)
    return understand(sheet, _sitting(sheet, columns, said.session))


def _wide(sheet: Sheet, said: Said) -> Register:
    made = understand_wide(sheet, said)
    if made.asks:
        raise Invalid(questions(made.asks))
    return made.register


def _of_register(register: Register) -> list[Entry]:
    """Whoever came, as entries. Raises Invalid where a cell cannot be read."""
    if register.problems:
        first = register.problems[0]
        where = f"row {first.row}" + (f", {first.column}" if first.column else "")
        raise Invalid(f"{first.sheet}, {where}: {first.sentence}")
    called = Counter((sitting.title, sitting.held_on) for sitting in register.sittings.values())
    found = []
    for (key, match), presence in register.places.items():
        sitting = register.sittings[key]
        # Two sessions of one day are two, also where they are called alike.
        alike = called[sitting.title, sitting.held_on] > 1
        title = f"{sitting.title} ({', '.join(key)})" if alike else sitting.title
        if presence.present:
            found.append(Entry(session=title, date=sitting.held_on, person=match))
    return found


def _sitting(sheet: Sheet, columns: Columns, sessions: str) -> Columns:
    """The columns with what makes a session. Raises Invalid where a person has to say it."""
    ways = guessing.choices(sheet, columns)
    chosen = [way for way in ways if way.code == sessions] if sessions else ways
    if len(chosen) != 1:
        said = "".join(
            f"\n  --sessions {way.code}: {way.label}: "
            f"{way.sessions:,} sessions, {way.attendances:,} attendances"
            for way in ways
        )
        raise Invalid(f"Say what makes a session in this list:{said}")
    return guessing.with_session(columns, chosen[0].columns)

"""From the bytes of a file to a plan: the one way that both doors, the screens and the command, go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.errors import Invalid
from tracker.imports import headers, queries
from tracker.imports.headers import Table
from tracker.imports.long_list import Columns, understand
from tracker.imports.planning import (
    attendance,
    circumstances,
    expenses,
    known,
    known_money,
    known_private,
    payees,
    payments,
    people,
    projects,
    register,
    sessions,
)
from tracker.imports.planning.book import Book
from tracker.imports.planning.register import Target
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet
from tracker.imports.register import Register
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood
from tracker.imports.wide.understand import understand as understand_wide
from tracker.imports.withheld import Withheld
from tracker.permissions import Actor

# A row may name what an earlier sheet brings in.
_ORDER = ("projects", "people", "circumstances", "sessions", "attendance", "expenses", "payments", "payees")
# Names that a spreadsheet program gives, or that say no more than a year.
_UNNAMED = re.compile(r"^(?:sheet|tabelle|feuil|table)?\s?\d*(?:\s?[-/]\s?\d+)?$", re.IGNORECASE)
_PLANNERS = {
    "projects": projects.plan,
    "people": people.plan,
    "sessions": sessions.plan,
    "attendance": attendance.plan,
    "expenses": expenses.plan,
    "payments": payments.plan,
}


@dataclass(frozen=True)
class Source:
    """A file, read: sheets with our headings, or one register, long or wide, with what was said of it."""

    name: str
    sha256: str
    tables: Sequence[Table] = ()
    problems: Sequence[Problem] = ()
    left_out: Sequence[str] = ()
    sheet: Sheet | None = None
    columns: Columns | None = None
    target: Target | None = None
    register: Register = field(default_factory=Register)
    withheld: Sequence[Withheld] = ()
    wide: Understood | None = None
    said: Said = field(default_factory=Said)
    remarks: Sequence[str] = ()

    @property
    def is_register(self) -> bool:
        """Whether this is a register with headings of its own."""
        return self.columns is not None or self.wide is not None

    @property
    def kind(self) -> str:
        """Which of the two ways this is, as kept with the import."""
        return register.KIND if self.is_register else "our-headings"

    def mapping(self) -> dict[str, Any]:
        """What the columns were taken for, as kept with the import."""
        if self.sheet is None or self.target is None:
            return {"sheets": [table.kind for table in self.tables]}
        kept: dict[str, Any] = {
            "headings": list(self.sheet.headings),
            "sheet": self.sheet.name,
            "project": self.target.ref,
        }
        if self.columns is not None:
            return {**kept, "columns": self.columns.to_json()}
        return {**kept, "wide": self.said.to_json(), "sessions": self._sessions()}

    def _sessions(self) -> str:
        """What tells these sessions from others that the same file may be cut into."""
        keys = sorted("\0".join(key) for key in self.register.sittings)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


def _cut(mapping: Mapping[str, Any]) -> Any:
    """What decides which sessions there are: the same file may not come in twice with different ones."""
    return mapping["columns"]["session"] if "columns" in mapping else mapping.get("sessions")


def fingerprint(contents: Sequence[bytes]) -> str:
    """What tells a file, or the files of a folder, from every other."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def is_ours(sheets: Sequence[Sheet]) -> bool:
    """Whether any of these sheets has our headings."""
    return any(headers.kind_of(sheet) for sheet in sheets)


def of_our_headings(name: str, sha256: str, sheets: Sequence[Sheet], *, folder: bool = False) -> Source:
    """A file with our headings. In a folder each file must be one of ours; a workbook may hold others."""
    tables: list[Table] = []
    problems: list[Problem] = []
    left_out: list[str] = []
    for sheet in sheets:
        kind = headers.kind_of(sheet) or headers.is_named_like_ours(sheet)
        if kind is not None:
            tables.append(headers.table(sheet, kind))
        elif folder:
            problems.append(Problem(sheet.name, None, None, _not_ours(sheet)))
        else:
            left_out.append(sheet.name)
    return Source(name, sha256, tables, problems, left_out, remarks=_said(sheets))


def _said(sheets: Sequence[Sheet]) -> list[str]:
    """What is said of sheets as files: what they hide, and which cells have no value."""
    return [said for sheet in sheets for said in (sheet.said_hidden(), sheet.said_lost()) if said]


def _not_ours(sheet: Sheet) -> str:
    if len(sheet.headings) == 1:
        return "Only one column was found. Save the file with commas, semicolons or tabs between the cells."
    return "The headings are not those of any sheet of ours. Correct them, or bring this file in by itself."


def of_register(
    name: str,
    sha256: str,
    sheet: Sheet,
    columns: Columns,
    target: Target,
    withheld: Sequence[Withheld] = (),
) -> Source:
    """A long list with a mapping of its columns, to go into a project; `withheld` were left out of it."""
    found = understand(sheet, columns)
    return Source(
        name,
        sha256,
        sheet=sheet,
        columns=columns,
        target=target,
        register=found,
        remarks=_said([sheet]),
        withheld=withheld,
    )


def of_wide(name: str, sha256: str, sheet: Sheet, said: Said, target: Target) -> Source:
    """A wide register with what a person said of it, to go into a project."""
    made = understand_wide(sheet, said, group_of(sheet, name))
    return Source(
        name,
        sha256,
        sheet=sheet,
        target=target,
        wide=made,
        said=said,
        register=made.register,
        remarks=_said([sheet]),
    )


def group_of(sheet: Sheet, file_name: str) -> str:
    """What tells the sessions of a workbook's sheet from those of the others: its name, if it has one."""
    return "" if sheet.name == file_name or _UNNAMED.match(sheet.name) else sheet.name


def dry_run(source: Source, *, actor: Actor, on: date) -> Book:
    """What bringing this in would do, held against what the database knows now. Writes nothing."""
    book = Book(actor, on)
    for problem in source.problems:
        book.plan.refuse(problem, problem.sheet)
    for one in source.withheld:
        book.plan.note(one.sentence)
    for remark in source.remarks:
        book.plan.note(remark)
    for name in source.left_out:
        book.plan.note(f"The sheet {name} has none of our headings and is left out.")
    if source.is_register:
        _plan_register(book, source)
    else:
        _plan_tables(book, source.tables)
    if not book.plan.lines:
        raise Invalid("There is nothing to bring in here: the sheets hold no rows.", field="file")
    return book


def _plan_tables(book: Book, tables: Sequence[Table]) -> None:
    ordered = sorted(tables, key=lambda table: _ORDER.index(table.kind))
    known.load(book, ordered)
    for table in ordered:
        for problem in table.problems:
            book.plan.refuse(problem, table.kind)
        if table.kind == "circumstances":
            circumstances.plan(book, table, known_private.told(book))
        elif table.kind == "payees":
            payees.plan(book, table, known_private.bank_details(book))
        else:
            _PLANNERS[table.kind](book, table)


def _plan_register(book: Book, source: Source) -> None:
    if source.sheet is None or source.target is None:
        raise Invalid("Say first what the columns mean and which project the list goes into.", field="file")
    found, target = source.register, source.target
    if source.wide is not None:
        if source.wide.asks:
            raise Invalid(" ".join(ask.sentence for ask in source.wide.asks), field="file")
        for remark in source.wide.remarks:
            book.plan.note(remark)
    book.plan.note(found.said())
    known.load_lists(book)
    known.load_projects(book, [target.ref])
    known.load_sessions(book, [register.session_ref(target.ref, key) for key in found.sittings])
    known.load_people_by_name(book, found.people)
    known.load_places(book, [state.id for state in book.sessions.values()])
    known_money.load_fees(book, [state.id for state in book.sessions.values()])
    if sentence := _cut_otherwise(source):
        book.plan.refuse(Problem(source.sheet.name, None, None, sentence), register.KIND)
    else:
        register.plan(book, source.sheet.name, found, target)


def _cut_otherwise(source: Source) -> str | None:
    """The refusal of a file that is in already with other sessions: its attendance would count twice."""
    mapping = source.mapping()
    for earlier in queries.batches_of_file(source.sha256):
        kept = earlier.mapping
        same = kept.get("project") == mapping["project"] and kept.get("sheet") in {None, mapping["sheet"]}
        if same and _cut(kept) != _cut(mapping):
            return (
                "This file was brought into this project before, with another choice of what makes a "
                "session. Make the same choice again: otherwise everybody would be counted twice."
            )
    return None

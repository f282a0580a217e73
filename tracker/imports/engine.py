"""From the bytes of a file to a plan: the one way that both doors, the screens and the command, go."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.errors import Invalid
from tracker.imports import headers, queries
from tracker.imports.headers import Table
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
from tracker.imports.register import Columns, Register, understand
from tracker.permissions import Actor

# A row may name what an earlier sheet brings in.
_ORDER = ("projects", "people", "circumstances", "sessions", "attendance", "expenses", "payments", "payees")
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
    """A file, read: sheets with our headings, or one long list with what its columns mean."""

    name: str
    sha256: str
    tables: Sequence[Table] = ()
    problems: Sequence[Problem] = ()
    left_out: Sequence[str] = ()
    sheet: Sheet | None = None
    columns: Columns | None = None
    target: Target | None = None
    register: Register = field(default_factory=Register)

    @property
    def kind(self) -> str:
        """Which of the two ways this is, as kept with the import."""
        return "our-headings" if self.columns is None else register.KIND

    def mapping(self) -> dict[str, Any]:
        """What the columns were taken for, as kept with the import."""
        if self.columns is None or self.sheet is None or self.target is None:
            return {"sheets": [table.kind for table in self.tables]}
        return {
            "columns": self.columns.to_json(),
            "headings": list(self.sheet.headings),
            "project": self.target.ref,
        }


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
    return Source(name, sha256, tables, problems, left_out)


def _not_ours(sheet: Sheet) -> str:
    if len(sheet.headings) == 1:
        return "Only one column was found. Save the file with commas, semicolons or tabs between the cells."
    return "The headings are not those of any sheet of ours. Correct them, or bring this file in by itself."


def of_register(name: str, sha256: str, sheet: Sheet, columns: Columns, target: Target) -> Source:
    """A long list with a mapping of its columns, to go into a project."""
    return Source(
        name, sha256, sheet=sheet, columns=columns, target=target, register=understand(sheet, columns)
    )


def dry_run(source: Source, *, actor: Actor, on: date) -> Book:
    """What bringing this in would do, held against what the database knows now. Writes nothing."""
    book = Book(actor, on)
    for problem in source.problems:
        book.plan.refuse(problem, problem.sheet)
    for name in source.left_out:
        book.plan.note(f"The sheet {name} has none of our headings and is left out.")
    if source.columns is not None:
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
    if source.sheet is None or source.columns is None or source.target is None:
        raise Invalid("Say first what the columns mean and which project the list goes into.", field="file")
    found, target = source.register, source.target
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
        if (
            kept.get("project") == mapping["project"]
            and kept["columns"]["session"] != mapping["columns"]["session"]
        ):
            return (
                "This file was brought into this project before, with another choice of what makes a "
                "session. Make the same choice again: otherwise everybody would be counted twice."
            )
    return None

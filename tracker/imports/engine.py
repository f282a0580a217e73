"""From the bytes of a file to a plan: the one way that both doors, the screens and the command, go."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from tracker.audit import queries as events
from tracker.errors import Invalid
from tracker.imports import confidential, headers, queries, taken
from tracker.imports.confidential import Chosen
from tracker.imports.headers import Table
from tracker.imports.lists.said import Said as ListSaid
from tracker.imports.lists.understanding import Listed
from tracker.imports.lists.understanding import understand as understand_list
from tracker.imports.many_rows import makes_many_rows
from tracker.imports.planning import (
    attendance,
    by_name,
    circumstances,
    expenses,
    joint,
    known,
    known_money,
    known_private,
    lists,
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
from tracker.imports.taken import Taken
from tracker.imports.wide.said import Ask
from tracker.imports.wide.understand import Understood
from tracker.imports.withheld import Withheld
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
    """A file, read: sheets with our headings, registers, long or wide, or a list; with what was said."""

    name: str
    sha256: str
    tables: Sequence[Table] = ()
    problems: Sequence[Problem] = ()
    left_out: Sequence[str] = ()
    # The sheets that come in: those with our headings, those of the registers, or that of the list.
    sheets: Sequence[Sheet] = ()
    taken: Sequence[Taken] = ()
    target: Target | None = None
    remarks: Sequence[str] = ()
    # The columns that were left out of the registers or the list.
    withheld: Sequence[Withheld] = ()
    # A list of payments, expenses or people in somebody's own words.
    listed: Listed | None = None
    # The columns that a holder of the permission chose, of bank details or of benefits.
    chosen: Chosen | None = None
    # What was said of people who may be known already, by what the file calls them.
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_register(self) -> bool:
        """Whether these are registers with headings of their own."""
        return bool(self.taken)

    @property
    def asks(self) -> Sequence[Ask]:
        """What is still to be said before it can be planned."""
        if self.listed is not None:
            return self.listed.asks
        return [ask for one in self.taken if one.wide is not None for ask in one.wide.asks]

    @property
    def kind(self) -> str:
        """Which of the ways this is, as kept with the import."""
        if self.listed is not None:
            return lists.kind_of(self.listed)
        return register.KIND if self.is_register else "our-headings"

    @cached_property
    def register(self) -> Register:
        """Who came to what, in all the registers together."""
        return taken.together(self.taken)

    @property
    def wide(self) -> Understood | None:
        """The register with days across, where it is the only one."""
        return self.taken[0].wide if len(self.taken) == 1 else None

    def mapping(self) -> dict[str, Any]:
        """What the columns were taken for, as kept with the import."""
        if self.listed is not None:
            return lists.mapping(self.listed, self.target)
        if self.target is None:
            return {"sheets": [table.kind for table in self.tables]}
        kept = [one.kept() for one in self.taken]
        whole = kept[0] if len(kept) == 1 else {"registers": kept}
        return {**whole, "project": self.target.ref}


def _cut(kept: Mapping[str, Any]) -> Any:
    """What decides which sessions there are: the same file may not come in twice with different ones."""
    return kept["columns"]["session"] if "columns" in kept else kept.get("sessions")


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
    ours = [sheet for sheet in sheets if sheet.name not in left_out]
    return Source(name, sha256, tables, problems, left_out, sheets=ours, remarks=_said(sheets))


def of_confidential(name: str, sha256: str, sheet: Sheet, chosen: Chosen) -> Source:
    """Bank details, or what people told about benefits, from the columns that were chosen of a sheet."""
    confidential.refuse_unfit(sheet, chosen)
    ours = confidential.as_ours(sheet, chosen)
    table = headers.table(ours, chosen.kind.sheet)
    table.problems = [confidential.unquoted(one) for one in table.problems]
    note = f"Only {chosen.kind.what} come in from {sheet.name}, and nothing else of it."
    return Source(name, sha256, [table], sheets=[ours], remarks=[note, *_said([ours])], chosen=chosen)


def _said(sheets: Sequence[Sheet]) -> list[str]:
    """What is said of sheets as files: what they hide, and which cells have no value."""
    return [said for sheet in sheets for said in (sheet.said_hidden(), sheet.said_lost()) if said]


def _not_ours(sheet: Sheet) -> str:
    if len(sheet.headings) == 1:
        return "Only one column was found. Save the file with commas, semicolons or tabs between the cells."
    return "The headings are not those of any sheet of ours. Correct them, or bring this file in by itself."


def of_registers(name: str, sha256: str, chosen: Sequence[Taken], target: Target) -> Source:
    """Registers of one file, to go into a project together."""
    sheets = [one.sheet for one in chosen]
    shared = taken.shared_sessions(chosen)
    named = f"These sheets come in together: {', '.join(sheet.name for sheet in sheets)}."
    remarks = [*([named] if len(sheets) > 1 else []), *_said(sheets), *([shared] if shared else [])]
    out = [column for one in chosen for column in one.withheld]
    return Source(name, sha256, sheets=sheets, taken=chosen, target=target, remarks=remarks, withheld=out)


@makes_many_rows
def of_list(
    name: str,
    sha256: str,
    sheet: Sheet,
    said: ListSaid,
    target: Target | None,
    withheld: Sequence[Withheld] = (),
) -> Source:
    """A list of payments, expenses or people with what was said of it; `withheld` were left out of it."""
    made = understand_list(sheet, said)
    return Source(
        name,
        sha256,
        sheets=[sheet],
        target=target,
        remarks=_said([sheet]),
        withheld=withheld,
        listed=made,
    )


@makes_many_rows
def dry_run(source: Source, *, actor: Actor, on: date) -> Book:
    """What bringing this in would do, held against what the database knows now. Writes nothing."""
    book = Book(actor, on, chain=events.chain(), answers=source.people)
    for problem in source.problems:
        book.plan.refuse(problem, problem.sheet)
    for one in source.withheld:
        book.plan.note(one.sentence)
    for remark in source.remarks:
        book.plan.note(remark)
    for name in source.left_out:
        book.plan.note(f"The sheet {name} has none of our headings and is left out.")
    if source.listed is not None:
        lists.plan(book, source.sha256, source.listed, source.target)
    elif source.is_register:
        _plan_registers(book, source)
    else:
        _plan_tables(book, source.tables, source.chosen)
    joint.note(book)
    if not book.plan.lines:
        raise Invalid("There is nothing to bring in here: the sheets hold no rows.", field="file")
    return book


def _plan_tables(book: Book, tables: Sequence[Table], chosen: Chosen | None) -> None:
    if chosen is not None and chosen.is_by_name:
        tables = [by_name.with_references(book, table, chosen.kind.permission) for table in tables]
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


def _plan_registers(book: Book, source: Source) -> None:
    target = source.target
    if target is None:
        raise Invalid("Say first what the columns mean and which project the list goes into.", field="file")
    for one in source.taken:
        _say_of(book, one)
    book.plan.note(source.register.said())
    _load(book, source.register, target)
    if sentence := _cut_otherwise(source, target):
        book.plan.refuse(Problem(source.sheets[0].name, None, None, sentence), register.KIND)
        return
    for problem in taken.contradictions(source.taken):
        book.plan.refuse(problem, register.KIND)
    sheets = [(one.sheet.name, one.register) for one in source.taken]
    register.plan(book, sheets, source.register, target)


def _say_of(book: Book, one: Taken) -> None:
    """How a register was read. Raises Invalid while something about it is open."""
    if one.wide is not None and one.wide.asks:
        raise Invalid(" ".join(ask.sentence for ask in one.wide.asks), field="file")
    for remark in one.remarks:
        book.plan.note(remark)


def _load(book: Book, found: Register, target: Target) -> None:
    """Fill the book with what is known of the project, the sessions and the people of these names."""
    known.load_lists(book)
    known.load_projects(book, [target.ref])
    known.load_sessions(book, [register.session_ref(target.ref, key) for key in found.sittings])
    known.load_people_by_name(book, found.people)
    known.load_places(book, [state.id for state in book.sessions.values()])
    known_money.load_fees(book, [state.id for state in book.sessions.values()])


def _cut_otherwise(source: Source, target: Target) -> str | None:
    """The refusal of a file that is in already with other sessions: its attendance would count twice."""
    mine = {one.sheet.name: _cut(one.kept()) for one in source.taken}
    for earlier in queries.batches_of_file(source.sha256):
        if earlier.mapping.get("project") != target.ref:
            continue
        for kept in taken.registers_in(earlier.mapping):
            sheet = kept.get("sheet") or source.sheets[0].name
            if sheet in mine and mine[sheet] != _cut(kept):
                return (
                    "This file was brought into this project before, with another choice of what makes a "
                    "session. Make the same choice again: otherwise everybody would be counted twice."
                )
    return None

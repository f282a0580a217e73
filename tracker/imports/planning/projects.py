"""Rows of projects: begun, matched by reference, or changed."""

from __future__ import annotations

from tracker.db import random_id
from tracker.imports.headers import Record, Table
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import ProjectState
from tracker.permissions import Permission

_FIELDS = ("name", "cost_code", "funder", "design", "pool")


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of projects."""
    if sentence := book.lacks(Permission.MANAGE_PROJECTS):
        for record in table.records:
            known = book.projects.get(record.get("ref"))
            if known is None or _changed(known, record):
                book.refuse(table, record, None, sentence)
            else:
                book.say(table, record, Fate.MATCHED, f"{known.name} is there already.")
        return
    seen: dict[str, int] = {}
    for record in table.records:
        ref = record.get("ref")
        if ref in seen:
            book.refuse(
                table, record, "ref", f"This reference stands in row {seen[ref]} already. Keep one row."
            )
            continue
        seen[ref] = record.row
        known = book.projects.get(ref)
        if known is None:
            _begin(book, table, record)
        else:
            _compare(book, table, record, known)


def _begin(book: Book, table: Table, record: Record) -> None:
    if record.get("name") is None:
        book.refuse(table, record, "name", "Enter the name of the project: it is new.")
        return
    values = {name: record.get(name) for name in _FIELDS}
    ref = record.get("ref")
    state = ProjectState(random_id(), ref, values["name"], values["cost_code"], values=values)
    book.projects[ref] = state
    book.plan.rows["projects"].append(
        {"id": state.id, "ref": ref, **values, "since": book.on, "import_batch_id": book.batch_id}
    )
    book.say(table, record, Fate.CREATED, f"The project {state.name} begins.")


def _changed(known: ProjectState, record: Record) -> dict[str, object]:
    return {
        name: record.get(name)
        for name in _FIELDS
        if record.get(name) is not None and record.get(name) != known.values[name]
    }


def _compare(book: Book, table: Table, record: Record, known: ProjectState) -> None:
    changes = _changed(known, record)
    if "cost_code" in changes and known.has_money:
        sentence = "Claims rest on this project's cost code, so it cannot change here. Change it on its page."
        book.refuse(table, record, "cost_code", sentence)
    elif changes:
        if "cost_code" in changes and known.cost_split:
            changes["cost_split"] = None
        known.values.update(changes)
        book.plan.changes["projects", known.id] = changes
        book.say(table, record, Fate.UPDATED, f"{known.name}: {_listed(changes)} would change.")
    else:
        book.say(table, record, Fate.MATCHED, f"{known.name} is there already.")


def _listed(changes: dict[str, object]) -> str:
    return ", ".join(name.replace("_", " ") for name in changes)

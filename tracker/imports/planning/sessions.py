"""Rows of sessions: logged, matched by reference, or changed while no money rests on them."""

from __future__ import annotations

from datetime import time
from typing import Any

from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import ProjectState, SessionState
from tracker.permissions import Permission
from tracker.sessions.models import Mode

_FIELDS = ("start", "end", "title", "stage", "mode", "level", "service_user_activity")
# A claim says when the work was done, for how long, and whether it was service user involvement.
_MONEY_RESTS_ON = frozenset({"date", "start", "end", "service_user_activity"})


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of sessions."""
    seen: dict[str, int] = {}
    book.each(table, lambda record: _plan_row(book, record, seen))


def _plan_row(book: Book, record: Record, seen: dict[str, int]) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    ref = record.get("ref")
    first = seen.setdefault(ref, record.row)
    if first != record.row:
        raise Invalid(f"This reference stands in row {first} already. Keep one row.", field="ref")
    project = book.project_of(record.get("project_ref"), Permission.IMPORT_REGISTERS)
    known = book.sessions.get(ref)
    if known is None:
        return _log(book, record, project)
    if known.project.id != project.id:
        raise Invalid(
            "This reference belongs to a session of another project. Choose a different one.", field="ref"
        )
    return _compare(book, record, known)


def _log(book: Book, record: Record, project: ProjectState) -> tuple[Fate, str]:
    held_on, start, end = record.get("date"), record.get("start"), record.get("end")
    _refuse_times(start, end)
    title = record.get("title") or f"Session on {held_on.day} {held_on:%B %Y}"
    state = SessionState(
        random_id(), record.get("ref"), project, held_on, title, start, end, minutes_between(start, end)
    )
    add(
        book,
        state,
        stage=book.list_word("stage", record.get("stage")),
        level=book.list_word("level", record.get("level")),
        mode=record.get("mode") or Mode.IN_PERSON,
        service_user_activity=record.get("service_user_activity"),
    )
    return Fate.CREATED, f"{title} is logged."


def add(book: Book, state: SessionState, **values: Any) -> None:
    """Plan a new session."""
    book.sessions[state.ref] = state
    book.plan.rows["sessions"].append(
        {
            "id": state.id,
            "ref": state.ref,
            "project_id": state.project.id,
            "held_on": state.held_on,
            "start": state.start,
            "end": state.end,
            "minutes": state.minutes,
            "title": state.title,
            "stage": None,
            "mode": Mode.IN_PERSON,
            "level": None,
            "service_user_activity": None,
            **values,
            "logged_by_id": book.actor.user_id,
            "import_batch_id": book.batch_id,
        }
    )


def minutes_between(start: time | None, end: time | None) -> int | None:
    """How long it lasted, where both times are known."""
    if start is None or end is None:
        return None
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def _refuse_times(start: time | None, end: time | None) -> None:
    if end is not None and start is None:
        raise Invalid("Enter the time it started as well.", field="start")
    if start is not None and end is not None and end <= start:
        raise Invalid("Enter an end later than the start. Log work past midnight as two days.", field="end")


def _compare(book: Book, record: Record, known: SessionState) -> tuple[Fate, str]:
    changes = {
        name: record.get(name)
        for name in ("date", *_FIELDS)
        if record.get(name) is not None and record.get(name) != known.values[name]
    }
    if not changes:
        return Fate.MATCHED, f"{known.title} is there already."
    resting = sorted(_MONEY_RESTS_ON & set(changes))
    if resting and known.has_money:
        raise Invalid(
            "Money rests on this session, so this cannot change here. Correct the claim first.",
            field=resting[0],
        )
    start, end = changes.get("start", known.start), changes.get("end", known.end)
    _refuse_times(start, end)
    _change(book, known, changes)
    said = ", ".join(name.replace("_", " ") for name in changes)
    return Fate.UPDATED, f"{known.title}: {said} would change."


def _change(book: Book, known: SessionState, changes: dict[str, Any]) -> None:
    book.list_word("stage", changes.get("stage"))
    book.list_word("level", changes.get("level"))
    known.values.update(changes)
    known.held_on = changes.get("date", known.held_on)
    known.start, known.end = changes.get("start", known.start), changes.get("end", known.end)
    stored = {("held_on" if name == "date" else name): value for name, value in changes.items()}
    if {"start", "end"} & set(changes):
        known.minutes = minutes_between(known.start, known.end) or known.minutes
        stored["minutes"] = known.minutes
    book.plan.changes["sessions", known.id] = stored

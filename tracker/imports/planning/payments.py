"""Rows of payments made before this system: ledger entries "paid elsewhere", without claim or receipt."""

from __future__ import annotations

from collections import Counter

from tracker.clock import now
from tracker.db import random_id
from tracker.imports.headers import Record, Table
from tracker.imports.planning.attendance import unknown_person, unknown_session
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import PaymentKey, Person, SessionState
from tracker.payments.models import LineKind
from tracker.payments.run_models import EntryKind
from tracker.permissions import Permission

Trouble = tuple[str | None, str]


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of payments; of rows alike in all cells, as many are new as are not there yet."""
    counted: Counter[PaymentKey] = Counter()
    for record in table.records:
        if problem := _plan_row(book, table, record, counted):
            book.refuse(table, record, *problem)


def _plan_row(book: Book, table: Table, record: Record, counted: Counter[PaymentKey]) -> Trouble | None:
    """Plan one row; or the column and the sentence that refuse it."""
    person = book.people.get(record.get("person_ref"))
    permission = _permission(book)
    if permission is None:
        return None, book.lacks(Permission.LOG_CLAIMS) or ""
    if person is None or not book.sees(permission, person):
        return "person_ref", unknown_person(record.get("person_ref"))
    involvement = None
    if ref := record.get("session_ref"):
        involvement = book.sessions.get(ref)
        if involvement is None or not book.actor.may(permission, involvement.project.id):
            return "session_ref", unknown_session(ref)
    if record.get("paid_on") > book.on:
        return "paid_on", "Enter the day it was paid: it cannot be after today."
    kind = record.get("kind") or LineKind.FEE
    if record.get("kind") is None:
        book.plan.note("Payments that do not say what they were for are counted as fees.")
    _enter(book, table, record, person, involvement, kind, counted)
    return None


def _permission(book: Book) -> Permission | None:
    """What lets the importer tell of past payments: writing claims down, or paying them."""
    held = (Permission.PREPARE_RUNS, Permission.LOG_CLAIMS)
    return next((permission for permission in held if book.actor.may(permission)), None)


def _enter(
    book: Book,
    table: Table,
    record: Record,
    person: Person,
    involvement: SessionState | None,
    kind: LineKind,
    counted: Counter[PaymentKey],
) -> None:
    pence, method, paid_on = record.get("amount"), record.get("method"), record.get("paid_on")
    session_id = involvement.id if involvement else None
    key = PaymentKey(person.id, paid_on, kind, pence, method, session_id, record.get("minutes"))
    counted[key] += 1
    said = f"{person.name}, {pence.pounds()} paid on {paid_on.day} {paid_on:%B %Y}"
    if counted[key] <= book.payments[key]:
        book.say(table, record, Fate.MATCHED, f"{said}: there already.")
        return
    book.plan.rows["ledger"].append(
        {
            "id": random_id(),
            "kind": EntryKind.PAID_ELSEWHERE,
            "pence": pence,
            "on_date": paid_on,
            "line_kind": kind,
            "method": method,
            "participant_id": person.id,
            "project_id": involvement.project.id if involvement else None,
            "involvement_session_id": session_id,
            "minutes": record.get("minutes"),
            "import_batch_id": book.batch_id,
            "recorded_at": now(),
            "recorded_by_id": book.actor.user_id,
        }
    )
    book.say(table, record, Fate.CREATED, f"{said}.")

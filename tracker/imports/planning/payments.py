"""Rows of payments made before this system: ledger entries "paid elsewhere", without claim or receipt."""

from __future__ import annotations

from collections import Counter

from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import PaymentKey, Person
from tracker.money import ZERO
from tracker.payments.models import LineKind
from tracker.payments.run_models import EntryKind
from tracker.permissions import Permission


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of payments.

    Of rows alike in all cells, as many are new as are not there yet.
    """
    counted: Counter[PaymentKey] = Counter()
    book.each(table, lambda record: _plan_row(book, record, counted))


def _plan_row(book: Book, record: Record, counted: Counter[PaymentKey]) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    needed = permission(book)
    person = book.person_of(record.get("person_ref"), needed)
    ref = record.get("session_ref")
    involvement = book.session_of(ref, needed) if ref else None
    pence, paid_on = record.get("amount"), record.get("paid_on")
    if paid_on > book.on:
        raise Invalid("Enter the day it was paid: it cannot be after today.", field="paid_on")
    if record.get("kind") is None:
        book.plan.note("Payments that do not say what they were for are counted as fees.")
    key = PaymentKey(
        person.id,
        paid_on,
        record.get("kind") or LineKind.FEE,
        pence,
        record.get("method"),
        involvement.id if involvement else None,
        record.get("minutes"),
    )
    return settle(book, key, counted, person, involvement.project.id if involvement else None)


def settle(
    book: Book, key: PaymentKey, counted: Counter[PaymentKey], person: Person, project_id: int | None
) -> tuple[Fate, str]:
    """Plan one payment, unless as many of its sort are there as `counted` has met by now."""
    counted[key] += 1
    pounds = f"{(-key.pence).pounds()} paid back" if key.pence < ZERO else f"{key.pence.pounds()} paid"
    said = f"{person.name}, {pounds} on {key.paid_on.day} {key.paid_on:%B %Y}"
    if counted[key] <= book.payments[key]:
        return Fate.MATCHED, f"{said}: there already."
    _enter(book, key, project_id)
    return Fate.CREATED, f"{said}."


def permission(book: Book) -> Permission:
    """What lets the importer tell of past payments: paying claims, or writing them down. Raises Invalid."""
    if book.actor.may(Permission.PREPARE_RUNS):
        return Permission.PREPARE_RUNS
    book.demand(Permission.LOG_CLAIMS)
    return Permission.LOG_CLAIMS


def _enter(book: Book, key: PaymentKey, project_id: int | None) -> None:
    book.plan.rows["ledger"].append(
        {
            "id": random_id(),
            "kind": EntryKind.PAID_ELSEWHERE,
            "pence": key.pence,
            "on_date": key.paid_on,
            "line_kind": key.kind,
            "method": key.method,
            "participant_id": key.person,
            "project_id": project_id,
            "involvement_session_id": key.session,
            "minutes": key.minutes,
            "import_batch_id": book.batch_id,
            "recorded_by_id": book.actor.user_id,
        }
    )

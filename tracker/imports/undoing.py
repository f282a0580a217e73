"""Undo an import whole, as long as nothing rests on what it brought in and nobody has changed any of it.

What a row is and what rests on it is read from the tables themselves, so that a new kind of row is covered.
Payments alone are not deleted: the ledger is never changed, and has entries against them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Table, delete, func, select
from sqlalchemy.exc import IntegrityError

from tracker.audit.services import record
from tracker.db import Base, db
from tracker.errors import Refused
from tracker.imports import undoing_payments
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import ExpenseCategory, ImportBatch, Word

_BATCH = "import_batch_id"
# Lists stay: others may use a word by now, and a word that nobody uses does no harm.
_STAY = (Word.__tablename__, ExpenseCategory.__tablename__)
# Bank details that came in ended those before them.
_ENDED_OTHERS = "payee_version"
# What people call the rows of a table, where its name does not say it.
_CALLED = {
    "project_person": "places in a project",
    "involvement_session": "sessions",
    "attendance": "places in a session",
    "claim_line": "lines of claims",
    "payee_version": "bank details",
    "participant": "people",
    "circumstances": "what people told",
    "benefit_declaration": "benefits that people told of",
    "check": "checks",
    "ledger_entry": "payments made before",
    "goes_by": "names and references by which sheets call people",
    "person_merge": "records that were put together",
    "two_people": "notes that two people are not one",
}


def imported(batch: ImportBatch) -> dict[str, int]:
    """How many rows of each kind an import brought in and would take back, by what people call them."""
    counts = {table.name: _count(table, batch) for table in _tables()}
    return {_called(name): number for name, number in counts.items() if number}


def obstacle(batch: ImportBatch) -> str | None:
    """Why an import can no longer be undone, as a sentence; None while it can."""
    if batch.undone_on is not None:
        return "This import was undone already."
    if batch.summary.get("changed"):
        return "It changed what was here before, and what stood there is not kept: change it by hand."
    return next(_obstacles(batch), None)


def undo(*, actor: Actor, on: date, batch: ImportBatch) -> None:
    """Take back everything that an import brought in, lists excepted; the record that it took place stays.

    The ledger keeps its payments, each beside an entry against it, and for their sake records without a name.

    Raises Refused with the first obstacle, and where something came to rest on it this very moment.
    """
    if why := obstacle(batch):
        raise Refused(why, code="not-to-undo")
    taken = imported(batch)
    undoing_payments.take_back(actor=actor, on=on, batch=batch)
    try:
        _delete(batch)
    except IntegrityError:
        raise Refused("Something was added to what came in a moment ago. Look again.", code="stale") from None
    db.session.expire_all()
    batch.undone_on = on
    db.session.flush()
    record(actor, "undid-import", batch, values={"rows": sum(taken.values())})


def _delete(batch: ImportBatch) -> None:
    for table in reversed(_tables()):
        if table.name == LedgerEntry.__tablename__:
            continue
        here = delete(table).where(table.c[_BATCH] == batch.id)
        if table.name == Participant.__tablename__:
            here = here.where(~undoing_payments.is_paid(batch))
        db.session.execute(here)
    db.session.flush()


def _tables() -> list[Table]:
    """The tables that an import writes and its undoing empties, those first that others rest on."""
    return [table for table in Base.metadata.sorted_tables if _BATCH in table.c and table.name not in _STAY]


def _obstacles(batch: ImportBatch) -> Iterator[str]:
    yield from undoing_payments.obstacles(batch)
    for table in _tables():
        here = _count(table, batch)
        if here and table.name == _ENDED_OTHERS:
            yield f"It brought in {_called(table.name)}, which are never taken away: put them right singly."
        if here and "version" in table.c and _count(table, batch, table.c.version > 1):
            yield f"Some of the {_called(table.name)} that came in were changed since."
    for table in Base.metadata.sorted_tables:
        if _resting(table, batch):
            yield f"Other {_called(table.name)} rest on what came in."


def _count(table: Table, batch: ImportBatch, *conditions: object) -> int:
    rows = select(func.count()).select_from(table).where(table.c[_BATCH] == batch.id, *conditions)  # type: ignore[arg-type]
    return db.session.scalar(rows) or 0


def _resting(table: Table, batch: ImportBatch) -> bool:
    """Whether rows of a table that the import did not bring in point to rows that it did."""
    ours = {other.name: other for other in _tables()}
    for key in table.foreign_keys:
        parent = ours.get(key.column.table.name)
        if parent is None:
            continue
        came = select(key.column).where(parent.c[_BATCH] == batch.id)
        pointing = select(func.count()).select_from(table).where(key.parent.in_(came))
        if table.name in ours:
            pointing = pointing.where(table.c[_BATCH].is_distinct_from(batch.id))
        if db.session.scalar(pointing):
            return True
    return False


def _called(name: str) -> str:
    return _CALLED.get(name, f"{name.replace('_', ' ')}s")

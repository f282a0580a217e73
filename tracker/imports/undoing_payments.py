"""Take back the payments of an import: the ledger keeps each beside an entry against it, on the same day.

So whoever they went to stays as a record without a name. What else came with them is deleted as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.money import ZERO
from tracker.payments import ledger
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.people.emptying import empty
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import ImportBatch, Project
from tracker.projects.one_person import stands_for
from tracker.sessions.models import InvolvementSession


def obstacles(batch: ImportBatch) -> Iterator[str]:
    """What stops the payments of an import from being taken back, as sentences."""
    if _exist(_entries(batch).where(LedgerEntry.involvement_session_id.in_(_of(InvolvementSession, batch)))):
        yield "It brought in payments together with their sessions, which the ledger names from now on."
    if _exist(_entries(batch).where(LedgerEntry.project_id.in_(_of(Project, batch)))):
        yield "It brought in payments together with their projects, which the ledger names from now on."
    if _exist(_paid_back_since(batch)):
        yield "Money that was paid back rests on the payments that came in."


def take_back(*, actor: Actor, on: date, batch: ImportBatch) -> None:
    """Reverse the payments that an import brought in, and empty the people of its own to whom they went."""
    own = select(Participant).where(Participant.import_batch_id == batch.id, is_paid(batch))
    ledger.take_back_import(actor=actor, batch_id=batch.id)
    empty(db.session.scalars(own), on=on)


def is_paid(batch: ImportBatch) -> ColumnElement[bool]:
    """Whether the ledger names a person for a payment of the import, so that their record stays."""
    paid = select(LedgerEntry.participant_id).where(LedgerEntry.import_batch_id == batch.id)
    return Participant.id.in_(paid)


def _entries(batch: ImportBatch) -> Select[LedgerEntry]:
    return select(LedgerEntry).where(LedgerEntry.import_batch_id == batch.id)


def _of(model: type[InvolvementSession | Project], batch: ImportBatch) -> Select[int]:
    return select(model.id).where(model.import_batch_id == batch.id)


def _paid_back_since(batch: ImportBatch) -> Select[LedgerEntry]:
    """Refunds of other imports to the people whom this one paid: they were held against what was paid."""
    paid = aliased(LedgerEntry)
    people = select(stands_for(paid.participant_id)).where(paid.import_batch_id == batch.id)
    return select(LedgerEntry).where(
        stands_for(LedgerEntry.participant_id).in_(people),
        LedgerEntry.kind == EntryKind.PAID_ELSEWHERE,
        LedgerEntry.pence < ZERO,
        LedgerEntry.import_batch_id.is_distinct_from(batch.id),
        ledger.stands(),
    )


def _exist(asked: Select[LedgerEntry]) -> bool:
    return db.session.scalars(asked.limit(1)).first() is not None

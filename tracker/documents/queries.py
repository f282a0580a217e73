"""Read documents, within the viewer's projects.

A payment may bring together what a person is owed by several projects. Its receipt is shown to those who may
see receipts in every one of them, so that no lead learns here what another project paid.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.documents.kinds import receipt
from tracker.documents.models import Document
from tracker.errors import NotFound
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentClaim, PayRun
from tracker.permissions import Actor, Permission
from tracker.web.pagination import PAGE_SIZE, Page, cursor_parts, page_of

Asked = TypeVar("Asked", bound="Select[*tuple[Any, ...]]")


def receipts(viewer: Actor, *, run_id: int | None = None, after: str | None = None) -> Page[Document]:
    """Receipts, the newest number first; of one pay run if it is named."""
    asked = (
        _visible(select(Document), viewer)
        .where(Document.kind == receipt.KIND)
        .options(joinedload(Document.participant), joinedload(Document.payment))
        .order_by(Document.number.desc())
        .limit(PAGE_SIZE + 1)
    )
    if run_id is not None:
        asked = asked.where(Document.payment_id.in_(_payments_of(run_id)))
    parts = cursor_parts(after, 1)
    if parts is not None:
        asked = asked.where(Document.number < parts[0])
    return page_of(db.session.scalars(asked).all(), lambda document: (document.number,))


def document(viewer: Actor, document_id: int) -> Document:
    """A document that the viewer may see. Raises NotFound."""
    return _only(_visible(select(Document), viewer).where(Document.id == document_id))


def receipt_of(viewer: Actor, payment_id: int) -> Document:
    """The receipt of a payment. Raises NotFound."""
    return _only(_visible(select(Document), viewer).where(Document.payment_id == payment_id))


def run(viewer: Actor, run_id: int) -> PayRun:
    """A pay run with receipts that the viewer may see. Raises NotFound."""
    found = db.session.get(PayRun, run_id)
    if found is None or not receipts(viewer, run_id=run_id).rows:
        raise NotFound("There is no such pay run.")
    return found


def drawn(viewer: Actor, run_id: int) -> tuple[int, int]:
    """How many of a run's receipts have their PDF, and how many there are."""
    asked = select(func.count(Document.sha256), func.count(Document.id))
    row = db.session.execute(
        _visible(asked, viewer).where(Document.payment_id.in_(_payments_of(run_id)))
    ).one()
    return row[0], row[1]


def _payments_of(run_id: int) -> Select[int]:
    return select(Payment.id).where(Payment.run_id == run_id)


def _only(asked: Select[Document]) -> Document:
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _visible(asked: Asked, viewer: Actor) -> Asked:
    scope = viewer.projects(Permission.SEE_RECEIPTS)
    return asked if scope is None else asked.where(_paid_for(), ~_paid_for(Claim.project_id.not_in(scope)))


def _paid_for(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the document's payment pays a claim that meets the conditions."""
    return (
        select(PaymentClaim.claim_id)
        .join(Claim, Claim.id == PaymentClaim.claim_id)
        .where(PaymentClaim.payment_id == Document.payment_id, *conditions)
        .exists()
    )

"""Read documents, within the viewer's projects and by the permission that each kind asks for.

A payment may bring together what a person is owed by several projects. Its receipt is shown to those who may
see receipts in every one of them, so that no lead learns here what another project paid. A paper that speaks
of every project is shown to those who see all.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import joinedload

from tracker.db import db, within
from tracker.documents import kinds
from tracker.documents.kinds import receipt
from tracker.documents.models import Document
from tracker.errors import NotFound
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentClaim, PayRun
from tracker.permissions import Actor
from tracker.projects import one_person
from tracker.web.pagination import PAGE_SIZE, Page, cursor_moment, cursor_parts, page_of


def receipts(viewer: Actor, *, run_id: int | None = None, after: str | None = None) -> Page[Document]:
    """Receipts, the newest number first; of one pay run if it is named."""
    asked = (
        select(Document)
        .where(_is_receipt_of(viewer))
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
    return _only(select(Document).where(Document.id == document_id, visible(viewer)))


def of_person(
    viewer: Actor, participant_id: int, *, after: str | None = None, size: int = PAGE_SIZE
) -> Page[Document]:
    """The papers of a person that the viewer may see, the newest first."""
    asked = (
        select(Document)
        .where(one_person.of_person(Document.participant_id, participant_id), visible(viewer))
        .order_by(Document.issued_at.desc(), Document.id.desc())
        .limit(size + 1)
    )
    if (start := cursor_moment(after)) is not None:
        asked = asked.where(tuple_(Document.issued_at, Document.id) < start)
    rows = db.session.scalars(asked).all()
    return page_of(rows, lambda paper: (paper.issued_at.isoformat(), str(paper.id)), size)


def numbered(viewer: Actor, participant_id: int, kind: str, number: str) -> Document:
    """A person's paper by its kind and number, if the viewer may see it. Raises NotFound."""
    return _only(
        select(Document).where(
            one_person.of_person(Document.participant_id, participant_id),
            Document.kind == kind,
            Document.number == number,
            visible(viewer),
        )
    )


def replacement(document: Document) -> Document | None:
    """The paper that was issued in place of this one, which whoever sees this one may see too."""
    return db.session.scalars(select(Document).where(Document.replaces_id == document.id)).one_or_none()


def receipt_of(viewer: Actor, payment_id: int) -> Document:
    """The receipt of a payment. Raises NotFound."""
    return _only(select(Document).where(Document.payment_id == payment_id, _is_receipt_of(viewer)))


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
        asked.where(Document.payment_id.in_(_payments_of(run_id)), _is_receipt_of(viewer))
    ).one()
    return row[0], row[1]


def _payments_of(run_id: int) -> Select[int]:
    return select(Payment.id).where(Payment.run_id == run_id)


def _only(asked: Select[Document]) -> Document:
    found = db.session.scalars(asked).one_or_none()
    if found is None:
        raise NotFound("There is no such document.")
    return found


def visible(viewer: Actor) -> ColumnElement[bool]:
    """Of documents: those whose kind, and whose project, the viewer may see."""
    others = (
        and_(Document.kind == code, within(Document.project_id, viewer.projects(kind.SEEN_WITH)))
        for code, kind in kinds.on_request().items()
    )
    return or_(_is_receipt_of(viewer), *others)


def _is_receipt_of(viewer: Actor) -> ColumnElement[bool]:
    """Of documents: the receipts that the viewer may see."""
    scope = viewer.projects(receipt.SEEN_WITH)
    theirs = true() if scope is None else and_(_paid_for(), ~_paid_for(Claim.project_id.not_in(scope)))
    return and_(Document.kind == receipt.KIND, theirs)


def _paid_for(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the document's payment pays a claim that meets the conditions."""
    return (
        select(PaymentClaim.claim_id)
        .join(Claim, Claim.id == PaymentClaim.claim_id)
        .where(PaymentClaim.payment_id == Document.payment_id, *conditions)
        .exists()
    )

"""Issue documents: freeze what they say, and ask for the PDF to be drawn. The PDF, once stored, stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker import wording
from tracker.audit.services import record
from tracker.db import db
from tracker.documents.kinds import receipt
from tracker.documents.models import Document
from tracker.errors import Refused
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.jobs import services as jobs
from tracker.jobs.models import Job, JobState
from tracker.payments.run_models import Payment
from tracker.people.models import DocumentFormat, Participant
from tracker.permissions import SYSTEM, Actor

DRAW = "draw-documents"
# So many documents share a job: few enough that two workers share a run of payments between them.
_IN_ONE_JOB = 50

# The layouts that exist; whoever asked for another gets the one nearest to it.
_LAYOUTS = {
    DocumentFormat.STANDARD: "standard",
    DocumentFormat.LARGE_PRINT: "large-print",
    DocumentFormat.EASY_READ: "large-print",
    DocumentFormat.TEXT: "standard",
}


def receipt_when_paid(payments: Sequence[Payment], actor: Actor, on: date) -> None:
    """The hook of `payments.paying.when_paid`: every payment marked as paid gets its receipt."""
    known = receipt.known(payments)
    for payment in payments:
        _issue_receipt(payment, known, actor, on)


def _issue_receipt(payment: Payment, known: receipt.Known, actor: Actor, on: date) -> Document:
    """Freeze the receipt of a payment, in the transaction that marks it as paid and gives it its number."""
    if payment.receipt_number is None:
        raise ValueError("a receipt needs the payment's receipt number")
    document = Document(
        kind=receipt.KIND,
        number=payment.receipt_number,
        participant=payment.participant,
        payment_id=payment.id,
        content=receipt.content(payment, known),
        language=usual_language(payment.participant),
        format=usual_layout(payment.participant),
    )
    return issue(document, actor, on, verb="issued-receipt", values={"pence": payment.pence.pence})


def usual_layout(person: Participant) -> str:
    """The layout, of those that exist, that is nearest to what a person reads best."""
    return _LAYOUTS[person.format]


def usual_language(person: Participant) -> str:
    """The language, of those that we have, that a person's papers are written in."""
    return wording.nearest(person.language)


def issue(
    document: Document, actor: Actor, on: date, *, verb: str = "issued-document", values: dict[str, Any]
) -> Document:
    """Put a document on record as issued today, and ask for its PDF."""
    document.issued_on, document.issued_by_id = on, actor.user_id
    db.session.add(document)
    db.session.flush()
    record(actor, verb, document, values={"number": document.number} | values)
    ask_to_draw(actor=actor, document=document)
    return document


def ask_to_draw(*, actor: Actor, document: Document) -> Job:
    """Ask for the PDF; documents issued together share jobs. Raises Refused when the PDF is there."""
    if document.sha256 is not None:
        raise Refused("This document has its PDF already, and a document once issued is never made anew.")
    document.problem = None
    waiting = db.session.scalars(
        select(Job)
        .where(Job.kind == DRAW, Job.state == JobState.WAITING, Job.asked_by_id == actor.user_id)
        .where(Job.attempts == 0, Job.total < _IN_ONE_JOB)
        .order_by(Job.created_at.desc())
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if waiting is None:
        return jobs.enqueue(actor=actor, kind=DRAW, arguments={"documents": [document.id]}, total=1)
    if document.id not in waiting.arguments["documents"]:
        waiting.arguments = {"documents": [*waiting.arguments["documents"], document.id]}
        waiting.total += 1
        db.session.flush()
    return waiting


def keep_drawing(*, document_id: int, content: bytes) -> None:
    """Store the PDF of a document. If another worker was first, theirs stays: the bytes never change."""
    document = _locked(document_id)
    if document.sha256 is not None:
        return
    document.sha256 = files.store(content, files.PDF).sha256
    document.problem = None
    db.session.flush()
    record(SYSTEM, "drew-document", document, values={"number": document.number, "sha256": document.sha256})


def note_problem(*, document_id: int, sentence: str) -> None:
    """Note for staff why there is no PDF yet."""
    document = _locked(document_id)
    if document.sha256 is None:
        document.problem = sentence[:400]
        db.session.flush()


def download(*, actor: Actor, document: Document) -> bytes:
    """The stored PDF, and a note of who took it. Raises Refused while there is none."""
    if document.sha256 is None:
        raise Refused(document.problem or "The PDF is still being made. Wait a few seconds, then try again.")
    stored = db.session.get_one(StoredFile, document.sha256)
    values = {"number": document.number, "sha256": document.sha256}
    record(actor, "downloaded-document", document, values=values)
    return stored.bytes


def _locked(document_id: int) -> Document:
    return db.session.scalars(
        select(Document)
        .where(Document.id == document_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()

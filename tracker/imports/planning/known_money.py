"""What the database knows of money for the sessions and people of a file."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from sqlalchemy import select

from tracker.db import db
from tracker.imports.planning.book import Book
from tracker.imports.planning.chunks import chunks
from tracker.imports.planning.states import DraftClaim, ExpenseKey, FeeLine, OfferState, PaymentKey
from tracker.money import ZERO
from tracker.payments import ledger
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Method, Offer
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.projects.one_person import records
from tracker.sessions.models import Attendance

_ENDED = (ClaimState.REJECTED, ClaimState.WITHDRAWN)


def load_fees(book: Book, session_ids: Collection[int]) -> None:
    """The offers and the fees that stand for places in these sessions."""
    for chunk in chunks(session_ids):
        standing = (
            select(Offer)
            .join(Attendance, Offer.attendance_id == Attendance.id)
            .where(Attendance.involvement_session_id.in_(chunk))
            .order_by(Offer.number)
        )
        for offer in db.session.scalars(standing):
            book.offers[offer.attendance_id] = OfferState(
                offer.id, offer.pence, offer.answer, offer.answer_pence, offer.import_batch_id is not None
            )
        lines = (
            select(ClaimLine.attendance_id, ClaimLine.id, ClaimLine.claim_id, ClaimLine.pence, Claim.state)
            .join(Claim)
            .where(
                Claim.involvement_session_id.in_(chunk),
                ClaimLine.kind == LineKind.FEE,
                ClaimLine.attendance_id.is_not(None),
                Claim.state.not_in(_ENDED),
            )
        )
        for attendance_id, line_id, claim_id, pence, state in db.session.execute(lines):
            if attendance_id is not None:
                book.fees[attendance_id] = FeeLine(line_id, claim_id, pence, state)


def load_drafts(book: Book, session_ids: Collection[int]) -> None:
    """The open claims for these sessions; the oldest of a person is the one that lines are added to."""
    for chunk in chunks(session_ids):
        drafts = select(Claim.id, Claim.method, Claim.involvement_session_id, Claim.participant_id).where(
            Claim.involvement_session_id.in_(chunk), Claim.state == ClaimState.DRAFT
        )
        rows = db.session.execute(drafts.order_by(Claim.ref.desc())).all()
        person = records({row.participant_id for row in rows})
        for claim_id, method, session_id, record_id in rows:
            key = (session_id or 0, person[record_id], method == Method.TO_CHARITY)
            book.drafts[key] = DraftClaim(claim_id, method, new=False)


def load_expenses(book: Book, session_ids: Collection[int]) -> None:
    """How many imported expenses there are of each sort for these sessions."""
    for chunk in chunks(session_ids):
        lines = (
            select(Claim.involvement_session_id, Claim.participant_id, ClaimLine)
            .join(ClaimLine, ClaimLine.claim_id == Claim.id)
            .where(
                Claim.involvement_session_id.in_(chunk),
                ClaimLine.kind == LineKind.EXPENSE,
                ClaimLine.import_batch_id.is_not(None),
            )
        )
        rows = db.session.execute(lines).all()
        person = records({row.participant_id for row in rows})
        for session_id, record_id, line in rows:
            tenths = line.tenths_of_miles
            key = ExpenseKey(
                session_id or 0,
                person[record_id],
                line.category or "",
                line.pence if tenths is None else ZERO,
                None if tenths is None else Decimal(tenths) / 10,
                line.vehicle,
                line.receipt_seen,
            )
            book.expenses[key] += 1


def load_payments(book: Book, person_ids: Collection[int]) -> None:
    """How many imported past payments there are of each sort to these people."""
    person = records(person_ids)
    for chunk in chunks(person):
        entries = select(LedgerEntry).where(
            LedgerEntry.participant_id.in_(chunk),
            LedgerEntry.kind == EntryKind.PAID_ELSEWHERE,
            LedgerEntry.import_batch_id.is_not(None),
            ledger.stands(),
        )
        for entry in db.session.scalars(entries):
            key = PaymentKey(
                person[entry.participant_id],
                entry.on_date,
                entry.line_kind,
                entry.pence,
                entry.method,
                entry.involvement_session_id,
                entry.minutes,
            )
            book.payments[key] += 1

"""The receipt of one payment: everything it says, frozen as JSON in the transaction that marks it as paid.

Holds amounts in pence, days as ISO text and no record of ours, so that what was issued can be drawn and read
without looking anything up: payer, payee, days worked, day paid, fee and costs apart, method, bank reference,
rate used, what the person chose not to take, and a number. Nothing in it comes from a check or from what a
person told about benefits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.documents.letterhead import payer
from tracker.money import total
from tracker.payments import chosen, recipients
from tracker.payments.models import Answer, Claim, ClaimLine, LineKind, Offer, PaidTo
from tracker.payments.run_models import Payment
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions.models import Attendance, InvolvementSession

KIND = "receipt"
LABEL = "Receipt"
MEANING = "What was paid, when and for what. Every payment gets one by itself when it is marked as paid."
PART = "receipt"
BODY = "documents/pdf/receipt.html"
SEEN_WITH = Permission.SEE_RECEIPTS


@dataclass(frozen=True)
class Known:
    """What the receipts of one run share, read once: payer, words for costs, offers by person and session."""

    payer: dict[str, Any]
    categories: Mapping[str, str]
    offers: Mapping[tuple[int, int], Offer]


def known(payments: Sequence[Payment]) -> Known:
    """What the receipts of these payments rest on beside the payments themselves."""
    sessions = {claim.involvement_session_id for one in payments for claim in one.claims} - {None}
    rows = db.session.execute(
        select(Offer, Attendance.participant_id, Attendance.involvement_session_id)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .where(
            Attendance.involvement_session_id.in_(sessions),
            Attendance.participant_id.in_({one.participant_id for one in payments}),
        )
        .order_by(Offer.number)
    )
    return Known(
        payer=payer(),
        categories={category.code: category.label for category in projects.categories()},
        offers={(row.participant_id, row.involvement_session_id): row.Offer for row in rows},
    )


def content(payment: Payment, known: Known) -> dict[str, Any]:
    """What the receipt of a payment says. Call when the payment is marked as paid and has its number."""
    lines = [line for claim in payment.claims for line in claim.payable_lines]
    fees = [line for line in lines if line.kind is not LineKind.EXPENSE]
    expenses = [line for line in lines if line.kind is LineKind.EXPENSE]
    lines_total = total(line.pence for line in lines)
    ahead = total(claim.advanced for claim in payment.claims)
    categories = known.categories
    return {
        "number": payment.receipt_number,
        "payer": known.payer,
        "payee": {"name": payment.participant.name, "ref": payment.participant.ref},
        "paid_on": _iso(payment.paid_on),
        "worked": sorted({line.worked_on.isoformat() for line in lines}),
        "method": payment.method.value,
        "bank_reference": payment.bank_reference,
        "projects": sorted({claim.project.name for claim in payment.claims}),
        "fees": [_fee(line) for line in _in_order(fees)],
        "fee_total": total(line.pence for line in fees).pence,
        "expenses": [_expense(line, categories) for line in _in_order(expenses)],
        "expense_total": total(line.pence for line in expenses).pence,
        "deductions": (lines_total - ahead - payment.pence).pence,
        **({"ahead": ahead.pence} if ahead else {}),
        "total": payment.pence.pence,
        "choices": _choices(payment.claims, known),
        "provided": [
            _expense(line, categories)
            for claim in payment.claims
            for line in _in_order(claim.lines)
            if line.paid_to is PaidTo.PROVIDER
        ],
    }


def _in_order(lines: Iterable[ClaimLine]) -> list[ClaimLine]:
    return sorted(lines, key=lambda line: (line.worked_on, line.claim.ref, line.recorded_at, line.id))


def _fee(line: ClaimLine) -> dict[str, Any]:
    involvement = line.claim.involvement
    is_fee = line.kind is LineKind.FEE and involvement is not None
    return {
        "worked_on": line.worked_on.isoformat(),
        "what": involvement.title if is_fee and involvement else line.description,
        "minutes": line.minutes,
        **({"preparation_minutes": line.preparation_minutes} if line.preparation_minutes else {}),
        "rate": line.rate_label,
        "rate_pence": line.rate_pence.pence if line.rate_pence else None,
        "pence": line.pence.pence,
        "passed_to": _passed_to(line),
    }


def _expense(line: ClaimLine, categories: Mapping[str, str]) -> dict[str, Any]:
    return {
        "worked_on": line.worked_on.isoformat(),
        "what": line.description,
        "category": categories.get(line.category or "", line.category),
        "tenths_of_miles": line.tenths_of_miles,
        "rate_pence": line.rate_pence.pence if line.rate_pence else None,
        "pence": line.pence.pence,
        "passed_to": _passed_to(line),
    }


def _choices(claims: Iterable[Claim], known: Known) -> list[dict[str, Any]]:
    """What the person chose to take less of, or not at all, or to give away, of what was offered."""
    made = []
    for claim in claims:
        fee = next((line for line in claim.lines if line.kind is LineKind.FEE), None)
        offer = known.offers.get((claim.participant_id, claim.involvement_session_id or 0))
        choice = chosen.choice_on(fee, offer)
        if choice is not None and choice.answer is not Answer.FULL and claim.involvement is not None:
            made.append(_choice(choice, claim.involvement))
    return made


def _choice(choice: chosen.Choice, involvement: InvolvementSession) -> dict[str, Any]:
    return {
        "answer": str(choice.answer),
        "title": involvement.title,
        "held_on": involvement.held_on.isoformat(),
        "offered": choice.offered.pence,
        "taken": choice.taken.pence,
        "charity": choice.charity,
    }


def _passed_to(line: ClaimLine) -> str | None:
    """Who got it for the person, where somebody else did."""
    return line.paid_to_name or (line.claim.recipient if recipients.is_for_another(line.claim) else None)


def _iso(day: Any) -> str:
    if day is None:
        raise ValueError("a receipt is for a payment that was made: it needs the day it was paid")
    return str(day.isoformat())

"""What was paid to a person, as statements and letters freeze it: payment by payment, fee and expenses apart.

Only a payment that stands counts. One that came back is listed by itself, from the ledger, since the lines of
its claims may have changed since. A round sum counts as a fee, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments import ledger
from tracker.payments.models import Claim, ClaimLine, LineKind, Method
from tracker.payments.queries import charities
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PaymentState
from tracker.periods import Period
from tracker.projects import queries as projects
from tracker.projects.one_person import of_person
from tracker.sessions.models import Attendance, InvolvementSession

Frozen = dict[str, Any]
_CAME_BACK = (PaymentState.FAILED, PaymentState.RETURNED)


def paid(participant_id: int, project_id: int | None, period: Period) -> list[Frozen]:
    """The payments that a person was paid within some days, oldest first; of one project if it is named."""
    made = _payments(participant_id, project_id, (PaymentState.PAID,))
    within_days = made.where(Payment.paid_on.between(period.start, period.end))
    return frozen(db.session.scalars(within_days).unique().all(), project_id)


def paid_for_work(participant_id: int, project_id: int, period: Period) -> list[Frozen]:
    """The same for what a person did within some days, whenever it was paid."""
    worked = (
        select(ClaimLine.claim_id)
        .where(ClaimLine.worked_on.between(period.start, period.end), ClaimLine.claim_id == Claim.id)
        .exists()
    )
    made = _payments(participant_id, project_id, (PaymentState.PAID,)).where(Payment.claims.any(worked))
    return frozen(db.session.scalars(made).unique().all(), project_id, period)


def frozen(payments: Iterable[Payment], project_id: int | None, worked: Period | None = None) -> list[Frozen]:
    """Payments as paper sets them out, less what is of another project or of other days' work."""
    labels = {category.code: category.label for category in projects.categories()}
    found = []
    for payment in payments:
        lines = [
            line
            for claim in payment.claims
            for line in claim.payable_lines
            if project_id in {None, claim.project_id} and (worked is None or line.worked_on in worked)
        ]
        if lines:
            ahead = _ahead(payment, project_id) if worked is None else ZERO
            found.append(_payment(payment, rows_of(lines, labels), ahead))
    return found


def _payments(participant_id: int, project_id: int | None, states: Sequence[PaymentState]) -> Any:
    asked = (
        select(Payment)
        .where(of_person(Payment.participant_id, participant_id), Payment.state.in_(states))
        .options(
            selectinload(Payment.claims).options(
                selectinload(Claim.lines)
                .selectinload(ClaimLine.attendance)
                .joinedload(Attendance.involvement),
                joinedload(Claim.involvement),
            )
        )
        .order_by(Payment.paid_on, Payment.receipt_number, Payment.id)
    )
    return asked if project_id is None else asked.where(Payment.claims.any(Claim.project_id == project_id))


def _ahead(payment: Payment, project_id: int | None) -> Money:
    """What of a payment's costs the person had before, so that less reached them on its day."""
    return total(claim.advanced for claim in payment.claims if project_id in {None, claim.project_id})


def _payment(payment: Payment, rows: list[Frozen], ahead: Money) -> Frozen:
    return {
        **({"ahead": ahead.pence} if ahead else {}),
        "paid_on": payment.paid_on.isoformat() if payment.paid_on else None,
        "method": payment.method.value,
        "receipt": payment.receipt_number,
        "recipient": payment.recipient,
        "charity": _charity(payment),
        "before": False,
        "rows": rows,
        "fee": sum(row["fee"] for row in rows),
        "expenses": sum(row["expenses"] for row in rows),
    }


def _charity(payment: Payment) -> str | None:
    """Which charity got it, as the person chose; None where the person got it themselves."""
    if payment.method is not Method.TO_CHARITY:
        return None
    chosen = charities([claim.id for claim in payment.claims])
    return ", ".join(sorted(set(chosen.values())))


def rows_of(lines: Iterable[ClaimLine], labels: Mapping[str, str]) -> list[Frozen]:
    """One row for each day and thing worked on: its fee, its expenses, and what each expense was."""
    rows: dict[tuple[str, str], Frozen] = {}
    for line in sorted(lines, key=lambda line: (line.worked_on, line.kind is LineKind.EXPENSE, line.id)):
        involvement = line.claim.involvement
        what = involvement.title if involvement else line.description
        worked_on = line.worked_on.isoformat()
        row = rows.setdefault((worked_on, what), _empty_row(worked_on, what))
        if line.kind is LineKind.EXPENSE:
            row["expenses"] += line.pence.pence
            row["items"].append(
                {
                    "what": labels.get(line.category or "", line.category),
                    "pence": line.pence.pence,
                    "passed_to": line.paid_to_name,
                }
            )
        else:
            row["fee"] += line.pence.pence
            row["minutes"] = (row["minutes"] or 0) + line.minutes if line.minutes else row["minutes"]
            if line.preparation_minutes:
                row["preparation_minutes"] = line.preparation_minutes
    return list(rows.values())


def _empty_row(worked_on: str | None, what: str | None) -> Frozen:
    return {"worked_on": worked_on, "what": what, "minutes": None, "fee": 0, "expenses": 0, "items": []}


def came_back(participant_id: int, project_id: int | None, period: Period) -> list[Frozen]:
    """Payments sent within some days that did not reach the person: when, when they came back, how much."""
    sent = _payments(participant_id, project_id, _CAME_BACK)
    found = []
    for payment in db.session.scalars(sent.where(Payment.paid_on.between(period.start, period.end))).unique():
        sums = _entered(payment, project_id)
        found.append(
            {
                "paid_on": payment.paid_on.isoformat(),
                "ended_on": payment.ended_on.isoformat() if payment.ended_on else None,
                "receipt": payment.receipt_number,
                "fee": sums.get(LineKind.FEE, 0) + sums.get(LineKind.ALLOWANCE, 0),
                "expenses": sums.get(LineKind.EXPENSE, 0),
            }
        )
    return found


def _entered(payment: Payment, project_id: int | None) -> Mapping[LineKind, int]:
    """What the ledger entered as paid by a payment, by kind, in pence; reversals are not taken off."""
    rows = db.session.execute(
        select(LedgerEntry.line_kind, func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.payment_id == payment.id,
            LedgerEntry.kind == EntryKind.PAID,
            LedgerEntry.reverses_id.is_(None),
            within(LedgerEntry.project_id, None if project_id is None else {project_id}),
        )
        .group_by(LedgerEntry.line_kind)
    )
    return {kind: pence.pence for kind, pence in rows}


def paid_before(participant_id: int, project_id: int | None, period: Period) -> list[Frozen]:
    """Payments made before this system or outside it, with the day worked where it is known."""
    rows = db.session.execute(
        select(LedgerEntry, InvolvementSession)
        .outerjoin(InvolvementSession, LedgerEntry.involvement_session_id == InvolvementSession.id)
        .where(
            of_person(LedgerEntry.participant_id, participant_id),
            LedgerEntry.kind == EntryKind.PAID_ELSEWHERE,
            LedgerEntry.on_date.between(period.start, period.end),
            ledger.stands(),
            within(LedgerEntry.project_id, None if project_id is None else {project_id}),
        )
        .order_by(LedgerEntry.on_date, LedgerEntry.recorded_at, LedgerEntry.id)
    )
    return [_elsewhere(entry, involvement) for entry, involvement in rows]


def _elsewhere(entry: LedgerEntry, involvement: InvolvementSession | None) -> Frozen:
    worked_on, what = (involvement.held_on.isoformat(), involvement.title) if involvement else (None, None)
    kind = "expenses" if entry.line_kind is LineKind.EXPENSE else "fee"
    sums = {"fee": 0, "expenses": 0} | {kind: entry.pence.pence}
    return {
        "paid_on": entry.on_date.isoformat(),
        "method": entry.method.value if entry.method else None,
        "receipt": None,
        "recipient": None,
        "charity": None,
        "before": True,
        "rows": [_empty_row(worked_on, what) | sums | {"minutes": entry.minutes}],
        **sums,
    }

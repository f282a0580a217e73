"""Accruals: what was worked or spent by a day and not paid by it, by project and cost code.

Read from what is known today: a claim that was rejected or withdrawn since is no accrual, and a payment that
came back after the day was, on that day, paid. What a provider is paid direct is not here: the provider's
invoice is in the ledger of whoever pays it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments import ledger, owed, queries
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Offer
from tracker.payments.run_models import Payment, PaymentClaim
from tracker.permissions import Actor, Permission
from tracker.projects.coding import Coding
from tracker.projects.models import Project
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.tables import Row

HEADINGS = (
    "Worked up to",
    "Project",
    "Name",
    "Cost code",
    "Fees",
    "Expenses",
    "Total",
    "Fees on no claim yet",
)


@dataclass
class Accrual:
    """What one project owes under one cost code; `unclaimed` is the part of the fees on no claim yet."""

    project: Project
    cost_code: str | None
    fees: Money = ZERO
    expenses: Money = ZERO
    unclaimed: Money = ZERO

    @property
    def total(self) -> Money:
        """Fees and expenses together."""
        return self.fees + self.expenses


@dataclass
class Accruals:
    """The accruals of a day, and what cannot be told: places whose register was not taken, and their fees."""

    on: date
    rows: Sequence[Accrual] = ()
    places_unknown: int = 0
    unknown_up_to: Money = ZERO

    @property
    def total(self) -> Money:
        """Of all rows."""
        return total(row.total for row in self.rows)

    @property
    def table(self) -> Iterator[Row]:
        """The rows of the file, under `HEADINGS`."""
        for row in self.rows:
            about = (self.on, row.project.ref, row.project.name, row.cost_code)
            yield (*about, row.fees, row.expenses, row.total, row.unclaimed)


def accruals(viewer: Actor, on: date) -> Accruals:
    """What was worked by the end of a day and not paid by then, in the viewer's projects."""
    found: dict[tuple[int, str | None], Accrual] = {}

    def row(project: Project, code: str | None) -> Accrual:
        return found.setdefault((project.id, code), Accrual(project, code))

    asked = _claims(viewer, on)
    settled = ledger.settled(asked.with_only_columns(Claim.id), on)
    in_full = asked.options(selectinload(Claim.lines), joinedload(Claim.project))
    for claim in db.session.scalars(in_full):
        for kind, parts in _left(claim, settled, on).items():
            for code, pence in parts:
                kept = row(claim.project, code)
                if kind is LineKind.EXPENSE:
                    kept.expenses += pence
                else:
                    kept.fees += pence
    made = Accruals(on)
    for offer in _fees_on_no_claim(viewer, on):
        pays = owed.fee_owed(offer.attendance, offer)
        if offer.attendance.outcome is None or pays.pence is None:
            made.places_unknown += 1
            made.unknown_up_to += owed.agreed(offer)
        else:
            project = offer.attendance.involvement.project
            for code, pence in _parts(project.coding, pays.pence):
                kept = row(project, code)
                kept.fees += pence
                kept.unclaimed += pence
    rows = [kept for kept in found.values() if kept.total]
    made.rows = sorted(rows, key=lambda kept: (kept.project.name, kept.project.id, kept.cost_code or ""))
    return made


def _left(
    claim: Claim, settled: ledger.Settled, on: date
) -> Mapping[LineKind, Sequence[tuple[str | None, Money]]]:
    """What is owed by cost code, kind by kind: a fee paid beforehand never hides an expense that is owed.

    Each line is parted as the books part it; of what is settled in part, the rest is parted alike.
    """
    done: defaultdict[LineKind, defaultdict[str | None, Money]] = defaultdict(
        lambda: defaultdict(lambda: ZERO)
    )
    for line in claim.payable_lines:
        if line.worked_on <= on:
            for code, pence in _parts(claim.coding, line.pence):
                done[line.kind][code] += pence
    return {kind: _rest(by_code, settled.get((claim.id, kind), ZERO)) for kind, by_code in done.items()}


def _rest(by_code: Mapping[str | None, Money], settled: Money) -> Sequence[tuple[str | None, Money]]:
    left = max(total(by_code.values()) - settled, ZERO)
    if not left:
        return []
    parts = left.shared([pence.pence for pence in by_code.values()])
    return list(zip(by_code, parts, strict=True))


def _parts(coding: Coding, pence: Money) -> Sequence[tuple[str | None, Money]]:
    return coding.parts(pence) if coding else [(None, pence)]


def _claims(viewer: Actor, on: date) -> Select[Claim]:
    """Claims of which something may have been owed at the end of the day."""
    later = (
        exists()
        .where(PaymentClaim.claim_id == Claim.id, Payment.id == PaymentClaim.payment_id)
        .where(Payment.paid_on > on)
    )
    return select(Claim).where(
        or_(Claim.state.in_(queries.WAITING), and_(Claim.state == ClaimState.PAID, later)),
        within(Claim.project_id, viewer.projects(Permission.PREPARE_RUNS)),
    )


def _fees_on_no_claim(viewer: Actor, on: date) -> Sequence[Offer]:
    """The offers that stand for places in sessions up to the day, whose fee was never on a claim."""
    newer = aliased(Offer)
    return db.session.scalars(
        select(Offer)
        .join(Offer.attendance)
        .join(Attendance.involvement)
        .join(InvolvementSession.project)
        .where(
            Offer.offered_on.is_not(None),
            Offer.agreed_pence > ZERO,
            InvolvementSession.held_on <= on,
            ~exists().where(ClaimLine.attendance_id == Attendance.id, ClaimLine.kind == LineKind.FEE),
            ~exists().where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number),
            within(InvolvementSession.project_id, viewer.projects(Permission.PREPARE_RUNS)),
        )
        .options(
            contains_eager(Offer.attendance)
            .contains_eager(Attendance.involvement)
            .contains_eager(InvolvementSession.project)
        )
    ).all()

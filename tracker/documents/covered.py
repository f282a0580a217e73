"""Costs that an advance covered whole, as statements set them out: settled, without a payment."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db, within
from tracker.documents.paid import Frozen, rows_of
from tracker.payments.models import Claim, ClaimState
from tracker.periods import Period
from tracker.projects import queries as projects
from tracker.projects.one_person import of_person


def covered(participant_id: int, project_id: int | None, period: Period) -> list[Frozen]:
    """A person's claims that were complete when they were approved within some days, like payments."""
    labels = {category.code: category.label for category in projects.categories()}
    found = db.session.scalars(
        select(Claim)
        .where(
            of_person(Claim.participant_id, participant_id),
            Claim.state == ClaimState.PAID,
            Claim.pay_run_id.is_(None),
            Claim.approved_on.between(period.start, period.end),
            within(Claim.project_id, None if project_id is None else {project_id}),
        )
        .options(selectinload(Claim.lines), joinedload(Claim.involvement))
        .order_by(Claim.approved_on, Claim.ref)
    )
    # Of those whose costs a provider was paid direct, nothing was the person's.
    return [_settled(claim, rows_of(claim.payable_lines, labels)) for claim in found if claim.advanced]


def _settled(claim: Claim, rows: list[Frozen]) -> Frozen:
    return {
        "paid_on": claim.approved_on.isoformat() if claim.approved_on else None,
        "method": None,
        "receipt": None,
        "recipient": None,
        "charity": None,
        "before": False,
        "covered": True,
        "rows": rows,
        "fee": sum(row["fee"] for row in rows),
        "expenses": sum(row["expenses"] for row in rows),
    }

"""The bank details that claims would be paid to today, and who entered them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select

from tracker.db import db
from tracker.payments.models import Claim, Method
from tracker.people import payee_queries
from tracker.people.models import PayeeVersion


def payee_version_id(claim: Claim) -> int | None:
    """The bank details that a bank payment of this claim would use today."""
    return payee_version_ids([claim])[claim.id]


def payee_version_ids(members: Collection[Claim]) -> Mapping[int, int | None]:
    """The same for many claims at once, by their ids."""
    by_bank = [claim for claim in members if claim.method in {Method.BANK, Method.PAYROLL}]
    newest = payee_queries.newest_payee_ids({claim.participant_id for claim in by_bank})
    return dict.fromkeys((claim.id for claim in members), None) | {
        claim.id: newest.get((claim.participant_id, claim.recipient)) for claim in by_bank
    }


def entered_by(members: Collection[Claim]) -> Mapping[int, int | None]:
    """By claim, who entered the bank details it would be paid to; None where nobody did."""
    versions = payee_version_ids(members)
    rows = db.session.execute(
        select(PayeeVersion.id, PayeeVersion.recorded_by_id).where(
            PayeeVersion.id.in_({version for version in versions.values() if version is not None})
        )
    )
    by_version = {row.id: row.recorded_by_id for row in rows}
    return {claim_id: by_version.get(version) for claim_id, version in versions.items()}

"""The lines that carry the fee of each place in a session, on claims that did not come to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select

from tracker.db import db
from tracker.payments import queries
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind

_OVER = (*queries.ENDED, ClaimState.DECLINED)


def fee_lines(attendance_ids: Collection[int | None]) -> Mapping[int, list[ClaimLine]]:
    """By place, the line that stands for the work first; a second is the rest of one handed over in part."""
    found: defaultdict[int, list[ClaimLine]] = defaultdict(list)
    rows = db.session.scalars(
        select(ClaimLine)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id.in_([one for one in attendance_ids if one is not None]),
            ClaimLine.kind == LineKind.FEE,
            Claim.state.not_in(_OVER),
        )
        .order_by(Claim.id, ClaimLine.id)
    )
    for line in rows:
        found[line.attendance_id or 0].append(line)
    for lines in found.values():
        # The rest of a fee carries no minutes of its own.
        lines.sort(key=lambda line: line.minutes == 0)
    return found

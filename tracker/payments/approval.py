"""What an approval is of: a SHA-256 over the claim as it stands, recomputed at run, release and export."""

from __future__ import annotations

import hashlib
from typing import Any

from tracker.db import canonical_json
from tracker.payments.models import Claim, ClaimLine


def approval_content(claim: Claim, payee_version_id: int | None) -> dict[str, Any]:
    """The document that is hashed: never digits of an account, only its version's id."""
    # Named only where there is one, so that what was approved before still stands.
    recipient = {"recipient": claim.recipient} if claim.recipient else {}
    split = {"cost_split": claim.cost_split} if claim.cost_split else {}
    advances = {"advances": claim.advances} if claim.advances else {}
    return {
        **recipient,
        **split,
        **advances,
        "claim": claim.id,
        "participant": claim.participant_id,
        "method": claim.method.value,
        "payee_version": payee_version_id,
        "cost_code": claim.cost_code,
        "lines": [_line(line) for line in sorted(claim.lines, key=lambda line: line.id)],
    }


def _line(line: ClaimLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "kind": line.kind.value,
        "category": line.category,
        "pence": line.pence.pence,
        "worked_on": line.worked_on.isoformat(),
        "rate": line.rate_id,
        "paid_to": line.paid_to.value,
    }


def approval_hash(claim: Claim, payee_version_id: int | None) -> str:
    """The hash of a claim with the payee version that would be paid today."""
    return hashlib.sha256(canonical_json(approval_content(claim, payee_version_id)).encode()).hexdigest()

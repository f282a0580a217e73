"""Which cost codes pay a claim, whether each pays for work of its days, and what each pays of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money
from tracker.payments import claims
from tracker.payments.models import Claim, ClaimState, LineKind
from tracker.permissions import Actor
from tracker.projects import cost_codes
from tracker.projects.coding import Coding
from tracker.projects.cost_codes import Closed, Listing

_MEND = "Change the cost code on the page of the claim, then submit again."


def closed(claim: Claim, known: Listing, coding: Coding | None = None) -> Closed | None:
    """Why a code cannot pay for what a claim holds, the first day that it cannot; None where it can.

    What a provider is paid direct is on the provider's invoice, coded there.
    """
    if not known:
        return None
    days = sorted({line.worked_on for line in claim.payable_lines})
    found = (cost_codes.closed(coding or claim.coding, on, known) for on in days)
    return next(filter(None, found), None)


def take(claim: Claim) -> None:
    """Give a claim that is submitted its codes for good: its own, or the project's where those will not do.

    Raises Refused, with the reason as its code, where neither pays for work of its days.
    """
    if not claim.coding:
        raise Refused(
            f"The project {claim.project.name} has no cost code. Ask your administrator to add one, "
            "then submit again.",
            code="no-cost-code",
        )
    known = cost_codes.listing()
    fault = closed(claim, known)
    taken = claim.coding
    if fault is not None and not closed(claim, known, claim.project.coding or taken):
        taken, fault = claim.project.coding, None
    if fault is not None:
        raise Refused(f"{fault.sentence} {_MEND}", code=fault.reason)
    _give(claim, taken)


def code(*, actor: Actor, claim: Claim, coding: Coding, version: int | None) -> Claim:
    """Have other codes pay a claim that is not approved yet. Raises Refused, Invalid, StaleVersion."""
    claim = claims.locked(claim)
    if claim.state not in {ClaimState.DRAFT, ClaimState.SUBMITTED}:
        raise Refused(
            "The cost code of a claim can change until it is approved. Ask the approver to send it back.",
            code="claim-approved",
        )
    if version is not None:
        refuse_stale(claim, version, {})
    cost_codes.must_be_listed(coding, field="coding")
    fault = closed(claim, cost_codes.listing(), coding)
    if fault is not None:
        raise Refused(fault.sentence, field="coding", code=fault.reason)
    _give(claim, coding)
    db.session.flush()
    record(actor, "coded-claim", claim, fields=["cost_code", "cost_split"])
    return claim


def _give(claim: Claim, coding: Coding) -> None:
    claim.cost_code, claim.cost_split = coding.main, coding.split


def sums(claim: Claim) -> Mapping[tuple[LineKind, str | None], Money]:
    """What each code pays of each kind, each line parted to the penny; what is nothing is left out."""
    found: defaultdict[tuple[LineKind, str | None], Money] = defaultdict(lambda: ZERO)
    for kind in LineKind:
        for line in claim.payable_lines:
            if line.kind == kind and line.pence:
                for one, part in claim.coding.parts(line.pence) if claim.coding else [(None, line.pence)]:
                    found[kind, one] += part
    return found


def advanced(claim: Claim) -> Sequence[tuple[int, str | None, Money]]:
    """What was given ahead of the expenses that each code pays: an advance's id, the code, how much."""
    costs = {code: pence for (kind, code), pence in sums(claim).items() if kind is LineKind.EXPENSE}
    found = []
    for advance_id, at_most in claim.advances or ():
        left = Money(at_most)
        for code, cost in costs.items():
            part = min(left, cost)
            if part:
                found.append((advance_id, code, part))
                left, costs[code] = left - part, cost - part
    return found


def to_pay(claim: Claim) -> Mapping[tuple[LineKind, str | None], Money]:
    """What each code pays of each kind now, without what was given ahead."""
    left = dict(sums(claim))
    for _, code, pence in advanced(claim):
        left[LineKind.EXPENSE, code] -= pence
    return {place: pence for place, pence in left.items() if pence}

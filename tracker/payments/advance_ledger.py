"""What the ledger says of advances: what was given, used for costs, came back or is asked back no more.

Given is always used, returned, written off and left together; what is left is never less than nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money
from tracker.payments import coded, ledger
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, LineKind, Method
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.permissions import Actor


@dataclass(frozen=True)
class Standing:
    """Where the money of an advance stands, after every reversal."""

    given: Money = ZERO
    used: Money = ZERO
    returned: Money = ZERO
    written_off: Money = ZERO

    @property
    def left(self) -> Money:
        """What the person still has of it: to be used, or owed back."""
        return self.given - self.used - self.returned - self.written_off


def standings(advance_ids: Collection[int]) -> Mapping[int, Standing]:
    """Where each of these advances stands, by id."""
    rows = db.session.execute(
        select(LedgerEntry.advance_id, LedgerEntry.kind, func.sum(LedgerEntry.pence))
        .where(LedgerEntry.advance_id.in_(list(advance_ids)))
        .group_by(LedgerEntry.advance_id, LedgerEntry.kind)
    )
    sums: defaultdict[int, dict[EntryKind, Money]] = defaultdict(dict)
    for advance_id, kind, pence in rows:
        sums[advance_id or 0][kind] = pence
    return {advance_id: _standing(sums[advance_id]) for advance_id in advance_ids}


def _standing(sums: Mapping[EntryKind, Money]) -> Standing:
    return Standing(
        given=sums.get(EntryKind.ADVANCE_GIVEN, ZERO),
        used=sums.get(EntryKind.ADVANCE_APPLIED, ZERO),
        returned=sums.get(EntryKind.ADVANCE_RETURNED, ZERO),
        written_off=sums.get(EntryKind.ADVANCE_WRITTEN_OFF, ZERO),
    )


def enter(
    *,
    actor: Actor,
    advance: Advance,
    kind: EntryKind,
    pence: Money,
    on_date: date,
    method: Method | None = None,
    line_kind: LineKind = LineKind.EXPENSE,
    reason: str | None = None,
) -> None:
    """Enter a movement of an advance that is of no claim."""
    ledger.enter(
        LedgerEntry(
            kind=kind,
            pence=pence,
            on_date=on_date,
            line_kind=line_kind,
            method=method or advance.method,
            participant_id=advance.participant_id,
            project_id=advance.project_id,
            cost_code=advance.project.cost_code,
            advance_id=advance.id,
            reason=reason,
            involvement_session_id=advance.involvement_session_id,
            recorded_by_id=actor.user_id,
        )
    )


def use(*, actor: Actor, on: date, claim: Claim) -> None:
    """Enter what an approved claim takes of the advances set against it, code by code.

    Raises Refused where less is left of one than the claim takes.
    """
    parts = coded.advanced(claim)
    if not parts:
        return
    for advance in locked({advance_id for advance_id, _, _ in parts}):
        theirs = [(code, pence) for advance_id, code, pence in parts if advance_id == advance.id]
        left = standings([advance.id])[advance.id].left
        if sum(pence.pence for _, pence in theirs) > left.pence:
            raise Refused(
                f"Only {left.pounds()} is left of advance {advance.ref}. Ask the project to set less of it "
                "against this claim.",
                code="advance-used-up",
            )
        ledger.enter(*(_used(actor, on, claim, advance, code, pence) for code, pence in theirs))


def _used(
    actor: Actor, on: date, claim: Claim, advance: Advance, code: str | None, pence: Money
) -> LedgerEntry:
    return LedgerEntry(
        kind=EntryKind.ADVANCE_APPLIED,
        pence=pence,
        on_date=on,
        line_kind=LineKind.EXPENSE,
        method=advance.method,
        participant_id=claim.participant_id,
        project_id=claim.project_id,
        cost_code=code,
        claim_id=claim.id,
        advance_id=advance.id,
        involvement_session_id=claim.involvement_session_id,
        recorded_by_id=actor.user_id,
    )


def give_back(*, actor: Actor, on: date, claim: Claim) -> None:
    """Take back what a claim used of advances: its approval no longer stands."""
    of_claim = LedgerEntry.claim_id == claim.id
    ledger.take_back(actor=actor, on=on, wanted=[of_claim, LedgerEntry.kind == EntryKind.ADVANCE_APPLIED])


def locked(advance_ids: Collection[int]) -> list[Advance]:
    """These advances, locked in the order of their ids (claims are locked before them)."""
    return list(
        db.session.scalars(
            select(Advance).where(Advance.id.in_(list(advance_ids))).order_by(Advance.id).with_for_update()
        )
    )

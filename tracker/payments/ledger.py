"""The append-only ledger: what was sanctioned, what was paid, what was paid before this system."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money
from tracker.payments.models import Claim, LineKind, Method
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.sessions.models import InvolvementSession


def sanction(*, actor: Actor, on: date, claim: Claim) -> None:
    """Enter an approved claim's money, one entry a kind."""
    for kind in LineKind:
        if pence := claim.total_of(kind):
            _add(_entry(actor, claim, EntryKind.SANCTIONED, kind, pence, on))


def reverse_sanction(*, actor: Actor, on: date, claim: Claim) -> None:
    """Take back the sanction of a claim that goes back to `submitted`, by reversals."""
    for entry in _unreversed(claim, EntryKind.SANCTIONED):
        reversal = _entry(actor, claim, entry.kind, entry.line_kind, -entry.pence, on)
        reversal.reverses_id = entry.id
        _add(reversal)


def pay(*, actor: Actor, payment: Payment, paid_on: date) -> None:
    """Enter a payment, claim by claim and kind by kind; the sum is the payment's."""
    entered = ZERO
    for claim in payment.claims:
        for kind in LineKind:
            if pence := claim.total_of(kind):
                entry = _entry(actor, claim, EntryKind.PAID, kind, pence, paid_on)
                entry.payment_id, entry.method = payment.id, payment.method
                _add(entry)
                entered += pence
    if entered != payment.pence:
        raise Refused(
            f"Payment {payment.number} is of {payment.pence.pounds()} but its claims add up to "
            f"{entered.pounds()}. Nothing was marked as paid: tell your administrator."
        )


def paid_elsewhere(
    *,
    actor: Actor,
    on_date: date,
    participant: Participant,
    pence: Money,
    kind: LineKind,
    method: Method | None,
    involvement: InvolvementSession | None = None,
    minutes: int | None = None,
    import_batch_id: int | None = None,
) -> LedgerEntry:
    """Enter a payment made before this system or outside it: it counts in checks, and gets no receipt."""
    entry = LedgerEntry(
        kind=EntryKind.PAID_ELSEWHERE,
        pence=pence,
        on_date=on_date,
        line_kind=kind,
        method=method,
        participant_id=participant.id,
        project_id=involvement.project_id if involvement else None,
        involvement_session_id=involvement.id if involvement else None,
        minutes=minutes,
        import_batch_id=import_batch_id,
        recorded_by_id=actor.user_id,
    )
    _add(entry)
    record(actor, "recorded-payment-made-elsewhere", entry, values={"pence": pence.pence})
    return entry


def balance(claim_ids: Iterable[int]) -> dict[EntryKind, Money]:
    """The ledger's sums for some claims, by kind of entry."""
    rows = db.session.execute(
        select(LedgerEntry.kind, func.sum(LedgerEntry.pence))
        .where(LedgerEntry.claim_id.in_(list(claim_ids)))
        .group_by(LedgerEntry.kind)
    )
    return {kind: pence or ZERO for kind, pence in rows}


def _entry(
    actor: Actor, claim: Claim, kind: EntryKind, line_kind: LineKind, pence: Money, on: date
) -> LedgerEntry:
    return LedgerEntry(
        kind=kind,
        pence=pence,
        on_date=on,
        line_kind=line_kind,
        method=claim.method,
        participant_id=claim.participant_id,
        project_id=claim.project_id,
        cost_code=claim.cost_code,
        claim_id=claim.id,
        involvement_session_id=claim.involvement_session_id,
        recorded_by_id=actor.user_id,
    )


def _unreversed(claim: Claim, kind: EntryKind) -> list[LedgerEntry]:
    reversed_ids = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.is_not(None))
    return list(
        db.session.scalars(
            select(LedgerEntry).where(
                LedgerEntry.claim_id == claim.id,
                LedgerEntry.kind == kind,
                LedgerEntry.reverses_id.is_(None),
                LedgerEntry.id.not_in(reversed_ids),
            )
        )
    )


def _add(entry: LedgerEntry) -> None:
    db.session.add(entry)
    db.session.flush()

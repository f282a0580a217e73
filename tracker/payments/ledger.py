"""The append-only ledger: what was sanctioned, what was paid, what was paid before this system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.orm import aliased

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money, total
from tracker.payments import coded
from tracker.payments.models import Claim, LineKind, Method
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.sessions.models import InvolvementSession


def sanction(*, actor: Actor, on: date, claim: Claim) -> None:
    """Enter an approved claim's money, one entry a kind and cost code."""
    enter(*_entries(actor, claim, EntryKind.SANCTIONED, on, coded.sums(claim)))


def reverse_sanction(*, actor: Actor, on: date, claim: Claim) -> None:
    """Take back the sanction of a claim that goes back to `submitted`, by reversals."""
    of_claim = LedgerEntry.claim_id == claim.id
    take_back(actor=actor, on=on, wanted=[of_claim, LedgerEntry.kind == EntryKind.SANCTIONED])


def pay(*, actor: Actor, payment: Payment, paid_on: date) -> None:
    """Enter a payment, claim by claim, kind by kind and code by code; the sum is the payment's."""
    entries = [
        entry
        for claim in payment.claims
        for entry in _entries(actor, claim, EntryKind.PAID, paid_on, coded.to_pay(claim))
    ]
    for entry in entries:
        entry.payment_id, entry.method = payment.id, payment.method
    entered = total(entry.pence for entry in entries)
    if entered != payment.pence:
        raise Refused(
            f"Payment {payment.number} is of {payment.pence.pounds()} but its claims add up to "
            f"{entered.pounds()}. Nothing was marked as paid: tell your administrator."
        )
    enter(*entries)


def take_back(
    *, actor: Actor, on: date, wanted: Sequence[ColumnElement[bool]], reason: str | None = None
) -> None:
    """Reverse every entry that is wanted and stands, saying why where somebody said it."""
    enter(*(LedgerEntry(**_reversal(actor, entry, on, reason)) for entry in _unreversed(*wanted)))


def take_back_import(*, actor: Actor, batch_id: int) -> None:
    """Reverse every payment that an import brought in, on its own day: no day and no year counts it again."""
    reason = "The import that brought it in was taken back."
    brought_in = _unreversed(LedgerEntry.import_batch_id == batch_id)
    rows = [_reversal(actor, entry, entry.on_date, reason) for entry in brought_in]
    if rows:
        db.session.execute(insert(LedgerEntry), rows)


def stands() -> ColumnElement[bool]:
    """Whether an entry is neither a reversal nor reversed."""
    return LedgerEntry.reverses_id.is_(None) & LedgerEntry.id.not_in(_reversed_ids())


def reverse_payment(*, actor: Actor, payment: Payment, on: date) -> None:
    """Take back what a payment entered: the money did not arrive, and is owed again."""
    of_payment = LedgerEntry.payment_id == payment.id
    take_back(actor=actor, on=on, wanted=[of_payment, LedgerEntry.kind == EntryKind.PAID])


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
    enter(entry)
    record(actor, "recorded-payment-made-elsewhere", entry, values={"pence": pence.pence})
    return entry


# What takes money off what is owed: it reached the person, or was settled otherwise.
SETTLING = (EntryKind.PAID, EntryKind.ADVANCE_APPLIED, EntryKind.WRITTEN_OFF)
# What was spent on people: paid to them, paid by an advance, or kept of one.
SPENT = (EntryKind.PAID, EntryKind.ADVANCE_APPLIED, EntryKind.ADVANCE_WRITTEN_OFF)
Settled = Mapping[tuple[int, LineKind], Money]


def settled(claim_ids: Select[int], until: date) -> Settled:
    """What was settled of some claims by the end of a day, kind by kind of line, after every reversal."""
    rows = db.session.execute(
        select(LedgerEntry.claim_id, LedgerEntry.line_kind, func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.claim_id.in_(claim_ids),
            LedgerEntry.kind.in_(SETTLING),
            LedgerEntry.on_date <= until,
        )
        .group_by(LedgerEntry.claim_id, LedgerEntry.line_kind)
    )
    return {(claim_id, kind): pence for claim_id, kind, pence in rows if claim_id is not None}


@dataclass(frozen=True)
class Position:
    """Where the money of some claims stands; what is outstanding is owed and on no other account."""

    sanctioned: Money
    paid: Money
    advance_applied: Money
    written_off: Money

    @property
    def outstanding(self) -> Money:
        """What was sanctioned and has neither reached the person nor been settled otherwise."""
        return self.sanctioned - self.paid - self.advance_applied - self.written_off


def position(claim_ids: Iterable[int]) -> Position:
    """The position of some claims, after every reversal."""
    sums = balance(claim_ids)
    return Position(
        sanctioned=sums.get(EntryKind.SANCTIONED, ZERO),
        paid=sums.get(EntryKind.PAID, ZERO),
        advance_applied=sums.get(EntryKind.ADVANCE_APPLIED, ZERO),
        written_off=sums.get(EntryKind.WRITTEN_OFF, ZERO),
    )


def balance(claim_ids: Iterable[int]) -> dict[EntryKind, Money]:
    """The ledger's sums for some claims, by kind of entry."""
    rows = db.session.execute(
        select(LedgerEntry.kind, func.sum(LedgerEntry.pence))
        .where(LedgerEntry.claim_id.in_(list(claim_ids)))
        .group_by(LedgerEntry.kind)
    )
    return {kind: pence or ZERO for kind, pence in rows}


def _entries(
    actor: Actor,
    claim: Claim,
    kind: EntryKind,
    on: date,
    sums: Mapping[tuple[LineKind, str | None], Money],
) -> list[LedgerEntry]:
    """An entry for each kind of line and cost code of a claim, of these sums."""
    return [
        LedgerEntry(
            kind=kind,
            pence=pence,
            on_date=on,
            line_kind=line_kind,
            method=claim.method,
            participant_id=claim.participant_id,
            project_id=claim.project_id,
            cost_code=code,
            claim_id=claim.id,
            involvement_session_id=claim.involvement_session_id,
            recorded_by_id=actor.user_id,
        )
        for (line_kind, code), pence in sums.items()
    ]


def _unreversed(*wanted: ColumnElement[bool]) -> Sequence[LedgerEntry]:
    return db.session.scalars(select(LedgerEntry).where(*wanted, stands()).order_by(LedgerEntry.id)).all()


def _reversed_ids() -> Select[int | None]:
    reversal = aliased(LedgerEntry)
    return select(reversal.reverses_id).where(reversal.reverses_id.is_not(None))


# What a reversal repeats of its entry, so that each sum over any of these is nought again.
_REPEATED = (
    "kind",
    "line_kind",
    "method",
    "participant_id",
    "project_id",
    "cost_code",
    "claim_id",
    "payment_id",
    "advance_id",
    "involvement_session_id",
)


def _reversal(actor: Actor, entry: LedgerEntry, on: date, reason: str | None) -> dict[str, Any]:
    """The values of the entry that takes another back."""
    return {name: getattr(entry, name) for name in _REPEATED} | {
        "pence": -entry.pence,
        "on_date": on,
        "reverses_id": entry.id,
        "reason": reason,
        "recorded_by_id": actor.user_id,
    }


def enter(*entries: LedgerEntry) -> None:
    """Write entries, which nothing changes afterwards."""
    db.session.add_all(entries)
    db.session.flush()

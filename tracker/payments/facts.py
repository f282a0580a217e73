"""Rows into the Facts of a check (DESIGN section 5), for one person or for a whole pay run at once.

Everything is gathered for many participants in a few queries; only people who told us something that a limit
needs have their past payments read, and of those only the dates that their benefits look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from tracker.db import db
from tracker.money import ZERO, Money
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, LineKind, Offer, PaidTo
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PaymentClaim, PaymentState, PayRun
from tracker.people.models import BenefitDeclaration, Circumstances, OwnLimit, Participant, WorkPermission
from tracker.sessions.models import HEARD, Attendance, InvolvementSession

Fact = dict[str, Any]

_PERMISSION_CODES = {
    WorkPermission.CAN_BE_PAID: "unrestricted",
    WorkPermission.EXPENSES_ONLY: "no-permission-to-work",
    WorkPermission.WEEKLY_HOURS_LIMIT: "student",
}

# Money that will not reach the person: never planned, never counted.
_ENDED = (ClaimState.REJECTED, ClaimState.WITHDRAWN)


@dataclass
class Told:
    """What a person told us that a limit needs."""

    circumstances: Circumstances | None = None
    benefits: list[BenefitDeclaration] = field(default_factory=list)
    own_limits: list[OwnLimit] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything to check against."""
        permission = self.circumstances is not None and self.circumstances.work_permission is not None
        return permission or bool(self.benefits or self.own_limits)

    def knows(self) -> frozenset[str]:
        """The benefits whose taper the person said they know about."""
        return frozenset(told.benefit for told in self.benefits if told.knows_since is not None)


def told_by(participant_ids: Collection[int], on: date) -> Mapping[int, Told]:
    """What holds on a day of what each of these people told us; who told nothing is there too."""
    told: dict[int, Told] = {participant_id: Told() for participant_id in participant_ids}
    for kept in _of(Circumstances, participant_ids):
        told[kept.participant_id].circumstances = kept
    for declared in _of(BenefitDeclaration, participant_ids):
        told[declared.participant_id].benefits.append(declared)
    for limit in _of(OwnLimit, participant_ids):
        if limit.until is None or limit.until >= on:
            told[limit.participant_id].own_limits.append(limit)
    return told


def _of(model: Any, participant_ids: Collection[int]) -> Iterable[Any]:
    return db.session.scalars(
        select(model).where(model.participant_id.in_(list(participant_ids))).order_by(model.id)
    )


def of_person(participant: Participant, told: Told, payments: list[Fact]) -> dict[str, Any]:
    """The facts of one check as the JSON contract has them."""
    kept = told.circumstances
    born = (kept.date_of_birth if kept else None) or participant.date_of_birth
    return {
        "nation": kept.nation if kept else None,
        "date_of_birth": _iso(born),
        "couple": kept.couple if kept else None,
        "immigration": _immigration(kept),
        "benefits": [_benefit(declared) for declared in told.benefits],
        "own_limits": [_own_limit(limit) for limit in told.own_limits],
        "payments": payments,
    }


def _immigration(kept: Circumstances | None) -> Fact | None:
    if kept is None or kept.work_permission is None:
        return None
    minutes = kept.weekly_minutes_limit
    return {
        "status": _PERMISSION_CODES[kept.work_permission],
        "weekly_hours": minutes // 60 if minutes is not None else None,
        "told_on": _iso(kept.told_on),
    }


def _benefit(declared: BenefitDeclaration) -> Fact:
    return {
        **declared.facts,
        "benefit": declared.benefit,
        "from": _iso(declared.since),
        "until": _iso(declared.until),
        "told_on": _iso(declared.told_on),
    }


def _own_limit(limit: OwnLimit) -> Fact:
    return {
        "amount": str(limit.amount) if limit.amount is not None else None,
        "minutes": limit.minutes,
        "per": limit.per.value,
        "starts_on": _iso(limit.starts_on),
        "told_on": _iso(limit.told_on),
    }


def of_line(line: ClaimLine, claim: Claim, *, state: str, paid_on: date | None) -> Fact:
    """One line of a claim as a payment fact."""
    involvement = claim.involvement
    return payment_fact(
        line.id,
        state=state,
        kind=line.kind,
        pence=line.pence,
        method=claim.method.value,
        received_on=paid_on,
        worked=_worked(line.worked_on, line.minutes) if line.kind == LineKind.FEE else [],
        service_user_activity=involvement.service_user_activity if involvement else None,
        receipted=line.receipt_seen or line.receipt_sha256 is not None,
    )


def of_offer(offer: Offer, *, state: str, paid_on: date) -> Fact:
    """A fee offered, or answered, as a payment fact."""
    involvement = offer.attendance.involvement
    pence = offer.answer_pence if offer.answer_pence is not None else offer.pence
    return payment_fact(
        offer.id,
        state=state,
        kind=LineKind.FEE,
        pence=pence,
        method="to-charity" if offer.answer == Answer.TO_CHARITY else offer.method.value,
        received_on=paid_on,
        worked=_worked(involvement.held_on, offer.minutes),
        service_user_activity=involvement.service_user_activity,
        receipted=False,
    )


def payment_fact(
    fact_id: int,
    *,
    state: str,
    kind: LineKind,
    pence: Money,
    method: str | None,
    received_on: date | None,
    worked: list[Fact] | None,
    service_user_activity: bool | None,
    receipted: bool,
) -> Fact:
    """A payment in the words of the contract; `pence` is what the person receives."""
    return {
        "id": str(fact_id),
        "state": state,
        "kind": kind.value,
        "amount": str(pence),
        "method": method,
        "received_on": _iso(received_on),
        "due_on": None,
        "worked": worked,
        "covers": None,
        "service_user_activity": service_user_activity,
        "actual_cost": kind == LineKind.EXPENSE,
        "receipted": receipted,
    }


def _worked(on: date, minutes: int | None) -> list[Fact]:
    return [{"on": on.isoformat(), "minutes": minutes}]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@dataclass(frozen=True)
class Reach:
    """The stretch of days whose payments and work a check needs; both ends are in it."""

    start: date
    end: date


@dataclass(frozen=True)
class Known:
    """One recorded payment as a fact, and the claim or offer that it comes from."""

    fact: Fact
    source_id: int | None = None


Found = defaultdict[int, list[Known]]


def other_payments(participant_ids: Collection[int], reach: Reach) -> Mapping[int, list[Known]]:
    """Everything recorded for these people within reach, as paid or planned payments, by person."""
    found: Found = defaultdict(list)
    if participant_ids:
        for add in (_add_claims, _add_offers, _add_elsewhere, _add_unpaid_work):
            add(found, participant_ids, reach)
    return found


def _add_claims(found: Found, people: Collection[int], reach: Reach) -> None:
    """Lines of claims: on the day they were paid, else on their run's day, else on the promised one."""
    rows = db.session.execute(
        select(ClaimLine, Claim, Payment.paid_on, PayRun.pay_on)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .outerjoin(PayRun, Claim.pay_run_id == PayRun.id)
        .outerjoin(PaymentClaim, PaymentClaim.claim_id == Claim.id)
        .outerjoin(Payment, (Payment.id == PaymentClaim.payment_id) & (Payment.state == PaymentState.PAID))
        .options(contains_eager(ClaimLine.claim), joinedload(Claim.involvement))
        .where(
            Claim.participant_id.in_(list(people)),
            Claim.state.not_in(_ENDED),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            or_(
                *(
                    day.between(reach.start, reach.end)
                    for day in (ClaimLine.worked_on, Claim.pay_by, PayRun.pay_on, Payment.paid_on)
                )
            ),
        )
        .order_by(ClaimLine.id)
    )
    for line, claim, paid_on, run_on in rows:
        state = "paid" if paid_on else "declined" if claim.state == ClaimState.DECLINED else "planned"
        received_on = paid_on or run_on or claim.pay_by or line.worked_on
        fact = of_line(line, claim, state=state, paid_on=received_on)
        found[claim.participant_id].append(Known(fact, claim.id))


def _add_offers(found: Found, people: Collection[int], reach: Reach) -> None:
    """Offers not refused whose fee no claim carries yet."""
    newer = aliased(Offer)
    superseded = (
        select(newer.id)
        .where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number)
        .exists()
    )
    rows = db.session.execute(
        select(Offer, Attendance.participant_id)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .options(
            contains_eager(Offer.attendance, Attendance.involvement),
        )
        .where(
            Attendance.participant_id.in_(list(people)),
            Offer.offered_on.is_not(None),
            or_(Offer.answer.is_(None), Offer.answer != Answer.NONE),
            ~_fee_claimed(),
            ~superseded,
            or_(
                InvolvementSession.held_on.between(reach.start, reach.end),
                Offer.pay_by.between(reach.start, reach.end),
            ),
        )
        .order_by(Offer.id)
    )
    for offer, participant_id in rows:
        fact = of_offer(offer, state="planned", paid_on=offer.pay_by)
        found[participant_id].append(Known(fact, offer.id))


def _fee_claimed() -> ColumnElement[bool]:
    """Whether a claim that still stands carries this attendance's fee."""
    return (
        select(ClaimLine.id)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id == Attendance.id,
            ClaimLine.kind == LineKind.FEE,
            Claim.state.not_in(_ENDED),
        )
        .exists()
    )


def _add_elsewhere(found: Found, people: Collection[int], reach: Reach) -> None:
    """Payments made before this system. Their work is dated by their session, where one is known."""
    rows = db.session.execute(
        select(LedgerEntry, InvolvementSession)
        .outerjoin(InvolvementSession, LedgerEntry.involvement_session_id == InvolvementSession.id)
        .where(
            LedgerEntry.participant_id.in_(list(people)),
            LedgerEntry.kind == EntryKind.PAID_ELSEWHERE,
            or_(
                LedgerEntry.on_date.between(reach.start, reach.end),
                InvolvementSession.held_on.between(reach.start, reach.end),
            ),
        )
        .order_by(LedgerEntry.id)
    )
    for entry, involvement in rows:
        worked = _worked(involvement.held_on, entry.minutes) if involvement else None
        fact = payment_fact(
            entry.id,
            state="paid",
            kind=entry.line_kind,
            pence=entry.pence,
            method=entry.method.value if entry.method else None,
            received_on=entry.on_date,
            worked=[] if entry.line_kind == LineKind.EXPENSE else worked,
            service_user_activity=involvement.service_user_activity if involvement else None,
            receipted=False,
        )
        found[entry.participant_id].append(Known(fact))


def _add_unpaid_work(found: Found, people: Collection[int], reach: Reach) -> None:
    """Hours given without a fee count where hours are tested: a payment of 0.00 with the work done."""
    offered = select(Offer.id).where(
        Offer.attendance_id == Attendance.id, or_(Offer.answer.is_(None), Offer.answer != Answer.NONE)
    )
    rows = db.session.execute(
        select(Attendance, InvolvementSession)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            Attendance.participant_id.in_(list(people)),
            Attendance.outcome.in_(HEARD),
            InvolvementSession.held_on.between(reach.start, reach.end),
            ~_fee_claimed(),
            ~offered.exists(),
        )
        .order_by(Attendance.id)
    )
    for attendance, involvement in rows:
        fact = payment_fact(
            attendance.id,
            state="planned",
            kind=LineKind.FEE,
            pence=ZERO,
            method=None,
            received_on=involvement.held_on,
            worked=_worked(involvement.held_on, attendance.minutes),
            service_user_activity=involvement.service_user_activity,
            receipted=False,
        )
        found[attendance.participant_id].append(Known(fact))

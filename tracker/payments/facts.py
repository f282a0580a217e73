"""Rows into the Facts of a check: what a person told, a line, an offer, a payment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from tracker.db import db
from tracker.money import Money
from tracker.payments.chosen import gives_away
from tracker.payments.models import Claim, ClaimLine, LineKind, Offer
from tracker.payments.owed import worked
from tracker.payments.payroll_net import Deducted
from tracker.payments.told import Told
from tracker.people.models import BenefitDeclaration, Circumstances, OwnLimit, Participant, WorkPermission
from tracker.periods import Period
from tracker.sessions.models import TAKES_PART, Attendance, InvolvementSession
from tracker.web.filters import day

Fact = dict[str, Any]

# A limit of hours goes without a status: whose permission has one is nobody's word, and is never kept.
_PERMISSION_CODES = {
    WorkPermission.CAN_BE_PAID: "unrestricted",
    WorkPermission.EXPENSES_ONLY: "no-permission-to-work",
    WorkPermission.WEEKLY_HOURS_LIMIT: "unknown",
}


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


def of_line(
    line: ClaimLine, claim: Claim, *, state: str, paid_on: date | None, deducted: Deducted | None = None
) -> Fact:
    """One line of a claim as a payment fact; `deducted` is what its payroll said of it, if it did.

    Money is due by the promised day, so that what is paid later stays in the week it was due in.
    """
    involvement, fee = claim.involvement, line.kind == LineKind.FEE
    covers = involvement.fee_covers if involvement and fee else None
    # What was declined is the sum that was offered, though none of it stands on the claim any more.
    declined = line.offered_pence if state == "declined" else None
    return payment_fact(
        line.id,
        state=state,
        kind=line.kind,
        pence=declined or line.pence,
        method=claim.method.value,
        received_on=paid_on,
        due_on=min(paid_on, claim.pay_by) if paid_on and claim.pay_by else None,
        worked=work(line.worked_on, line.minutes, covers) if fee else [],
        covers=covers,
        service_user_activity=_service_user(claim),
        actual_cost=_actual_cost(line),
        receipted=receipted(line),
        deducted=deducted,
    )


def receipted(line: ClaimLine) -> bool:
    """Whether somebody saw a receipt for it."""
    return line.receipt_seen or line.receipt_sha256 is not None


def _actual_cost(line: ClaimLine) -> bool | None:
    """Whether an expense is what it cost: by its receipt. A rate by the mile is evidence of it, no proof."""
    if line.kind != LineKind.EXPENSE:
        return False
    return True if receipted(line) and line.tenths_of_miles is None else None


def place_all(claims: Collection[Claim]) -> None:
    """Give each claim its person's place in its session, which says their role there, with one query."""
    rows = db.session.scalars(
        select(Attendance).where(
            Attendance.participant_id.in_([claim.participant_id for claim in claims]),
            Attendance.involvement_session_id.in_([claim.involvement_session_id for claim in claims]),
        )
    )
    places: dict[tuple[int, int | None], Attendance] = {
        (place.participant_id, place.involvement_session_id): place for place in rows
    }
    for claim in claims:
        set_committed_value(claim, "place", places.get((claim.participant_id, claim.involvement_session_id)))


def _service_user(claim: Claim) -> bool | None:
    involvement, place = claim.involvement, claim.place
    return None if involvement is None else involvement.service_user_as(place.role if place else TAKES_PART)


def of_offer(offer: Offer, pence: Money, *, state: str, paid_on: date) -> Fact:
    """A fee offered, or answered, as a payment fact of so much."""
    method = "to-charity" if gives_away(offer) else offer.method.value
    involvement = offer.attendance.involvement
    minutes = worked(offer.attendance, offer.minutes)
    return of_fee(
        offer.id,
        involvement,
        pence,
        state=state,
        method=method,
        paid_on=paid_on,
        minutes=minutes,
        role=offer.attendance.role,
    )


def of_fee(
    fact_id: int,
    involvement: InvolvementSession,
    pence: Money,
    *,
    state: str,
    method: str,
    paid_on: date,
    minutes: int | None,
    role: str = TAKES_PART,
) -> Fact:
    """A fee for a place in a session, in a role there, as a payment fact."""
    covers = involvement.fee_covers
    return payment_fact(
        fact_id,
        state=state,
        kind=LineKind.FEE,
        pence=pence,
        method=method,
        received_on=paid_on,
        worked=work(involvement.held_on, minutes, covers),
        covers=covers,
        service_user_activity=involvement.service_user_as(role),
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
    due_on: date | None = None,
    covers: Period | None = None,
    actual_cost: bool | None = False,
    receipted: bool = False,
    deducted: Deducted | None = None,
) -> Fact:
    """A payment in the words of the contract; `pence` is what the person receives, before a payroll's share.

    `due_on` stands where it is another day than that of receipt; `covers` are the days that it is for.
    """
    return {
        "id": str(fact_id),
        "state": state,
        "kind": kind.value,
        "amount": str(pence),
        "method": method,
        "received_on": _iso(received_on),
        "due_on": _iso(due_on),
        "worked": worked,
        "covers": {"from": _iso(covers.start), "to": _iso(covers.end)} if covers else None,
        "service_user_activity": service_user_activity,
        "actual_cost": actual_cost,
        "receipted": receipted,
        "net": str(pence - deducted.pence) if deducted else None,
        "reported_to_hmrc_on": _iso(deducted.reported_on) if deducted else None,
    }


def named(payments: Iterable[Fact]) -> list[Fact]:
    """The payments known by their sum and their day, as the sentences of a finding name them to people."""
    told: Counter[str] = Counter()
    found = []
    for fact in payments:
        days = [work["on"] for work in fact["worked"] or ()]
        on = fact["received_on"] or next(iter(days), None)
        name = f"£{fact['amount']}" + (f" of {day(date.fromisoformat(on))}" if on else "")
        told[name] += 1
        found.append({**fact, "id": name if told[name] == 1 else f"{name} ({told[name]})"})
    return found


def work(on: date, minutes: int | None, covers: Period | None = None) -> list[Fact] | None:
    """Work done on one day, as a payment fact holds it; no minutes are no work, unknown ones are.

    None for work of which only the stretch of days is known that it was done in.
    """
    if covers is not None and covers.days > 1 and minutes != 0:
        return None
    return [] if minutes == 0 else [{"on": on.isoformat(), "minutes": minutes}]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

"""What else is recorded for people within a stretch of days: other payments and work that a check counts.

Read for many participants in a few queries, and only for people who told us something that a limit needs; of
those only the dates that their benefits look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from tracker.db import db
from tracker.money import ZERO, Money
from tracker.payments import facts, ledger, payroll_net
from tracker.payments.facts import Fact
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Offer, PaidTo
from tracker.payments.owed import agreed, fee_owed
from tracker.payments.owed import worked as worked_in
from tracker.payments.payment_queries import paid_days
from tracker.payments.queries import ENDED, fee_claimed
from tracker.payments.run_models import EntryKind, LedgerEntry, PayRun
from tracker.projects.one_person import records
from tracker.sessions.models import HEARD, TAKES_PART, Attendance, InvolvementSession, Outcome

# A fee is for a year at most, and may be promised a while after it.
LONGEST = timedelta(days=2 * 366)
# Nothing was done there, so unless it pays all the same there is nothing to count.
_ABSENT = (Outcome.CANCELLED_BY_US, Outcome.CANCELLED_BY_THEM, Outcome.DID_NOT_ATTEND)


@dataclass(frozen=True)
class Reach:
    """The stretch of days whose payments and work a check needs; both ends are in it.

    A payment for a period is needed from `covers_from` on: it counts for so long after its own day.
    """

    start: date
    end: date
    covers_from: date | None = None

    def for_a_period(self, session_id: Any, *days: Any) -> ColumnElement[bool]:
        """Whether a row pays for a stretch of days that meets these, or reaches them from its own day."""
        first = self.covers_from or self.start
        covering = select(InvolvementSession.id).where(
            InvolvementSession.fee_covers_from.is_not(None), InvolvementSession.held_on >= first - LONGEST
        )
        meeting = select(InvolvementSession.id).where(
            InvolvementSession.fee_covers_from <= self.end, InvolvementSession.held_on >= self.start
        )
        counted = and_(session_id.in_(covering), or_(*(day.between(first, self.end) for day in days)))
        return or_(session_id.in_(meeting), counted)


@dataclass(frozen=True)
class Known:
    """One recorded payment as a fact, and the claim or offer that it comes from."""

    fact: Fact
    source_id: int | None = None


Found = defaultdict[int, list[Known]]


def other_payments(participant_ids: Collection[int], reach: Reach) -> Mapping[int, list[Known]]:
    """Everything recorded for these people within reach, under any record, as paid or planned payments."""
    found: Found = defaultdict(list)
    person = records(participant_ids)
    if participant_ids:
        for add in (_add_claims, _add_offers, _add_elsewhere, _add_unpaid_work):
            add(found, person, reach)
    return {asked: found[person[asked]] for asked in participant_ids if person[asked] in found}


def _add_claims(found: Found, people: Mapping[int, int], reach: Reach) -> None:
    """Lines of claims: on the day they were paid, else on their run's day, else on the promised one.

    Money that came back was not received: its claim counts as still to be paid.
    """
    paid = paid_days()
    counted_on = (Claim.pay_by, PayRun.pay_on, paid.c.paid_on)
    rows = db.session.execute(
        select(ClaimLine, Claim, paid.c.paid_on, PayRun.pay_on)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .outerjoin(PayRun, Claim.pay_run_id == PayRun.id)
        .outerjoin(paid, paid.c.claim_id == Claim.id)
        .options(
            contains_eager(ClaimLine.claim).joinedload(Claim.involvement),
            contains_eager(ClaimLine.claim).joinedload(Claim.place),
        )
        .where(
            Claim.participant_id.in_(list(people)),
            Claim.state.not_in(ENDED),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            or_(
                *(day.between(reach.start, reach.end) for day in (ClaimLine.worked_on, *counted_on)),
                reach.for_a_period(Claim.involvement_session_id, *counted_on),
            ),
        )
        .order_by(ClaimLine.id)
    )
    found_rows = rows.all()
    deducted = payroll_net.deducted_of([claim for _, claim, paid_on, _ in found_rows if paid_on])
    for line, claim, paid_on, run_on in found_rows:
        # Where all of it was given ahead, nothing more comes once the claim is approved.
        had_on = claim.approved_on if claim.state == ClaimState.PAID and claim.advances else None
        unpaid = "declined" if claim.state == ClaimState.DECLINED else "planned"
        state = "paid" if paid_on or had_on else unpaid
        received_on = paid_on or had_on or run_on or claim.pay_by or line.worked_on
        fact = facts.of_line(line, claim, state=state, paid_on=received_on, deducted=deducted.get(line.id))
        found[people[claim.participant_id]].append(Known(fact, claim.id))


@cache
def superseded() -> ColumnElement[bool]:
    """Whether a newer offer stands in place of this one."""
    newer = aliased(Offer)
    return (
        select(newer.id)
        .where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number)
        .exists()
    )


def _add_offers(found: Found, people: Mapping[int, int], reach: Reach) -> None:
    """Offers not refused whose fee no claim carries yet; after the register, what the outcome pays.

    One that is only prepared counts too: whoever makes the next one must not learn of it afterwards.
    """
    rows = db.session.execute(
        select(Offer, Attendance)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .options(
            contains_eager(Offer.attendance, Attendance.involvement),
            joinedload(Offer.rate),
        )
        .where(
            Attendance.participant_id.in_(list(people)),
            ~Offer.declined,
            ~fee_claimed(),
            ~superseded(),
            or_(
                InvolvementSession.held_on.between(reach.start, reach.end),
                Offer.pay_by.between(reach.start, reach.end),
                reach.for_a_period(InvolvementSession.id, Offer.pay_by),
            ),
        )
        .order_by(Offer.id)
    )
    for offer, attendance in rows:
        pence = _expected(offer, attendance)
        if pence or attendance.outcome not in _ABSENT:
            fact = facts.of_offer(offer, pence, state="planned", paid_on=offer.pay_by)
            found[people[attendance.participant_id]].append(Known(fact, offer.id))


def _expected(offer: Offer, attendance: Attendance) -> Money:
    """What the outcome pays; the whole fee before the register, and where its time is not known yet."""
    owed = None if attendance.outcome is None else fee_owed(attendance, offer).pence
    return agreed(offer) if owed is None else owed


def _add_elsewhere(found: Found, people: Mapping[int, int], reach: Reach) -> None:
    """Payments made before this system. Their work is dated by their session, where one is known.

    So is what was written off of an advance: money that a person keeps, of no claim.
    """
    rows = db.session.execute(
        select(LedgerEntry, InvolvementSession, Attendance.role)
        .outerjoin(InvolvementSession, LedgerEntry.involvement_session_id == InvolvementSession.id)
        .outerjoin(
            Attendance,
            and_(
                Attendance.involvement_session_id == LedgerEntry.involvement_session_id,
                Attendance.participant_id == LedgerEntry.participant_id,
            ),
        )
        .where(
            LedgerEntry.participant_id.in_(list(people)),
            LedgerEntry.kind.in_((EntryKind.PAID_ELSEWHERE, EntryKind.ADVANCE_WRITTEN_OFF)),
            # What was paid back later was received all the same, on the day it was paid.
            LedgerEntry.pence >= ZERO,
            ledger.stands(),
            or_(
                LedgerEntry.on_date.between(reach.start, reach.end),
                InvolvementSession.held_on.between(reach.start, reach.end),
            ),
        )
        .order_by(LedgerEntry.id)
    )
    for entry, involvement, role in rows:
        of_advance = entry.kind == EntryKind.ADVANCE_WRITTEN_OFF
        worked = facts.work(involvement.held_on, entry.minutes) if involvement and not of_advance else None
        fact = facts.payment_fact(
            entry.id,
            state="paid",
            kind=entry.line_kind,
            pence=entry.pence,
            method=entry.method.value if entry.method else None,
            received_on=entry.on_date,
            worked=[] if of_advance or entry.line_kind == LineKind.EXPENSE else worked,
            service_user_activity=involvement.service_user_as(role or TAKES_PART) if involvement else None,
            # What stood behind an expense that was paid elsewhere is not known here.
            actual_cost=(of_advance or None) if entry.line_kind == LineKind.EXPENSE else False,
        )
        found[people[entry.participant_id]].append(Known(fact))


def _add_unpaid_work(found: Found, people: Mapping[int, int], reach: Reach) -> None:
    """Hours given without a fee count where hours are tested: a payment of 0.00 with the work done."""
    offered = select(Offer.id).where(Offer.attendance_id == Attendance.id, ~Offer.declined)
    rows = db.session.execute(
        select(Attendance, InvolvementSession)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            Attendance.participant_id.in_(list(people)),
            Attendance.outcome.in_(HEARD),
            InvolvementSession.held_on.between(reach.start, reach.end),
            ~fee_claimed(),
            ~offered.exists(),
        )
        .order_by(Attendance.id)
    )
    for attendance, involvement in rows:
        fact = facts.payment_fact(
            attendance.id,
            state="planned",
            kind=LineKind.FEE,
            pence=ZERO,
            method=None,
            received_on=involvement.held_on,
            worked=facts.work(involvement.held_on, worked_in(attendance, None)),
            service_user_activity=involvement.service_user_as(attendance.role),
        )
        found[people[attendance.participant_id]].append(Known(fact))

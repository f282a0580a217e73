"""Offers: prepared, checked, made, answered. The check and the choice come before the money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.accounts import queries as accounts
from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import (
    check_subjects,
    checks,
    for_finance,
    freezes,
    gate,
    queries,
    stopped,
    terms,
    unpaid,
)
from tracker.payments.models import Answer, Method, Offer
from tracker.people import queries as people
from tracker.people.models import PaymentRoute
from tracker.permissions import Actor
from tracker.projects.fee_rule import FeeRule
from tracker.projects.models import Rate
from tracker.sessions.models import NOT_VOICES, Attendance, Outcome

_STAYED_AWAY = (Outcome.CANCELLED_BY_THEM, Outcome.DID_NOT_ATTEND)


def prepare_offer(
    *,
    actor: Actor,
    on: date,
    attendance: Attendance,
    pence: Money,
    rate: Rate | None = None,
    minutes: int | None = None,
    covers: str = "",
    expenses_covered: str = "",
    method: Method | None = None,
    pay_by: date | None = None,
    rule: FeeRule | None = None,
    import_batch_id: int | None = None,
) -> Offer:
    """Write an offer down and check it, without making it yet. A new one stands in place of the last.

    `rule` is how much each outcome pays, by default that of the rate, or the usual one.

    `pay_by` is the promised day, by default the organisation's days after the session. Imported offers are
    history and are checked with their claim instead. Raises Invalid or Refused.
    """
    if import_batch_id is None:
        gate.must_be_open(actor, attendance.involvement.project, attendance.involvement.held_on)
        unpaid.must_be_paid([attendance])
    offer = Offer(
        attendance=attendance,
        pence=pence,
        rate=rate,
        rate_label=rate_label(rate),
        rule=rule or terms.rule_for(attendance, rate),
        minutes=terms.minutes(attendance) if minutes is None else minutes,
        covers=covers or attendance.involvement.title,
        expenses_covered=expenses_covered,
        method=method or usual_method(attendance.participant.payment_route),
        pay_by=pay_by or promised_day(attendance.involvement.held_on),
        import_batch_id=import_batch_id,
    )
    _write_down(actor, offer)
    if import_batch_id is None:
        checks.make(actor=actor, on=on, subjects=[check_subjects.of_offer(offer)])
    return offer


def prepare_offers(
    *,
    actor: Actor,
    on: date,
    attendances: Sequence[Attendance],
    pence: Money | None,
    rate: Rate | None,
    expenses_covered: str,
    pay_by: date,
) -> list[Offer]:
    """The same offer for several people, by the rate unless another amount is given; all checked at once.

    With another amount the rate still says which outcomes pay.
    """
    if pence is None and rate is None:
        raise Invalid("Choose a rate, or enter an amount.", field="pence")
    if not attendances:
        raise Invalid("Everybody in this session has an offer. Invite more people first.", field="rate")
    for involvement in {attendance.involvement for attendance in attendances}:
        gate.must_be_open(actor, involvement.project, involvement.held_on)
    unpaid.must_be_paid(attendances)
    chosen = rate if pence is None else None
    prepared = [
        Offer(
            attendance=attendance,
            pence=terms.amount(attendance, rate) if pence is None else pence,
            rate=chosen,
            rate_label=rate_label(chosen),
            rule=terms.rule_for(attendance, rate),
            minutes=terms.minutes(attendance),
            covers=attendance.involvement.title,
            expenses_covered=expenses_covered,
            method=usual_method(attendance.participant.payment_route),
            pay_by=pay_by,
        )
        for attendance in attendances
    ]
    for offer in prepared:
        _write_down(actor, offer)
    checks.make(actor=actor, on=on, subjects=[check_subjects.of_offer(offer) for offer in prepared])
    return prepared


def without_offer(attendances: Iterable[Attendance], offered: Mapping[int, Offer]) -> list[Attendance]:
    """Of a session's places, those of people who take part, did not stay away and have no offer yet.

    Whoever is there to help others take part is paid, if at all, in another way; an unpaid place gets none.
    """
    waiting = [
        kept
        for kept in attendances
        if kept.id not in offered and kept.role not in NOT_VOICES and kept.outcome not in _STAYED_AWAY
    ]
    without = unpaid.why(waiting)
    return [kept for kept in waiting if kept.id not in without]


def _write_down(actor: Actor, offer: Offer) -> None:
    """Keep an offer as the newest of its place, unless it is one that cannot be made."""
    with db.session.no_autoflush:
        last = latest_offer(offer.attendance)
    _must_make_sense(offer, last)
    offer.number = last.number + 1 if last else 1
    offer.offered_by_id = actor.user_id
    db.session.add(offer)
    db.session.flush()
    record(actor, "prepared-offer", offer, values={"pence": offer.pence.pence})


def _must_make_sense(offer: Offer, last: Offer | None) -> None:
    attendance = offer.attendance
    if offer.import_batch_id is None:
        freezes.must_not_be_written_to(attendance.participant_id)
    if attendance.outcome in _STAYED_AWAY:
        raise Refused(
            f"{attendance.participant.name} did not take part in this session, so there is nothing to offer."
        )
    if offer.pence <= ZERO:
        raise Invalid("Enter an amount above £0.00: taking part unpaid needs no offer.", field="pence")
    if offer.import_batch_id is None and queries.has_fee(attendance.id):
        raise Refused(
            f"The fee of {attendance.participant.name} is on a claim already: change the claim instead.",
            code="fee-claimed",
        )
    if last is not None and last.answer is not None and attendance.outcome is not None:
        raise Refused("The session is over and the offer was answered: change the claim instead.")
    if offer.pay_by < attendance.involvement.held_on:
        raise Invalid("Promise a day on or after the session.", field="pay_by")


def change_offer(
    *, actor: Actor, on: date, offer: Offer, pence: Money, expenses_covered: str, pay_by: date
) -> Offer:
    """Put another offer in place of one that nobody has answered; the earlier one stays on record.

    The new one is checked, and is to be made to the person again.
    """
    if offer.answer is not None:
        raise Refused("The person has answered this offer: it can no longer be changed.")
    if offer.number != _last_number(offer.attendance):
        raise Refused("A newer offer stands in place of this one: change that one.")
    return prepare_offer(
        actor=actor,
        on=on,
        attendance=offer.attendance,
        pence=pence,
        rate=offer.rate if pence == offer.pence else None,
        minutes=offer.minutes,
        covers=offer.covers,
        expenses_covered=expenses_covered,
        method=offer.method,
        pay_by=pay_by,
        rule=offer.rule,
    )


def make_prepared_offer(*, actor: Actor, on: date, offer: Offer) -> Offer:
    """Note that the offer was made to the person. A first paid offer wants advice offered beforehand."""
    if offer.offered_on is not None:
        return offer
    if offer.number != _last_number(offer.attendance):
        raise Refused("A newer offer stands in place of this one: make that one.", code="newer-offer")
    if offer.import_batch_id is None:
        gate.must_pay(offer.attendance.involvement)
    participant = offer.attendance.participant
    if stopped.offers_stopped([offer.id]):
        talk_to = stopped.talk_to(offer.attendance.involvement.project_id)
        raise Refused(
            f"Talk to {talk_to} about {participant.name} before this offer is made.", code="talk-first"
        )
    if offer.pence and offer.import_batch_id is None and people.last_advice(participant.id) is None:
        raise Refused(
            f"Before a first paid offer, give {participant.name} information and the name of a free "
            "independent adviser, and record that you offered it.",
            field="advice",
            code="advice-not-offered",
        )
    offer.offered_on = on
    offer.offered_by_id = actor.user_id
    db.session.flush()
    record(actor, "made-offer", offer, values={"on": on.isoformat(), "pence": offer.pence.pence})
    return offer


def make_offer(
    *,
    actor: Actor,
    on: date,
    attendance: Attendance,
    pence: Money,
    rate: Rate | None = None,
    minutes: int | None = None,
    covers: str = "",
    expenses_covered: str = "",
    method: Method | None = None,
    pay_by: date | None = None,
    import_batch_id: int | None = None,
) -> Offer:
    """Prepare, check and make an offer in one go."""
    offer = prepare_offer(
        actor=actor,
        on=on,
        attendance=attendance,
        pence=pence,
        rate=rate,
        minutes=minutes,
        covers=covers,
        expenses_covered=expenses_covered,
        method=method,
        pay_by=pay_by,
        import_batch_id=import_batch_id,
    )
    return make_prepared_offer(actor=actor, on=on, offer=offer)


def answer_offer(
    *,
    actor: Actor,
    on: date,
    offer: Offer,
    answer: Answer,
    pence: Money | None = None,
    charity: str | None = None,
    version: int | None = None,
) -> Offer:
    """Note the person's own choice: full, less (how much), none, or to charity (which).

    `version` is given by a form that showed the answer before. Once the fee is on a claim the choice is made.
    """
    if offer.offered_on is None:
        raise Refused("Make the offer first, then record the answer.", field="answer")
    if offer.number != _last_number(offer.attendance):
        raise Refused("A newer offer stands in place of this one: answer that one.", field="answer")
    if answer == Answer.LESS and (pence is None or not ZERO < pence < offer.pence):
        raise Invalid(
            f"Enter how much they will take: more than nothing and less than {offer.pence.pounds()}.",
            field="pence",
        )
    if answer == Answer.TO_CHARITY and not charity:
        raise Invalid("Enter the name of the charity that they chose.", field="charity")
    for_finance.name(charity or "", field="charity")
    if queries.has_fee(offer.attendance_id):
        raise Refused(
            "The fee is on a claim already. Record there what they choose.",
            code="fee-claimed",
        )
    chosen = {Answer.NONE: ZERO, Answer.LESS: pence or ZERO}.get(answer, offer.pence)
    given_to = charity if answer == Answer.TO_CHARITY else None
    if version is not None:
        refuse_stale(offer, version, {"answer": answer, "answer_pence": chosen, "charity": given_to})
    offer.answer, offer.answer_pence, offer.charity, offer.answered_on = answer, chosen, given_to, on
    # What they chose before, on a claim that has gone, is no longer what they choose.
    offer.chosen_pence = offer.chosen_charity = offer.chosen_on = None
    db.session.flush()
    record(actor, "answered-offer", offer, values={"on": on.isoformat(), "pence": chosen.pence})
    return offer


def latest_offer(attendance: Attendance) -> Offer | None:
    """The offer that stands for a person's place in a session."""
    return db.session.scalars(
        select(Offer).where(Offer.attendance_id == attendance.id).order_by(Offer.number.desc()).limit(1)
    ).one_or_none()


def usual_method(route: PaymentRoute | None) -> Method:
    """How a person is paid when nothing else was said: their way, or the organisation's usual one."""
    if route is None or route == PaymentRoute.NONE:
        return Method(accounts.organisation().usual_method.value)
    return Method(route.value)


def promised_day(worked_on: date) -> date:
    """The day by which work is paid when nothing else is promised."""
    return worked_on + timedelta(days=accounts.organisation().promised_days)


def rate_label(rate: Rate | None) -> str:
    """A rate as a line keeps it: the words stay true when the rate card moves on."""
    return f"{rate.card.name}: {rate.label}" if rate else "Agreed amount"


def _last_number(attendance: Attendance) -> int:
    return db.session.scalar(select(func.max(Offer.number)).where(Offer.attendance_id == attendance.id)) or 0

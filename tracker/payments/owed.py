"""What is owed of a fee once the register is taken. Pure: the offer, its rate and the outcome are given."""

from __future__ import annotations

from dataclasses import replace

from tracker.money import ZERO, Money
from tracker.payments.models import Offer
from tracker.projects.fee_rule import Pays, Why, pays
from tracker.sessions.models import HEARD, Attendance, Outcome


def fee_owed(attendance: Attendance, offer: Offer | None) -> Pays:
    """What the outcome pays of the fee that was agreed, by the rule that the offer promised."""
    if offer is None or offer.chosen_pence is None:
        return _pays(attendance, offer, ZERO if offer is None else agreed(offer))
    # Chosen of what was due on a claim: so much, and never more than is due.
    due = fee_offered(attendance, offer)
    return due if due.pence is None else replace(due, pence=min(due.pence, offer.chosen_pence))


def fee_offered(attendance: Attendance, offer: Offer | None) -> Pays:
    """What the outcome pays of the fee as the offer was answered, whatever was chosen of it on a claim."""
    return _pays(attendance, offer, ZERO if offer is None else offer.answered_pence)


def _pays(attendance: Attendance, offer: Offer | None, fee: Money) -> Pays:
    if offer is None or offer.offered_on is None or attendance.outcome is None:
        return Pays(ZERO, Why.NOTHING)
    rule, involvement = offer.rule, attendance.involvement
    given, held = attendance.minutes, involvement.minutes
    if rule.with_preparation:
        usual, prepared = involvement.preparation_minutes, attendance.preparation_minutes
        given = None if given is None else given + (usual if prepared is None else prepared)
        held = None if held is None else held + usual
    return pays(rule, fee, attendance.outcome.value, given=given, held=held)


def waits_for_time(attendance: Attendance, offer: Offer | None) -> bool:
    """Whether the fee cannot be drafted yet: a part is paid by the time, and the time is not recorded."""
    return fee_owed(attendance, offer).why == Why.TIME_UNKNOWN


def agreed(offer: Offer) -> Money:
    """The fee that the person chose, or the whole of it while they have not answered."""
    return offer.agreed_pence


def minutes_worked(
    outcome: Outcome | None,
    *,
    minutes: int | None,
    preparation: int | None,
    usual_preparation: int,
    offered: int | None,
) -> int | None:
    """The work behind a fee in minutes, preparation included; None is unknown.

    Before the register it is what was offered. Whoever was not there did no work in the session, paid or
    not: all that counts is preparation written down for them.
    """
    prepared = usual_preparation if preparation is None else preparation
    if outcome == Outcome.PREPARATION_ONLY:
        return prepared
    if outcome is not None and outcome not in HEARD:
        return preparation or 0
    return offered if outcome is None or minutes is None else minutes + prepared


def worked(attendance: Attendance, offered: int | None) -> int | None:
    """The work behind the fee of one place, where `offered` minutes were offered."""
    return minutes_worked(
        attendance.outcome,
        minutes=attendance.minutes,
        preparation=attendance.preparation_minutes,
        usual_preparation=attendance.involvement.preparation_minutes,
        offered=offered,
    )

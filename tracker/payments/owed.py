"""What is owed of a fee once the register is taken. Pure: the offer, its rate and the outcome are given."""

from __future__ import annotations

from tracker.money import ZERO, Money
from tracker.payments.models import Offer
from tracker.projects.rates import USUAL_OUTCOMES
from tracker.sessions.models import Attendance


def fee_owed(attendance: Attendance, offer: Offer | None) -> Money:
    """What an outcome pays of the fee that was agreed: the rate card's percentage of it, to the penny."""
    if offer is None or offer.offered_on is None or attendance.outcome is None:
        return ZERO
    outcomes = offer.rate.paying_outcomes if offer.rate else USUAL_OUTCOMES
    pence, remainder = divmod(agreed(offer).pence * outcomes.get(attendance.outcome.value, 0), 100)
    return Money(pence + (remainder >= 50))


def agreed(offer: Offer) -> Money:
    """The fee that the person chose, or the whole of it while they have not answered."""
    return offer.pence if offer.answer_pence is None else offer.answer_pence

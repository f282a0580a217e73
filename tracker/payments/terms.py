"""What an offer promises: the amount, the time it is for, and what is paid if things turn out otherwise.

The words name no rule of their own. Each amount in them comes from `fee_rule.pays`, from which the claim is
drafted as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from tracker.errors import Invalid
from tracker.money import ZERO, Money
from tracker.payments.models import Offer
from tracker.payments.owed import agreed
from tracker.projects.fee_rule import ATTENDED, OUTCOMES, PREPARATION_ONLY, FeeRule, Why, pays
from tracker.projects.models import Rate
from tracker.sessions.models import Attendance
from tracker.wording import Wording


@dataclass(frozen=True)
class Term:
    """One promise: its sentence, by its key under `terms` in the wording of documents, and its amount."""

    key: str
    pence: Money

    def in_words(self, words: Wording) -> Markup:
        """The sentence as it is printed."""
        return words.mark(f"terms.{self.key}", amount=words.amount(self.pence.pence))


def terms(offer: Offer) -> Sequence[Term]:
    """What the offer pays besides the whole fee for coming, case by case; of preparation if any is asked."""
    prepares = offer.attendance.involvement.preparation_minutes > 0
    untold = {ATTENDED} if prepares else {ATTENDED, PREPARATION_ONLY}
    return [
        _term(offer.rule, agreed(offer), outcome, prepares=prepares)
        for outcome in OUTCOMES
        if outcome not in untold
    ]


def _term(rule: FeeRule, fee: Money, outcome: str, *, prepares: bool) -> Term:
    """The promise for one outcome; a part that is paid by the time is told by what half of it pays."""
    half = pays(replace(rule, asked=None), fee, outcome, given=1, held=2)
    if half.why == Why.NOTHING:
        return Term(f"{outcome}-nothing", ZERO)
    if half.why == Why.TIME:
        told = "time-prepared" if rule.with_preparation and prepares else "time"
        return Term(f"{outcome}-{told}", half.pence or ZERO)
    return Term(outcome, half.pence or ZERO)


def rule_for(attendance: Attendance, rate: Rate | None) -> FeeRule:
    """Which outcomes pay how much, for an offer to keep: the rate's rule, or the usual one without a rate."""
    rule = rate.rule if rate else FeeRule()
    return replace(
        rule, asked=minutes(attendance) if rule.with_preparation else attendance.involvement.minutes
    )


def amount(attendance: Attendance, rate: Rate | None) -> Money:
    """The whole fee of a rate for this place. Raises Invalid where it needs a length that is not known."""
    fee = rate.fee_for(attendance.involvement.minutes, _preparation(attendance)) if rate else None
    if fee is None:
        raise Invalid(
            "This rate is for each hour: enter on the session how long it takes, or enter another amount.",
            field="rate",
        )
    return fee


def minutes(attendance: Attendance) -> int | None:
    """The time that a fee for this place is for, preparation included; None where the length is unknown."""
    length = attendance.involvement.minutes
    return None if length is None else length + _preparation(attendance)


def _preparation(attendance: Attendance) -> int:
    usual = attendance.involvement.preparation_minutes
    return usual if attendance.preparation_minutes is None else attendance.preparation_minutes

"""What a check is about: one person's fees, offered, claimed or only planned, on each day they might be paid.

The day is the promise's: from the session to the day by which the fee was promised, and both ends are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.money import Money
from tracker.payments import facts, payroll_net
from tracker.payments.check_models import CheckStage
from tracker.payments.facts import Fact
from tracker.payments.models import Claim, Method, Offer
from tracker.payments.owed import agreed
from tracker.people.models import Participant
from tracker.sessions.models import InvolvementSession


@dataclass(frozen=True)
class PlannedFee:
    """A fee for a place that nobody has yet: so much, for so many minutes, by a promised day."""

    involvement: InvolvementSession
    pence: Money
    method: Method
    minutes: int | None
    pay_by: date

    def fact(self, number: int, paid_on: date) -> Fact:
        """The fee as a payment in question, if paid on that day or the nearest that its promise permits."""
        return facts.of_fee(
            number,
            self.involvement,
            self.pence,
            state="proposed",
            method=self.method.value,
            paid_on=min(max(paid_on, self.involvement.held_on), self.pay_by),
            minutes=self.minutes,
        )


@dataclass(frozen=True)
class Subject:
    """What is checked: one person's proposed payments, if they were paid on each of some dates."""

    participant: Participant
    project_id: int
    stage: CheckStage
    dates: tuple[date, ...]
    offer: Offer | None = None
    claim: Claim | None = None
    planned: tuple[PlannedFee, ...] = ()
    # Offers and claims that the planned fees would stand in place of, by id.
    instead_of: frozenset[int] = frozenset()

    def proposed(self, paid_on: date) -> list[Fact]:
        """The payments in question, if paid on that day."""
        if self.claim is not None:
            deducted = payroll_net.deducted_of([self.claim])
            return [
                facts.of_line(
                    line, self.claim, state="proposed", paid_on=paid_on, deducted=deducted.get(line.id)
                )
                for line in self.claim.payable_lines
            ]
        if self.planned:
            return [fee.fact(number, paid_on) for number, fee in enumerate(self.planned)]
        assert self.offer is not None  # noqa: S101 - a subject is an offer, a claim or a planned fee
        return [facts.of_offer(self.offer, agreed(self.offer), state="proposed", paid_on=paid_on)]


def of_offer(offer: Offer) -> Subject:
    """The check before an offer: for the earliest and the latest day that the promise permits."""
    involvement = offer.attendance.involvement
    return Subject(
        participant=offer.attendance.participant,
        project_id=involvement.project_id,
        stage=CheckStage.OFFER,
        dates=_both(involvement.held_on, offer.pay_by),
        offer=offer,
    )


def of_plan(participant: Participant, fees: Sequence[PlannedFee], instead_of: Iterable[int] = ()) -> Subject:
    """The same check before there is an offer, of fees that are only planned, each by its promise."""
    return Subject(
        participant=participant,
        project_id=fees[0].involvement.project_id,
        stage=CheckStage.OFFER,
        dates=_both(min(fee.involvement.held_on for fee in fees), max(fee.pay_by for fee in fees)),
        planned=tuple(fees),
        instead_of=frozenset(instead_of),
    )


def of_claim(claim: Claim, stage: CheckStage, dates: Iterable[date]) -> Subject:
    """The check of a claim, if it were paid on each of these days."""
    return Subject(
        participant=claim.participant,
        project_id=claim.project_id,
        stage=stage,
        dates=tuple(sorted(set(dates))),
        claim=claim,
    )


def at_approval(claim: Claim, on: date) -> Subject:
    """The check at approval: from today, or the session if that is later, to the promised day."""
    worked = claim.involvement.held_on if claim.involvement else on
    earliest = max(on, worked)
    return of_claim(claim, CheckStage.APPROVAL, _both(earliest, max(earliest, claim.pay_by or earliest)))


def _both(one: date, other: date) -> tuple[date, ...]:
    return tuple(sorted({one, other}))

"""Mileage that was approved or paid at less than the rate now held for its day: what is left to top up.

A rate that is published late holds from a day that is over, as when 45p a mile became 55p in May 2026 from
6 April. No line is ever edited: this lists what each person is still short of, and a new claim pays it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.db import db, within
from tracker.money import ZERO, Money
from tracker.payments.models import Claim, ClaimLine, ClaimState, PaidTo
from tracker.permissions import Actor, Permission
from tracker.projects.models import MileageRate
from tracker.tables import Row

HEADINGS = (
    "Worked on",
    "Person",
    "Name",
    "Claim",
    "Project",
    "Vehicle",
    "Miles",
    "Rate used",
    "Rate now held",
    "Short by",
    "Source",
)
# Money that depends on the line: before that it is put right on the claim itself.
_STANDS = (ClaimState.APPROVED, ClaimState.IN_PAY_RUN, ClaimState.PAID)


@dataclass(frozen=True)
class TopUp:
    """One line of mileage, the rate now held for its day, and by how much it was too little."""

    line: ClaimLine
    rate: MileageRate
    short: Money

    @property
    def row(self) -> Row:
        """The same under `HEADINGS`."""
        line, claim = self.line, self.line.claim
        person = claim.participant
        about = (line.worked_on, person.ref, person.name, claim.ref, claim.project.ref, line.vehicle)
        return (
            *about,
            str(line.miles),
            line.rate_pence,
            self.rate.pence_per_mile,
            self.short,
            self.rate.source,
        )


def top_ups(viewer: Actor) -> list[TopUp]:
    """Every such line in the viewer's projects, the earliest first."""
    rates = db.session.scalars(select(MileageRate).order_by(MileageRate.since)).all()
    found = []
    for line in _lines(viewer):
        held = [one for one in rates if one.vehicle == line.vehicle and one.since <= line.worked_on]
        if held and line.miles is not None and line.rate_pence is not None:
            short = held[-1].pence_per_mile.times(line.miles) - line.rate_pence.times(line.miles)
            if short > ZERO:
                found.append(TopUp(line, held[-1], short))
    return found


def _lines(viewer: Actor) -> Sequence[ClaimLine]:
    return db.session.scalars(
        select(ClaimLine)
        .join(ClaimLine.claim)
        .where(
            ClaimLine.tenths_of_miles.is_not(None),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            Claim.state.in_(_STANDS),
            within(Claim.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .options(
            contains_eager(ClaimLine.claim).options(joinedload(Claim.participant), joinedload(Claim.project))
        )
        .order_by(ClaimLine.worked_on, ClaimLine.id)
    ).all()

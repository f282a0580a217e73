"""What of a budget is paid, committed, claimed and offered, and whether an approval would go over it.

Counted by the day of the work, for what people are paid: what a provider is paid direct is on the provider's
invoice. What was paid and came back is committed again. Offers on no claim yet stand apart, since nothing is
owed before the work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased, contains_eager

from tracker.accounts import queries as accounts
from tracker.accounts.models import OverBudget
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money, total
from tracker.payments import for_finance, owed
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Offer, PaidTo
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.projects import budgets
from tracker.projects.budget_models import Budget
from tracker.projects.coding import Coding
from tracker.projects.models import Project
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.filters import day


class Part(StrEnum):
    """Where money of a project has got to."""

    PAID = "paid"
    COMMITTED = "committed"
    CLAIMED = "claimed"
    OFFERED = "offered"


# Written out, not bound: PostgreSQL groups by an expression only where it is the very same.
_NONE: ColumnElement[str] = literal_column("''")
# Whether several codes pay a claim: its own, or its project's while it has none.
_SPLIT = or_(Claim.cost_split.is_not(None), and_(Claim.cost_code.is_(None), Project.cost_split.is_not(None)))
_PART_OF = {
    ClaimState.PAID: Part.PAID,
    ClaimState.APPROVED: Part.COMMITTED,
    ClaimState.IN_PAY_RUN: Part.COMMITTED,
    ClaimState.SUBMITTED: Part.CLAIMED,
    ClaimState.DRAFT: Part.CLAIMED,
}


@dataclass(frozen=True)
class Spent:
    """Money of a project under a cost code for work on a day, and where it has got to."""

    project_id: int
    cost_code: str
    worked_on: date
    part: Part
    pence: Money


@dataclass(frozen=True)
class Standing:
    """A budget, and the sums of what is spent of it."""

    budget: Budget
    paid: Money = ZERO
    committed: Money = ZERO
    claimed: Money = ZERO
    offered: Money = ZERO

    @property
    def set(self) -> Money:
        """The budget itself."""
        return self.budget.pence or ZERO

    @property
    def remaining(self) -> Money:
        """What is neither paid nor committed; below nought, by how much the budget is passed."""
        return self.set - self.paid - self.committed

    @property
    def free(self) -> Money:
        """What would remain if everything claimed and offered were paid too."""
        return self.remaining - self.claimed - self.offered

    @property
    def named(self) -> str:
        """What a sentence calls it."""
        code = f", cost code {self.budget.cost_code}" if self.budget.cost_code else ""
        return f"{self.budget.project.ref}{code}, {day(self.budget.starts_on)} to {day(self.budget.ends_on)}"


def standings(project_ids: Collection[int] | None) -> list[Standing]:
    """Every budget that stands, of these projects or of all, with what is spent of it."""
    found = budgets.standing(project_ids=project_ids)
    spent = list(_spent({one.project_id for one in found}))
    return [_standing(one, spent) for one in found]


def _standing(budget: Budget, spent: Sequence[Spent]) -> Standing:
    mine = [one for one in spent if _counts(budget, one.project_id, one.cost_code, one.worked_on)]
    sums = {part.value: total(one.pence for one in mine if one.part is part) for part in Part}
    return Standing(budget, **sums)


def _counts(budget: Budget, project_id: int, cost_code: str, worked_on: date) -> bool:
    """Whether work of that day is paid from this budget."""
    return (
        budget.project_id == project_id
        and budget.starts_on <= worked_on <= budget.ends_on
        and budget.cost_code in {"", cost_code}
    )


def _spent(project_ids: Collection[int]) -> Iterator[Spent]:
    if not project_ids:
        return
    yield from _on_claims(project_ids)
    yield from _paid_elsewhere(project_ids)
    for offer in _on_no_claim(project_ids):
        involvement = offer.attendance.involvement
        pays = owed.fee_owed(offer.attendance, offer)
        unknown = offer.attendance.outcome is None or pays.pence is None
        expected = owed.agreed(offer) if unknown else pays.pence or ZERO
        for code, part in _parts(involvement.project.coding, expected):
            yield Spent(involvement.project_id, code, involvement.held_on, Part.OFFERED, part)


def _parts(coding: Coding, pence: Money) -> list[tuple[str, Money]]:
    return coding.parts(pence) if coding else [("", pence)]


def _on_claims(project_ids: Collection[int]) -> Iterator[Spent]:
    """Lines that one code pays, summed by the database; then those that several pay, parted one by one."""
    code = func.coalesce(Claim.cost_code, Project.cost_code, _NONE)
    rows = db.session.execute(
        select(Claim.project_id, code, ClaimLine.worked_on, Claim.state, func.sum(ClaimLine.pence))
        .join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .join(Project, Project.id == Claim.project_id)
        .where(
            Claim.project_id.in_(sorted(project_ids)),
            Claim.state.in_(list(_PART_OF)),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            ~_SPLIT,
        )
        .group_by(Claim.project_id, code, ClaimLine.worked_on, Claim.state)
    )
    for project_id, cost_code, worked_on, state, pence in rows:
        yield Spent(project_id, cost_code, worked_on, _PART_OF[state], pence)
    split = db.session.scalars(
        select(ClaimLine)
        .join(ClaimLine.claim)
        .join(Claim.project)
        .where(
            Claim.project_id.in_(sorted(project_ids)),
            Claim.state.in_(list(_PART_OF)),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            _SPLIT,
        )
        .options(contains_eager(ClaimLine.claim).contains_eager(Claim.project))
    )
    for line in split:
        for cost_code, part in _parts(line.claim.coding, line.pence):
            yield Spent(line.claim.project_id, cost_code, line.worked_on, _PART_OF[line.claim.state], part)


def _paid_elsewhere(project_ids: Collection[int]) -> Iterator[Spent]:
    """What was paid for the project before this system, and what it wrote off of advances, on that day."""
    rows = db.session.execute(
        select(LedgerEntry.project_id, LedgerEntry.on_date, func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.project_id.in_(sorted(project_ids)),
            LedgerEntry.kind.in_((EntryKind.PAID_ELSEWHERE, EntryKind.ADVANCE_WRITTEN_OFF)),
        )
        .group_by(LedgerEntry.project_id, LedgerEntry.on_date)
    )
    for project_id, on_date, pence in rows:
        if project_id is not None:
            yield Spent(project_id, "", on_date, Part.PAID, pence)


def _on_no_claim(project_ids: Collection[int]) -> Sequence[Offer]:
    """The offers that stand, were made and were not declined, whose fee was never on a claim."""
    newer = aliased(Offer)
    return db.session.scalars(
        select(Offer)
        .join(Offer.attendance)
        .join(Attendance.involvement)
        .join(InvolvementSession.project)
        .where(
            Offer.offered_on.is_not(None),
            Offer.agreed_pence > ZERO,
            InvolvementSession.project_id.in_(sorted(project_ids)),
            ~exists().where(ClaimLine.attendance_id == Attendance.id, ClaimLine.kind == LineKind.FEE),
            ~exists().where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number),
        )
        .options(
            contains_eager(Offer.attendance)
            .contains_eager(Attendance.involvement)
            .contains_eager(InvolvementSession.project)
        )
    ).all()


@dataclass(frozen=True)
class Over:
    """A budget that an approval would pass, and by how much."""

    standing: Standing
    by: Money

    @property
    def sentence(self) -> str:
        """What an approver reads."""
        return (
            f"This goes {self.by.pounds()} over the budget of {self.standing.named}: "
            f"{self.standing.set.pounds()}, of which {self.standing.remaining.pounds()} remains."
        )


def over(claim: Claim, *, lock: bool = False) -> list[Over]:
    """The budgets that stand which approving this claim would pass; with `lock`, held until the commit."""
    if not budgets.standing(project_ids=[claim.project_id], lock=lock):
        return []
    found = []
    for standing in standings([claim.project_id]):
        mine = total(
            part
            for line in claim.payable_lines
            for code, part in _parts(claim.coding, line.pence)
            if _counts(standing.budget, claim.project_id, code, line.worked_on)
        )
        if mine and mine > standing.remaining:
            found.append(Over(standing, mine - max(standing.remaining, ZERO)))
    return found


def must_be_within(claim: Claim, reason: str | None) -> str | None:
    """The reason that is kept where an approval goes over a budget; None where it goes over none.

    Raises Refused where the organisation lets nothing pass a budget, Invalid where no reason is given.
    """
    passed = over(claim, lock=True)
    if not passed:
        return None
    said = " ".join(one.sentence for one in passed)
    if accounts.organisation().over_budget == OverBudget.STOP:
        raise Refused(
            f"{said} Your organisation approves nothing over a budget: ask finance to change it first.",
            code="over-budget",
        )
    if not reason:
        raise Invalid(f"{said} Say why it is approved all the same.", field="over_budget_reason")
    return for_finance.reason(reason, field="over_budget_reason")

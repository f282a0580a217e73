"""What a person chooses of a fee on a claim, before it is paid: less, none, a charity, all of it again.

The choice must come before the money: only then is a person not treated as having been paid what they did not
take. Expenses are never touched by it.
"""

from __future__ import annotations

from datetime import date

from tracker.accounts.editing import refuse_stale
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money, total
from tracker.payments import approvals, claims, for_finance, offers, queries
from tracker.payments.chosen import charity_of
from tracker.payments.fee_lines import fee_lines
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, LineKind, Method
from tracker.permissions import Actor

_BEFORE_THE_MONEY = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED)

# A hold and an open question too: giving a fee away does not answer what somebody asked about it.
_GOES_WITH_THE_FEE = (
    "state",
    "cost_code",
    "cost_split",
    "submitted_by_id",
    "submitted_on",
    "late_reason",
    "source",
    "signed_on",
    "filled_in_by",
    "form_sha256",
    "held",
    "held_reason",
    "held_by_id",
    "held_on",
    "query",
    "query_answer",
)


def may_choose(claim: Claim) -> bool:
    """Whether the choice can still come before the money."""
    return claim.state in _BEFORE_THE_MONEY


def choose(
    *,
    actor: Actor,
    on: date,
    line: ClaimLine,
    answer: Answer,
    pence: Money | None = None,
    charity: str | None = None,
    version: int | None = None,
) -> Claim:
    """Note what the person chose of a fee on a claim; returns the claim that carries the fee now.

    An approved claim goes back to be approved again. A fee given away moves to a claim of its own where
    anything stands beside it. A claim on which nothing is left is declined. Raises Refused once the money is
    on its way, Invalid where the choice is not clear.
    """
    claim = claims.locked(line.claim)
    _must_come_before_the_money(claim, line)
    if version is not None:
        refuse_stale(claim, version, {})
    offered = line.pence if line.offered_pence is None else line.offered_pence
    taken = _taken(answer, offered, pence, charity)
    if claim.state == ClaimState.APPROVED:
        approvals.back_to_submitted(actor=actor, on=on, claim=claim)
    line.offered_pence, line.pence, line.chosen_on = offered, taken, on
    _send(actor, on, claim, line, charity if answer == Answer.TO_CHARITY else None)
    _remember(line, on)
    _decline_if_nothing_is_left(actor, claim)
    claims.touch(claim)
    for kept in [claim] if line.claim is claim else [claim, line.claim]:
        record(actor, "chose-of-fee", kept, values={"pence": taken.pence, "on": on.isoformat()})
    return line.claim


def _must_come_before_the_money(claim: Claim, line: ClaimLine) -> None:
    if line.kind == LineKind.EXPENSE:
        raise Refused("Costs are paid back as they were spent. Only a fee can be taken in part.")
    if claim.state == ClaimState.IN_PAY_RUN:
        raise Refused(
            "This claim is in a pay run. If the run is not released yet, ask finance to take the claim out, "
            "then record the choice.",
            code="claim-in-pay-run",
        )
    if not may_choose(claim):
        raise Refused(
            "The choice must come before the money, and this claim is already "
            f"{claim.state.value}. Nothing was changed.",
            code=f"claim-{claim.state.value}",
        )


def _taken(answer: Answer, offered: Money, pence: Money | None, charity: str | None) -> Money:
    if answer == Answer.LESS:
        if pence is None or not ZERO < pence < offered:
            raise Invalid(
                f"Enter how much they will take: more than nothing and less than {offered.pounds()}.",
                field="pence",
            )
        return pence
    if answer == Answer.TO_CHARITY and not charity:
        raise Invalid("Enter the name of the charity that they chose.", field="charity")
    for_finance.name(charity or "", field="charity")
    return ZERO if answer == Answer.NONE else offered


def _send(actor: Actor, on: date, claim: Claim, line: ClaimLine, charity: str | None) -> None:
    """Let the fee go where it was chosen to go: to a charity, or back to the person."""
    if charity is None:
        if claim.method == Method.TO_CHARITY:
            claim.method, claim.recipient = offers.usual_method(claim.participant.payment_route), None
        return
    if len(claim.lines) == 1:
        claim.method, claim.recipient, claim.recipient_consent_on = Method.TO_CHARITY, charity, None
        return
    given = claims.claim_for(
        actor=actor,
        on=on,
        participant=claim.participant,
        project=claim.project,
        involvement=claim.involvement,
        method=Method.TO_CHARITY,
        pay_by=claim.pay_by,
        recipient=charity,
    )
    # A line belongs to a claim at every moment, so nothing may be read between the two.
    there = given.lines
    claim.lines.remove(line)
    there.append(line)
    _goes_with(given, claim)
    db.session.flush()
    if given.state == ClaimState.SUBMITTED:
        values = {"state": given.state.value, "pence": given.total.pence}
        record(actor, "submitted-claim", given, values=values)


def _goes_with(given: Claim, claim: Claim) -> None:
    """The new claim stands where the one stood that its fee came from, came the same way and waits alike."""
    for name in _GOES_WITH_THE_FEE:
        setattr(given, name, getattr(claim, name))


def _remember(line: ClaimLine, on: date) -> None:
    """Keep the choice with the offer too: the line may go when the register changes, and come again."""
    offer = queries.offers_of_places([line.attendance_id or 0]).get(line.attendance_id or 0)
    if offer is None:
        return
    lines = fee_lines([line.attendance_id])[line.attendance_id or 0]
    in_full = all(one.offered_pence is None or one.pence == one.offered_pence for one in lines)
    whole = offer.answered_pence
    offer.chosen_pence = whole if in_full else min(total(one.pence for one in lines), whole)
    offer.chosen_on = on
    # Of a fee in two parts, one may be handed over already: only what is left of it is given away.
    given_to = {charity_of(one.claim) for one in lines}
    offer.chosen_charity = given_to.pop() if len(given_to) == 1 else None


def _decline_if_nothing_is_left(actor: Actor, claim: Claim) -> None:
    if not any(line.pence for line in claim.lines):
        claims.end(actor, claim, ClaimState.DECLINED)

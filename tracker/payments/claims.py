"""Claims: fee lines that draft themselves from attendance, expense lines, and the steps before approval."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import day_queries, for_finance, numbering, offers, queries, stopped
from tracker.payments.chosen import gives_away
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Method, Offer
from tracker.payments.owed import fee_offered, fee_owed, worked
from tracker.payments.states import claim_is_open, claim_may_move
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import Project
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.filters import day


def claim_for(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    project: Project,
    involvement: InvolvementSession | None = None,
    method: Method | None = None,
    pay_by: date | None = None,
    recipient: str | None = None,
    import_batch_id: int | None = None,
) -> Claim:
    """The person's open draft for this session (or for none), or a new one.

    What goes to a charity, or to another `recipient` for them, has a claim of its own: no other money of
    the person's must go with it.
    """
    to_charity = method == Method.TO_CHARITY
    _hold_place(participant, involvement)
    draft = db.session.scalars(
        select(Claim).where(
            Claim.participant_id == participant.id,
            Claim.project_id == project.id,
            Claim.involvement_session_id == (involvement.id if involvement else None),
            Claim.state == ClaimState.DRAFT,
            (Claim.method == Method.TO_CHARITY) == to_charity,
            Claim.recipient == recipient,
        )
    ).first()
    if draft is not None:
        return draft
    return begin_claim(
        actor=actor,
        on=on,
        participant=participant,
        project=project,
        involvement=involvement,
        method=method,
        pay_by=pay_by,
        recipient=recipient,
        import_batch_id=import_batch_id,
    )


def begin_claim(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    project: Project,
    involvement: InvolvementSession | None = None,
    method: Method | None = None,
    pay_by: date | None = None,
    recipient: str | None = None,
    import_batch_id: int | None = None,
) -> Claim:
    """A new draft, whatever else the person has; most callers want `claim_for`."""
    claim = Claim(
        ref=numbering.claim_ref(on.year),
        participant=participant,
        project=project,
        involvement=involvement,
        cost_code=project.cost_code,
        cost_split=project.cost_split,
        method=method or offers.usual_method(participant.payment_route),
        pay_by=pay_by or offers.promised_day(involvement.held_on if involvement else on),
        recipient=recipient,
        created_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    db.session.add(claim)
    db.session.flush()
    record(actor, "drafted-claim", claim)
    return claim


def _hold_place(participant: Participant, involvement: InvolvementSession | None) -> None:
    """Let nobody else begin a claim for this place until the commit: a claim begun twice is one."""
    if involvement is not None:
        db.session.execute(
            select(Attendance.id)
            .where(
                Attendance.involvement_session_id == involvement.id,
                Attendance.participant_id == participant.id,
            )
            .with_for_update()
        )


def draft_claims(*, actor: Actor, on: date, involvement: InvolvementSession) -> list[Claim]:
    """Draft the fee lines of everyone who came, or whose place pays all the same, and has none yet.

    One that may not be paid is left with the project, so that the person's costs go on without it.
    """
    places = _unclaimed(involvement)
    made = queries.offers_of_places([place.id for place in places])
    out = stopped.offers_stopped([offer.id for offer in made.values()])
    drafted = [
        _draft_fee(actor, on, place, offer)
        for place in places
        if (offer := made.get(place.id)) is not None and offer.id not in out
    ]
    return [claim for claim in drafted if claim is not None]


def draft_fee(*, actor: Actor, on: date, attendance: Attendance) -> Claim | None:
    """Draft the fee of one place; None where it pays none, is stopped, or stands or may be paid elsewhere."""
    unclaimed = _unclaimed(attendance.involvement, Attendance.id == attendance.id)
    offer = offers.latest_offer(attendance)
    if not unclaimed or offer is None or stopped.offers_stopped([offer.id]):
        return None
    return _draft_fee(actor, on, unclaimed[0], offer)


def _draft_fee(actor: Actor, on: date, attendance: Attendance, offer: Offer) -> Claim | None:
    pence = fee_owed(attendance, offer).pence
    if not pence:
        return None
    claim = claim_for(
        actor=actor,
        on=on,
        participant=attendance.participant,
        project=attendance.involvement.project,
        involvement=attendance.involvement,
        method=Method.TO_CHARITY if gives_away(offer) else offer.method,
        pay_by=offer.pay_by,
        recipient=offer.given_to,
    )
    line = add_fee(actor=actor, claim=claim, attendance=attendance, offer=offer, pence=pence)
    if offer.chosen_pence is not None:
        # A choice outlives the line that it was made on: this one stands in its place.
        whole = fee_offered(attendance, offer).pence or pence
        line.offered_pence, line.chosen_on = max(pence, whole), offer.chosen_on
    return claim


def add_fee(
    *,
    actor: Actor,
    claim: Claim,
    attendance: Attendance,
    offer: Offer,
    pence: Money,
    rest: bool = False,
    import_batch_id: int | None = None,
) -> ClaimLine:
    """Add the fee of one attendance; a second fee for one place in a session is refused.

    `rest` says that the first part was handed over on the day: this is what is still owed of the same fee,
    and the work behind it stands with the first part.
    """
    _must_be_first_fee(attendance, rest=rest)
    line = ClaimLine(
        claim_id=claim.id,
        attendance_id=attendance.id,
        kind=LineKind.FEE,
        description=_fee_described(attendance, "rest of the fee" if rest else offer.rate_label),
        pence=pence,
        worked_on=attendance.involvement.held_on,
        minutes=0 if rest else worked(attendance, offer.minutes),
        rate_id=offer.rate_id,
        rate_label=offer.rate_label,
        rate_pence=offer.rate.pence if offer.rate else None,
        recorded_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    claim.lines.append(line)
    db.session.flush()
    record(actor, "added-fee", claim, values={"pence": pence.pence})
    return line


def _fee_described(attendance: Attendance, rate: str) -> str:
    """What a fee is for, in the words of its receipt; of one for a stretch of time, which days."""
    involvement = attendance.involvement
    covers = involvement.fee_covers
    days = f", {day(covers.start)} to {day(covers.end)}" if covers else ""
    return f"{involvement.title[: 200 - len(days) - len(rate) - 2]}: {rate}{days}"[:200]


def _must_be_first_fee(attendance: Attendance, *, rest: bool) -> None:
    name = attendance.participant.name
    if queries.has_fee(attendance.id) and not rest:
        raise Refused(f"{name} already has a fee for this session.", code="second-fee")
    out = day_queries.fees_out(attendance.involvement_session_id)
    if attendance.participant_id in out:
        raise Refused(
            f"The fee of {name} may have been handed over on day sheet {out[attendance.participant_id]}. "
            "Close that sheet first: what was not handed over can be drafted then.",
            code="on-day-sheet",
        )


def _unclaimed(involvement: InvolvementSession, *conditions: ColumnElement[bool]) -> Sequence[Attendance]:
    """The places whose outcome is known and whose fee stands nowhere, locked before that is looked up."""
    rows = db.session.scalars(
        select(Attendance)
        .where(
            Attendance.involvement_session_id == involvement.id, Attendance.outcome.is_not(None), *conditions
        )
        .order_by(Attendance.id)
        .with_for_update()
    ).all()
    done, out = queries.places_with_fee(involvement.id), day_queries.fees_out(involvement.id)
    waiting = [place for place in rows if place.id not in done and place.participant_id not in out]
    return queries.one_a_person(waiting)


def remove_line(*, actor: Actor, line: ClaimLine) -> Claim:
    """Take a line off a claim that is not approved yet."""
    claim = locked(line.claim)
    must_be_open(claim)
    claim.lines.remove(line)
    db.session.delete(line)
    touch(claim)
    record(actor, "removed-line", claim, values={"pence": line.pence.pence})
    return claim


def withdraw(*, actor: Actor, claim: Claim, reason: str) -> Claim:
    """Withdraw a claim made by mistake, or by the person's wish before anything was approved.

    Of one that was declined by mistake, what was chosen is forgotten: the fee can be drafted again.
    """
    claim = locked(claim)
    claim_may_move(claim.state, ClaimState.WITHDRAWN)
    said = for_finance.reason(reason)
    if claim.state == ClaimState.DECLINED:
        _forget_choices(claim)
    return end(actor, claim, ClaimState.WITHDRAWN, said)


def _forget_choices(claim: Claim) -> None:
    places = [line.attendance_id for line in claim.lines if line.attendance_id is not None]
    for offer in queries.offers_of_places(places).values():
        offer.chosen_pence = offer.chosen_charity = offer.chosen_on = None


def decline(*, actor: Actor, claim: Claim) -> Claim:
    """Record that the person declines all of a claim; it can only be chosen before payment.

    Why is theirs to know: nobody asks.

    Refused where a fee stands beside costs: the fee is chosen by itself, the costs are still paid back.
    """
    if claim.has_fee and claim.total_of(LineKind.EXPENSE):
        raise Refused(
            "There are costs beside the fee. Record on the fee that they take none: the costs are still paid "
            "back.",
            code="costs-beside-fee",
        )
    return end(actor, locked(claim), ClaimState.DECLINED)


_ENDED = {
    ClaimState.WITHDRAWN: "withdrew-claim",
    ClaimState.DECLINED: "declined-claim",
    ClaimState.REJECTED: "rejected-claim",
}


def end(actor: Actor, claim: Claim, state: ClaimState, reason: str | None = None) -> Claim:
    """Bring a locked claim to an end without pay: nothing is asked about it or held any more."""
    claim_may_move(claim.state, state)
    claim.state, claim.reason = state, reason
    if open_query(claim):
        claim.query = claim.query_answer = None
    clear_hold(claim)
    db.session.flush()
    record(actor, _ENDED[state], claim, values={"state": state.value})
    return claim


def open_query(claim: Claim) -> bool:
    """Whether a question waits for its answer."""
    return claim.query is not None and claim.query_answer is None


def clear_hold(claim: Claim) -> None:
    """Take the flag off a claim that is let go, or that came to its end."""
    claim.held, claim.held_reason, claim.held_by_id, claim.held_on = False, None, None, None


def must_be_open(claim: Claim) -> None:
    """Raise Refused unless the claim's lines may still change."""
    if not claim_is_open(claim.state):
        raise Refused(
            "This claim can no longer be changed. Ask the approver to raise a query on it first.",
            code=f"claim-{claim.state.value}",
        )


def touch(claim: Claim) -> None:
    """Move the claim's version on when only its lines changed: whoever looked before must look again."""
    claim.version += 1
    db.session.flush()


def locked(claim: Claim) -> Claim:
    """The claim, locked and read again: decisions rest on what is there now."""
    return db.session.scalars(
        select(Claim).where(Claim.id == claim.id).with_for_update().execution_options(populate_existing=True)
    ).one()

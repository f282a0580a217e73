"""Money follows the register: what a change of attendance, length or date makes of fees claimed already.

What nobody approved is put right, what was approved is looked at again, and what is on its way or paid
refuses the change, so that no register says one thing and the money another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money
from tracker.payments import approvals, claims, day_queries, queries, rechecks
from tracker.payments.day_models import DaySheetState
from tracker.payments.fee_lines import fee_lines
from tracker.payments.models import Claim, ClaimLine, ClaimState, Offer
from tracker.payments.offers import promised_day
from tracker.payments.owed import fee_offered, fee_owed, worked
from tracker.permissions import Actor
from tracker.sessions.models import Attendance, InvolvementSession


@contextmanager
def money_follows(
    actor: Actor, on: date, involvement: InvolvementSession, places: Sequence[Attendance]
) -> Iterator[None]:
    """Around a change of these places of a session, or of the session. Raises Refused where money is out."""
    ids = [place.id for place in places]
    _hold(ids)
    lines, offers = fee_lines(ids), queries.offers_of_places(ids)
    held_on = involvement.held_on
    before = {place.id: _due(place, offers.get(place.id)) for place in places}
    consulted = _consulted(involvement, places)
    yield
    moved = involvement.held_on != held_on
    if moved:
        _must_not_be_on_a_sheet(involvement)
        _promise_again(offers.values(), involvement.held_on)
    followed = []
    for place in places:
        offer = offers.get(place.id)
        due = _due(place, offer)
        if place.id not in lines or not (moved or due != before[place.id]):
            continue
        followed.append(place.participant)
        if moved or due.pence != before[place.id].pence:
            _follow(actor, on, place, lines[place.id], offer, due)
        else:
            _time_follows(actor, lines[place.id][0], due.minutes)
    everybody = moved or _consulted(involvement, places) != consulted
    to_check = [place.participant for place in places] if everybody else followed
    rechecks.check_all_again(to_check, actor, on)


def _consulted(involvement: InvolvementSession, places: Sequence[Attendance]) -> list[bool | None]:
    """Of each place whether it is consultation in law, which decides what of its money counts."""
    return [involvement.service_user_as(place.role) for place in places]


@dataclass(frozen=True)
class _Due:
    """What a place pays as the register stands, None where it is not known, and the work behind it."""

    pence: Money | None
    minutes: int | None


def _due(place: Attendance, offer: Offer | None) -> _Due:
    return _Due(fee_owed(place, offer).pence, worked(place, offer.minutes if offer else None))


def _hold(attendance_ids: Collection[int]) -> None:
    """Let nobody draft a fee of these places until the commit: places are locked before claims."""
    db.session.execute(
        select(Attendance.id)
        .where(Attendance.id.in_(list(attendance_ids)))
        .order_by(Attendance.id)
        .with_for_update()
    )


def _must_not_be_on_a_sheet(involvement: InvolvementSession) -> None:
    for sheet in day_queries.of_session(involvement.id):
        if sheet.state == DaySheetState.SANCTIONED:
            raise Refused(
                f"Day sheet {sheet.ref} is sanctioned for the day of this session. Close that sheet first, "
                "with the whole float counted back if nothing was handed over.",
                field="held_on",
                code="on-day-sheet",
            )


def _promise_again(offers: Iterable[Offer], held_on: date) -> None:
    """A fee is not promised for a day before the work."""
    for offer in offers:
        if offer.pay_by < held_on:
            offer.pay_by = promised_day(held_on)


def _time_follows(actor: Actor, line: ClaimLine, minutes: int | None) -> None:
    """Put the time right where the fee stays as it is, paid or not: hours are counted, and only true ones."""
    line.minutes = minutes
    record(actor, "followed-register", line.claim)


def _follow(
    actor: Actor, on: date, place: Attendance, lines: list[ClaimLine], offer: Offer | None, due: _Due
) -> None:
    """Put the fee of one place right on the claims that carry it; together they come to what is due."""
    held = {claim.id: claims.locked(claim) for claim in sorted({one.claim for one in lines}, key=_id)}
    for claim in held.values():
        _must_not_be_out(place, claim)
        db.session.expire(claim, ["lines"])
    # Somebody may have taken a fee off while this waited for its claim.
    standing = [line for line in lines if line in held[line.claim_id].lines]
    for claim in held.values():
        if claim.state == ClaimState.APPROVED:
            approvals.back_to_submitted(actor=actor, on=on, claim=claim)
    taken = due.pence or ZERO
    offered = fee_offered(place, offer).pence or ZERO
    for line, share in zip(standing, _shares(standing, taken), strict=True):
        if not share and not (offered and line.chosen_on):
            _take_off(actor, line)
            continue
        _set(line, share, offered - (taken - share), offer)
        line.worked_on = place.involvement.held_on
        line.minutes = due.minutes if line is standing[0] else 0
        if line.claim.pay_by is not None and line.claim.pay_by < line.worked_on:
            line.claim.pay_by = promised_day(line.worked_on)
        claims.touch(line.claim)
        record(actor, "followed-register", line.claim, values={"pence": line.pence.pence})


def _id(claim: Claim) -> int:
    return claim.id


def _shares(lines: Sequence[ClaimLine], due: Money) -> list[Money]:
    """What is due split over the lines in their order: each as much as before, the last what is left."""
    shares = []
    for line in lines[:-1]:
        share = min(line.pence, due)
        shares.append(share)
        due -= share
    return [*shares, due] if lines else []


def _take_off(actor: Actor, line: ClaimLine) -> None:
    claim = line.claim
    claims.remove_line(actor=actor, line=line)
    if not claim.lines:
        claims.end(actor, claim, ClaimState.WITHDRAWN, "No fee is due as the register stands now.")


def _set(line: ClaimLine, share: Money, offered: Money, offer: Offer | None) -> None:
    """The amount that is due now, and what it is a part of where the person chose to take less."""
    if line.offered_pence is not None:
        if offer is None or offer.chosen_pence is None:
            # Chosen before choices were kept with the offer: no more than was chosen.
            offered, share = share, share if line.pence == line.offered_pence else min(line.pence, share)
        line.offered_pence = max(share, offered)
    line.pence = share


def _must_not_be_out(place: Attendance, claim: Claim) -> None:
    name = place.participant.name
    if claim.state == ClaimState.IN_PAY_RUN:
        raise Refused(
            f"The fee of {name} is in a pay run. Ask finance to take claim {claim.ref} out of the run first.",
            code="claim-in-pay-run",
        )
    if claim.state == ClaimState.PAID:
        raise Refused(
            f"{name} was paid for this session as it is recorded, on claim {claim.ref}, so what that fee "
            "rests on can no longer be changed.",
            code="claim-paid",
        )

"""Money follows the register: what a change of attendance, length or date makes of fees claimed already.

What nobody approved is put right, what was approved is looked at again, and what is on its way or paid
refuses the change, so that no register says one thing and the money another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import approvals, claims, day_queries, queries, rechecks
from tracker.payments.day_models import DaySheetState
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Offer
from tracker.payments.owed import fee_owed, worked
from tracker.permissions import Actor
from tracker.sessions.models import Attendance, InvolvementSession

_OVER = (*queries.ENDED, ClaimState.DECLINED)


@contextmanager
def money_follows(
    actor: Actor, on: date, involvement: InvolvementSession, places: Sequence[Attendance]
) -> Iterator[None]:
    """Around a change of these places of a session, or of the session. Raises Refused where money is out."""
    ids = [place.id for place in places]
    _hold(ids)
    lines, offers = _fees(ids), queries.offers_of_places(ids)
    held_on = involvement.held_on
    owed = {place.id: fee_owed(place, offers.get(place.id)).pence for place in places}
    yield
    moved = involvement.held_on != held_on
    if moved:
        _must_not_be_on_a_sheet(involvement)
    for place in places:
        due = fee_owed(place, offers.get(place.id)).pence
        if lines[place.id] and (moved or due != owed[place.id]):
            _follow(actor, on, place, lines[place.id], offers.get(place.id), due)
    if moved:
        rechecks.check_all_again([place.participant for place in places], actor, on)


def _hold(attendance_ids: Collection[int]) -> None:
    """Let nobody draft a fee of these places until the commit: places are locked before claims."""
    db.session.execute(
        select(Attendance.id)
        .where(Attendance.id.in_(list(attendance_ids)))
        .order_by(Attendance.id)
        .with_for_update()
    )


def _fees(attendance_ids: Collection[int]) -> Mapping[int, list[ClaimLine]]:
    """The lines that carry the fee of each place; a second is the rest of one that was handed over."""
    found: defaultdict[int, list[ClaimLine]] = defaultdict(list)
    rows = db.session.scalars(
        select(ClaimLine)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id.in_(list(attendance_ids)),
            ClaimLine.kind == LineKind.FEE,
            Claim.state.not_in(_OVER),
        )
        .order_by(Claim.id)
    )
    for line in rows:
        found[line.attendance_id or 0].append(line)
    return found


def _must_not_be_on_a_sheet(involvement: InvolvementSession) -> None:
    for sheet in day_queries.of_session(involvement.id):
        if sheet.state == DaySheetState.SANCTIONED:
            raise Refused(
                f"Day sheet {sheet.ref} is sanctioned for the day of this session. Close that sheet first, "
                "with the whole float counted back if nothing was handed over.",
                field="held_on",
                code="on-day-sheet",
            )


def _follow(
    actor: Actor, on: date, place: Attendance, lines: list[ClaimLine], offer: Offer | None, due: Money | None
) -> None:
    """Put the fee of one place right on the claim that carries it."""
    held = [claims.locked(line.claim) for line in lines]
    for claim in held:
        _must_not_be_out(place, claim)
    line, claim = lines[-1], held[-1]
    db.session.expire(claim, ["lines"])
    if line not in claim.lines:
        # Somebody took the fee off while this waited for the claim.
        return
    if claim.state == ClaimState.APPROVED:
        approvals.back_to_submitted(actor=actor, on=on, claim=claim)
    if not due:
        claims.remove_line(actor=actor, line=line)
        if not claim.lines:
            claims.end(actor, claim, ClaimState.WITHDRAWN, "No fee is due as the register stands now.")
        return
    _set(line, due)
    line.worked_on = place.involvement.held_on
    line.minutes = worked(place, offer.minutes if offer else None)
    claims.touch(claim)
    record(actor, "followed-register", claim, values={"pence": line.pence.pence})


def _set(line: ClaimLine, due: Money) -> None:
    """The amount that is due now; of a choice to take less, no more than was chosen."""
    if line.offered_pence is not None:
        took_all = line.pence == line.offered_pence
        line.pence = due if took_all else min(line.pence, due)
        line.offered_pence = due
    else:
        line.pence = due


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

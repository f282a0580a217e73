"""What money two records of one person have, before they are put together: the same sums after as before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from tracker.db import db, within
from tracker.money import ZERO, Money
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, PaidTo
from tracker.payments.queries import ENDED
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.people import payee_queries
from tracker.people.merging import Preview, Row
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.sessions.models import InvolvementSession
from tracker.web.filters import day

_NOT_COUNTED = (*ENDED, ClaimState.DECLINED)


def preview(viewer: Actor, stays: Participant, joins: Participant) -> Preview:
    """The sums of both, in the projects whose claims the viewer sees, and sessions with a fee under each."""
    if not viewer.may(Permission.SEE_CLAIMS):
        return Preview()
    mine, theirs = ([*_claimed(viewer, one), _before(viewer, one)] for one in (stays, joins))
    labels = ("Paid here", "Claimed and not paid yet", "Paid before this system")
    rows = [
        _row(label, one, other, one + other) for label, one, other in zip(labels, mine, theirs, strict=True)
    ]
    rows.append(Row("Bank details", _bank(stays), _bank(joins), "As they are, each for its own"))
    return Preview(rows, _two_fees(viewer, stays, joins))


def _row(label: str, *sums: Money) -> Row:
    one, other, after = (each.pounds() for each in sums)
    return Row(label, one, other, after)


def _bank(person: Participant) -> str:
    return "Held by finance" if payee_queries.current_payee(person.id) else "None yet"


def _claimed(viewer: Actor, person: Participant) -> tuple[Money, Money]:
    """What claims come to: those that are paid, and those still to be."""
    rows = db.session.execute(
        select(Claim.state, func.sum(ClaimLine.pence))
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            Claim.participant_id == person.id,
            Claim.state.not_in(_NOT_COUNTED),
            ClaimLine.paid_to != PaidTo.PROVIDER,
            within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)),
        )
        .group_by(Claim.state)
    )
    sums = dict(rows.all())
    paid = sums.pop(ClaimState.PAID, ZERO)
    return paid, sum(sums.values(), ZERO)


def _before(viewer: Actor, person: Participant) -> Money:
    found = db.session.scalar(
        select(func.sum(LedgerEntry.pence)).where(
            LedgerEntry.participant_id == person.id,
            LedgerEntry.kind == EntryKind.PAID_ELSEWHERE,
            within(LedgerEntry.project_id, viewer.projects(Permission.SEE_CLAIMS)),
        )
    )
    return found or ZERO


def _two_fees(viewer: Actor, stays: Participant, joins: Participant) -> list[str]:
    mine, theirs = _fees(viewer, stays), _fees(viewer, joins)
    return [
        f"Both have a fee for {title} on {day(held_on)}, {mine[key].pounds()} and {theirs[key].pounds()}. "
        "Both stand, and whoever approves sees it: ask whether the session was paid twice."
        for key, (title, held_on) in sorted(_sessions(mine.keys() & theirs.keys()).items())
    ]


def _fees(viewer: Actor, person: Participant) -> Mapping[int, Money]:
    rows = db.session.execute(
        select(Claim.involvement_session_id, func.sum(ClaimLine.pence))
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            Claim.participant_id == person.id,
            Claim.state.not_in(_NOT_COUNTED),
            Claim.involvement_session_id.is_not(None),
            ClaimLine.kind == LineKind.FEE,
            within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)),
        )
        .group_by(Claim.involvement_session_id)
    )
    return {session_id: pence for session_id, pence in rows if session_id is not None}


def _sessions(ids: set[int]) -> Mapping[int, tuple[str, date]]:
    rows = db.session.execute(
        select(InvolvementSession.id, InvolvementSession.title, InvolvementSession.held_on).where(
            InvolvementSession.id.in_(ids)
        )
    )
    return {row.id: (row.title, row.held_on) for row in rows}

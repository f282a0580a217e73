"""Reads of advances: those of a person or a project, what became of each, and what is still free of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.money import ZERO, Money
from tracker.payments.advance_ledger import Standing, standings
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import of_person

# So many are listed.
_MOST = 100
# Of these an approval has not yet taken what is set against them.
_NOT_TAKEN = (ClaimState.DRAFT, ClaimState.SUBMITTED)


@dataclass(frozen=True)
class Listed:
    """An advance and where its money stands."""

    advance: Advance
    standing: Standing


def advance(viewer: Actor, advance_id: int, permission: Permission = Permission.SEE_CLAIMS) -> Advance:
    """An advance of a project where the viewer holds the permission. Raises NotFound."""
    found = db.session.get(Advance, advance_id)
    if found is None or not viewer.may(permission, found.project_id):
        raise NotFound("There is no such advance.")
    return found


def not_settled(viewer: Actor) -> Sequence[Listed]:
    """The advances of the viewer's projects of which something is left, the oldest first."""
    less = (EntryKind.ADVANCE_APPLIED, EntryKind.ADVANCE_RETURNED, EntryKind.ADVANCE_WRITTEN_OFF)
    gone = (
        select(LedgerEntry.advance_id, func.sum(LedgerEntry.pence).label("pence"))
        .where(LedgerEntry.kind.in_(less), LedgerEntry.advance_id.is_not(None))
        .group_by(LedgerEntry.advance_id)
        .subquery("gone")
    )
    taken_out = select(LedgerEntry.advance_id).where(
        LedgerEntry.kind == EntryKind.ADVANCE_GIVEN, LedgerEntry.reverses_id.is_not(None)
    )
    rows = db.session.scalars(
        select(Advance)
        .outerjoin(gone, gone.c.advance_id == Advance.id)
        .where(
            within(Advance.project_id, viewer.projects(Permission.SEE_CLAIMS)),
            or_(gone.c.pence.is_(None), gone.c.pence < Advance.pence),
            Advance.id.not_in(taken_out),
        )
        .options(joinedload(Advance.participant), joinedload(Advance.project))
        .order_by(Advance.given_on, Advance.ref)
    ).all()
    return _listed(rows)


def of_participant(viewer: Actor, participant_id: int) -> Sequence[Listed]:
    """A person's advances in the viewer's projects, the newest first."""
    scope = within(Advance.project_id, viewer.projects(Permission.SEE_CLAIMS))
    return _listed(_found(scope, of_person(Advance.participant_id, participant_id)))


def for_claim(claim: Claim) -> Sequence[Advance]:
    """The advances that can be set against a claim: of its person, in its project, the oldest first."""
    theirs = of_person(Advance.participant_id, claim.participant_id)
    return _found(Advance.project_id == claim.project_id, theirs)[::-1]


def free_for(claim: Claim) -> Mapping[Advance, Money]:
    """What can be set against a claim of each of those, what is set now included; where there is any."""
    found = {one: free(one, but=claim.id) for one in for_claim(claim)}
    return {one: pence for one, pence in found.items() if pence > ZERO}


def covered(viewer: Actor) -> Sequence[Claim]:
    """Claims of the viewer's projects that advances covered whole, the newest first: in no run.

    Those whose costs a provider was paid direct are of £0.00 and not among them.
    """
    found = db.session.scalars(
        select(Claim)
        .where(
            within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)),
            Claim.state == ClaimState.PAID,
            Claim.pay_run_id.is_(None),
            Claim.advances.is_not(None),
        )
        .options(joinedload(Claim.participant), joinedload(Claim.project), selectinload(Claim.lines))
        .order_by(Claim.approved_on.desc(), Claim.ref.desc())
        .limit(_MOST)
    )
    return [claim for claim in found if claim.advanced]


def free(advance: Advance, *, but: int | None = None) -> Money:
    """What is left of an advance and set against no claim; the claim `but` is not looked at.

    What an approved claim took is gone; of one that waits, what is set against it is kept for it.
    """
    waiting = db.session.scalars(
        select(Claim).where(
            Claim.advances.is_not(None),
            Claim.state.in_(_NOT_TAKEN),
            Claim.project_id == advance.project_id,
            of_person(Claim.participant_id, advance.participant_id),
            Claim.id != (but or 0),
        )
    )
    kept = sum(
        pence for claim in waiting for advance_id, pence in claim.advances or () if advance_id == advance.id
    )
    left = standings([advance.id])[advance.id].left - Money(kept)
    return max(left, ZERO)


def movements(advance: Advance) -> Sequence[LedgerEntry]:
    """Everything that the ledger says of an advance, in order."""
    return db.session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.advance_id == advance.id)
        .order_by(LedgerEntry.recorded_at, LedgerEntry.id)
    ).all()


def set_now(claim: Claim) -> Mapping[int, Money]:
    """What is set against a claim: at most how much of each advance, by id."""
    return {advance_id: Money(pence) for advance_id, pence in claim.advances or ()}


def claims_of(advance: Advance) -> Sequence[Claim]:
    """The claims that an advance is set against, whatever became of them, by reference."""
    theirs = of_person(Claim.participant_id, advance.participant_id)
    found = db.session.scalars(
        select(Claim).where(Claim.advances.is_not(None), Claim.project_id == advance.project_id, theirs)
    )
    return sorted((claim for claim in found if advance.id in set_now(claim)), key=lambda claim: claim.ref)


def used_by(claims: Sequence[Claim]) -> Sequence[Advance]:
    """The advances that these claims have set against them, the oldest first."""
    ids = {advance_id for claim in claims for advance_id, _ in claim.advances or ()}
    return db.session.scalars(
        select(Advance).where(Advance.id.in_(ids)).order_by(Advance.given_on, Advance.ref)
    ).all()


def _found(*wanted: ColumnElement[bool]) -> Sequence[Advance]:
    return db.session.scalars(
        select(Advance)
        .where(*wanted)
        .options(joinedload(Advance.participant), joinedload(Advance.project))
        .order_by(Advance.given_on.desc(), Advance.ref.desc())
    ).all()


def _listed(rows: Sequence[Advance]) -> Sequence[Listed]:
    found = standings([one.id for one in rows])
    return [Listed(one, found[one.id]) for one in rows]

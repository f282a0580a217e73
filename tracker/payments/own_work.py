"""Who may not approve a claim: who logged, imported or claimed any of it, or entered its bank details."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import select

from tracker.audit import queries as audit
from tracker.db import db
from tracker.payments import claim_payees
from tracker.payments.models import Claim, Offer
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance, InvolvementSession

# Acts on a claim by people who do not record it: they may look at it again and approve it later.
_LOOKING_ON = (
    "approved-claim",
    "approval-lapsed",
    "opened-claim-form",
    "held-claim",
    "let-claim-go",
    "owed-again",
    "opened-receipt-photo",
    "raised-query",
    "rejected-claim",
    "took-out-of-run",
    "took-sanction-of-day-sheet",
)

# Ids of users or of imports; a column that nobody filled gives None.
Ids = set[int | None]


def not_to_approve(claim: Claim) -> frozenset[int]:
    """The users who handled this, or entered the bank details it would be paid to."""
    return not_to_approve_of([claim])[claim.id]


def not_to_approve_of(members: Collection[Claim]) -> Mapping[int, frozenset[int]]:
    """The same for many claims, by their ids, asking the database no more often than for one."""
    handled, entered = handlers_of(members), claim_payees.entered_by(members)
    return {claim_id: users | _known({entered[claim_id]}) for claim_id, users in handled.items()}


def handlers(claim: Claim) -> frozenset[int]:
    """The users who logged, imported or claimed any of this, its session too."""
    return handlers_of([claim])[claim.id]


def handlers_of(members: Collection[Claim]) -> Mapping[int, frozenset[int]]:
    """The same for many claims, by their ids, asking the database no more often than for one."""
    users, imports = _of_places({line.attendance_id for claim in members for line in claim.lines})
    acted = audit.actors_by_record(Claim.__tablename__, [claim.id for claim in members], but=_LOOKING_ON)
    found: dict[int, Ids] = {}
    batches: dict[int, Ids] = {}
    for claim in members:
        found[claim.id] = {claim.created_by_id, claim.submitted_by_id, *acted.get(claim.id, ())}
        batches[claim.id] = {claim.import_batch_id}
        for line in claim.lines:
            found[claim.id] |= {line.recorded_by_id} | users[line.attendance_id]
            batches[claim.id] |= {line.import_batch_id} | imports[line.attendance_id]
        if claim.involvement is not None:
            found[claim.id].add(claim.involvement.logged_by_id)
            batches[claim.id].add(claim.involvement.import_batch_id)
    importers = _importers(set().union(*batches.values()))
    return {
        claim_id: _known(found[claim_id] | {importers.get(batch) for batch in batches[claim_id]})
        for claim_id in found
    }


def recorders(attendance_ids: Collection[int], involvement: InvolvementSession) -> frozenset[int]:
    """The users who logged or imported a session, places in it or their offers."""
    users, imports = _of_places(attendance_ids)
    batches: Ids = set().union({involvement.import_batch_id}, *imports.values())
    return _known({involvement.logged_by_id}.union(*users.values(), _importers(batches).values()))


def _of_places(
    attendance_ids: Iterable[int | None],
) -> tuple[Mapping[int | None, Ids], Mapping[int | None, Ids]]:
    """By place, who recorded it, acted on it or its offers, and the import that brought it in."""
    ids = [one for one in attendance_ids if one is not None]
    users: defaultdict[int | None, Ids] = defaultdict(set)
    imports: defaultdict[int | None, Ids] = defaultdict(set)
    place = Attendance
    recorded = select(place.id, place.recorded_by_id, place.import_batch_id).where(place.id.in_(ids))
    for place_id, recorded_by, batch in db.session.execute(recorded):
        users[place_id].add(recorded_by)
        imports[place_id].add(batch)
    offered = select(Offer.id, Offer.attendance_id, Offer.offered_by_id).where(Offer.attendance_id.in_(ids))
    offers = db.session.execute(offered).all()
    # Whoever notes an answer may have named the charity that the money goes to.
    answered = audit.actors_by_record(Offer.__tablename__, [offer.id for offer in offers])
    for offer_id, place_id, offered_by in offers:
        users[place_id] |= {offered_by, *answered.get(offer_id, ())}
    for place_id, actors in audit.actors_by_record(Attendance.__tablename__, ids).items():
        users[place_id] |= actors
    return users, imports


def _importers(batch_ids: Ids) -> Mapping[int | None, int | None]:
    if not batch_ids - {None}:
        return {}
    asked = select(ImportBatch.id, ImportBatch.imported_by_id).where(ImportBatch.id.in_(batch_ids - {None}))
    return {row.id: row.imported_by_id for row in db.session.execute(asked)}


def _known(users: Ids) -> frozenset[int]:
    return frozenset(user for user in users if user is not None)

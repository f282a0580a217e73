"""Who logged, imported or claimed any part of some claims: none of them may approve that claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select

from tracker.audit import queries as audit
from tracker.db import db
from tracker.payments.models import Claim, Offer
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance

# Acts on a claim by people who do not record it: they may look at it again and approve it later.
_LOOKING_ON = (
    "approved-claim",
    "approval-lapsed",
    "opened-receipt-photo",
    "raised-query",
    "rejected-claim",
    "took-out-of-run",
)

Users = set[int | None]


def handlers_of(members: Collection[Claim]) -> Mapping[int, frozenset[int]]:
    """For each claim the users who recorded any of it, its places and its session; by the claim's id.

    However many claims are asked about, the database is asked as often.
    """
    attendance_ids = {line.attendance_id for claim in members for line in claim.lines} - {None}
    by_place, batches_of = _recorders({one for one in attendance_ids if one is not None})
    acted = audit.actors_by_record(Claim.__tablename__, [claim.id for claim in members], but=_LOOKING_ON)
    batches = {claim.id: _batches(claim, batches_of) for claim in members}
    importers = _importers({batch for found in batches.values() for batch in found if batch is not None})
    handlers = {}
    for claim in members:
        users: Users = {claim.created_by_id, claim.submitted_by_id, *acted.get(claim.id, ())}
        for line in claim.lines:
            users |= {line.recorded_by_id} | by_place.get(line.attendance_id, set())
        if claim.involvement is not None:
            users.add(claim.involvement.logged_by_id)
        users |= {importers.get(batch) for batch in batches[claim.id]}
        handlers[claim.id] = frozenset(user for user in users if user is not None)
    return handlers


def _batches(claim: Claim, of_places: Mapping[int | None, int | None]) -> set[int | None]:
    """The imports that brought in a claim, its lines, their places or its session."""
    found = {claim.import_batch_id} | {line.import_batch_id for line in claim.lines}
    found |= {of_places.get(line.attendance_id) for line in claim.lines}
    return found | {claim.involvement.import_batch_id if claim.involvement else None}


def _recorders(
    attendance_ids: Collection[int],
) -> tuple[Mapping[int | None, Users], Mapping[int | None, int | None]]:
    """By place, who recorded it, offered for it or acted on it, and the import that brought it in."""
    users: defaultdict[int | None, Users] = defaultdict(set)
    batches: dict[int | None, int | None] = {}
    place = Attendance
    for place_id, recorded_by, batch in db.session.execute(
        select(place.id, place.recorded_by_id, place.import_batch_id).where(place.id.in_(attendance_ids))
    ):
        users[place_id].add(recorded_by)
        batches[place_id] = batch
    for place_id, offered_by in db.session.execute(
        select(Offer.attendance_id, Offer.offered_by_id).where(Offer.attendance_id.in_(attendance_ids))
    ):
        users[place_id].add(offered_by)
    for acted_on, actors in audit.actors_by_record(Attendance.__tablename__, attendance_ids).items():
        users[acted_on] |= actors
    return users, batches


def _importers(batch_ids: Collection[int]) -> Mapping[int | None, int | None]:
    rows = db.session.execute(
        select(ImportBatch.id, ImportBatch.imported_by_id).where(ImportBatch.id.in_(batch_ids))
    )
    return {row.id: row.imported_by_id for row in rows}

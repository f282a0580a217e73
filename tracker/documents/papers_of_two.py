"""How many papers two records of one person have, before they are put together."""

from __future__ import annotations

from sqlalchemy import func, select

from tracker.db import db
from tracker.documents import queries
from tracker.documents.models import Document
from tracker.people.merging import Preview, Row
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission


def preview(viewer: Actor, stays: Participant, joins: Participant) -> Preview:
    """The receipts, letters and statements of each that the viewer may see."""
    if not viewer.may(Permission.SEE_RECEIPTS):
        return Preview()
    mine, theirs = (_count(viewer, one) for one in (stays, joins))
    return Preview([Row("Receipts and papers", str(mine), str(theirs), str(mine + theirs))])


def _count(viewer: Actor, person: Participant) -> int:
    counted = select(func.count(Document.id)).where(
        Document.participant_id == person.id, queries.visible(viewer)
    )
    return db.session.scalar(counted) or 0

"""Reads of checks: for the benefit contact what was found, for everybody else only whether to talk first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVarTuple

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.payments.check_models import Check, Conversation
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import any_of, stands_for

Columns = TypeVarTuple("Columns")


def talks_wanted(*, offer_ids: Collection[int] = (), claim_ids: Collection[int] = ()) -> frozenset[int]:
    """Which of these offers and claims ask for a talk with the benefit contact first.

    All that anybody but the benefit contact ever learns: this, or nothing.
    """
    rows = db.session.execute(
        _open_talks(select(Check.offer_id, Check.claim_id)).where(
            or_(Check.offer_id.in_(list(offer_ids)), Check.claim_id.in_(list(claim_ids)))
        )
    )
    return frozenset(kept for row in rows for kept in row if kept is not None)


def talks(viewer: Actor) -> Sequence[Check]:
    """The newest check of each offer and claim that asks for a talk which nobody has had yet."""
    query = _open_talks(select(Check)).where(
        within(Check.project_id, viewer.projects(Permission.BENEFIT_CONTACT))
    )
    return db.session.scalars(query.order_by(Check.made_at.desc(), Check.id)).all()


def _open_talks(query: Select[*Columns]) -> Select[*Columns]:
    newer = aliased(Check)
    same = or_(newer.offer_id == Check.offer_id, newer.claim_id == Check.claim_id)
    return query.where(
        Check.talk.is_(True),
        ~exists().where(same, newer.made_at > Check.made_at),
        ~any_of(
            select(Conversation.id).where(Conversation.noted_at >= Check.made_at),
            Conversation.participant_id,
            stands_for(Check.participant_id),
        ),
    )


def check(viewer: Actor, check_id: int) -> Check:
    """A stored check, for a benefit contact of its project. Raises NotFound."""
    found = db.session.get(Check, check_id)
    if found is None or not viewer.may(Permission.BENEFIT_CONTACT, found.project_id):
        raise NotFound("There is no such check.")
    return found

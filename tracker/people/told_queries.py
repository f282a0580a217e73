"""Reads of what a person told of their benefits, for those alone who may open it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import BenefitDeclaration, Circumstances


def circumstances(participant_id: int) -> Circumstances | None:
    """The facts about a person as a whole. The caller has made sure who is asking, and logs it."""
    return db.session.scalars(
        select(Circumstances).where(Circumstances.participant_id == participant_id)
    ).one_or_none()


def declarations(participant_id: int) -> Sequence[BenefitDeclaration]:
    """The benefits a person told of, ended ones too. The caller has made sure who is asking, and logs it."""
    return db.session.scalars(
        select(BenefitDeclaration)
        .where(BenefitDeclaration.participant_id == participant_id)
        .order_by(BenefitDeclaration.benefit, BenefitDeclaration.since)
    ).all()


def declaration(participant_id: int, declaration_id: int) -> BenefitDeclaration:
    """One benefit of this person. Raises NotFound."""
    found = db.session.get(BenefitDeclaration, declaration_id)
    if found is None or found.participant_id != participant_id:
        raise NotFound("There is no such benefit.")
    return found

"""Reads of what a person told of their benefits, for those alone who may open it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import BenefitDeclaration, Circumstances, Participant
from tracker.projects.one_person import of_person, records


def circumstances(participant_id: int) -> Circumstances | None:
    """The facts about a person as a whole. The caller has made sure who is asking, and logs it."""
    return db.session.scalars(
        select(Circumstances).where(Circumstances.participant_id == participant_id)
    ).one_or_none()


def of_other_records(participant_id: int) -> Sequence[tuple[str, Circumstances]]:
    """The same facts under each other record of the person, with its reference; told last, they hold."""
    others = set(records([participant_id])) - {participant_id}
    rows = db.session.execute(
        select(Participant.ref, Circumstances)
        .join(Circumstances, Circumstances.participant_id == Participant.id)
        .where(Participant.id.in_(others))
        .order_by(Participant.ref)
    )
    return [(ref, kept) for ref, kept in rows]


def consent_on(participant_id: int) -> date | None:
    """When a person agreed that we keep what they tell us, under whichever record; the last day."""
    return db.session.scalar(
        select(func.max(Circumstances.consent_on)).where(
            of_person(Circumstances.participant_id, participant_id)
        )
    )


def declarations(participant_id: int) -> Sequence[BenefitDeclaration]:
    """The benefits a person told of, ended ones too, under any of their records.

    The caller has made sure who is asking, and logs it.
    """
    return db.session.scalars(
        select(BenefitDeclaration)
        .where(of_person(BenefitDeclaration.participant_id, participant_id))
        .order_by(BenefitDeclaration.benefit, BenefitDeclaration.since)
    ).all()


def declaration(participant_id: int, declaration_id: int) -> BenefitDeclaration:
    """One benefit of this person. Raises NotFound."""
    found = db.session.get(BenefitDeclaration, declaration_id)
    if found is None or found.participant_id not in records([participant_id]):
        raise NotFound("There is no such benefit.")
    return found

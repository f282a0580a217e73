"""Who agreed to be contacted and asked to take part: said by them, dated, and taken back at any time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, select

from tracker.audit.services import record
from tracker.db import db
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.sessions.draw_models import AskingAgreement


def agreed() -> ColumnElement[bool]:
    """Of participants: who agreed and has not taken it back."""
    return (
        select(AskingAgreement.id)
        .where(AskingAgreement.participant_id == Participant.id, AskingAgreement.until.is_(None))
        .correlate(Participant)
        .exists()
    )


def standing(participant_ids: Collection[int]) -> dict[int, AskingAgreement]:
    """The agreements of these people that stand, by person."""
    rows = db.session.scalars(
        select(AskingAgreement).where(
            AskingAgreement.participant_id.in_(list(participant_ids)), AskingAgreement.until.is_(None)
        )
    )
    return {row.participant_id: row for row in rows}


def record_agreements(*, actor: Actor, on: date, participants: Sequence[Participant]) -> int:
    """Write down that these people agreed today, where they had not before; how many that is."""
    kept = standing([person.id for person in participants])
    new = [person for person in participants if person.id not in kept]
    taken_back = {
        row.participant_id: row
        for row in db.session.scalars(
            select(AskingAgreement).where(
                AskingAgreement.participant_id.in_([person.id for person in new]),
                AskingAgreement.agreed_on == on,
            )
        )
    }
    for person in new:
        # Taken back and given again on one day, it stands as before.
        agreement = taken_back.get(person.id) or AskingAgreement(participant_id=person.id, agreed_on=on)
        agreement.until, agreement.recorded_by_id = None, actor.user_id
        db.session.add(agreement)
        db.session.flush()
        record(actor, "agreed-to-be-asked", agreement)
    return len(new)


def take_back(*, actor: Actor, on: date, participant: Participant) -> None:
    """The person no longer wishes to be asked; from now on no draw has them."""
    agreement = standing([participant.id]).get(participant.id)
    if agreement is not None:
        agreement.until = on
        db.session.flush()
        record(actor, "no-longer-to-be-asked", agreement, fields=["until"])

"""What a person took part in, or is to, and was offered for it, as letters freeze it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from tracker.db import db
from tracker.payments.chosen import in_answer
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, LineKind, Offer
from tracker.periods import Period
from tracker.projects.one_person import of_person
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession, Outcome

_TOOK_PART = (*HEARD, Outcome.PREPARATION_ONLY)


@dataclass(frozen=True)
class Place:
    """A session that a person took part in or is to: what is said of it, and which sentences it supports."""

    said: dict[str, Any]
    planned: bool
    consulted: bool
    free_to_withdraw: bool


def places(participant_id: int, project_id: int, period: Period, on: date) -> list[Place]:
    """A person's places in a project's sessions within some days, oldest first.

    A past one whose register is not taken is left out: whether they came is not known.
    """
    rows = db.session.scalars(
        select(Attendance)
        .join(Attendance.involvement)
        .options(contains_eager(Attendance.involvement))
        .where(
            of_person(Attendance.participant_id, participant_id),
            Attendance.role.not_in(NOT_VOICES),
            InvolvementSession.project_id == project_id,
            InvolvementSession.held_on.between(period.start, period.end),
        )
        .order_by(InvolvementSession.held_on, InvolvementSession.id)
    )
    return [
        _place(row, planned=row.outcome is None)
        for row in rows
        if row.outcome in _TOOK_PART or (row.outcome is None and row.involvement.held_on >= on)
    ]


def _place(attendance: Attendance, *, planned: bool) -> Place:
    involvement = attendance.involvement
    minutes = involvement.minutes if attendance.minutes is None else attendance.minutes
    prepared = (
        involvement.preparation_minutes
        if attendance.preparation_minutes is None
        else attendance.preparation_minutes
    )
    return Place(
        said={
            "held_on": involvement.held_on.isoformat(),
            "title": involvement.title,
            "minutes": minutes + prepared if minutes else None,
            **({"preparation_minutes": prepared} if minutes and prepared else {}),
        },
        planned=planned,
        consulted=involvement.service_user_as(attendance.role) is True,
        free_to_withdraw=involvement.free_to_withdraw is True,
    )


def where(found: Sequence[Place], support: str) -> dict[str, Any] | None:
    """Of which places the records support a sentence: of every one, or of these; None for not one."""
    those = [place.said for place in found if getattr(place, support)]
    if not those:
        return None
    every = len(those) == len(found)
    return {"every": every, "sessions": [] if every else those}


def offers(participant_id: int, project_id: int, period: Period) -> list[dict[str, Any]]:
    """The fees offered for sessions within some days, oldest first.

    One taken in full and paid is left out: the payment says it all.
    """
    rows = db.session.execute(
        select(Offer, InvolvementSession, _paid())
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            of_person(Attendance.participant_id, participant_id),
            InvolvementSession.project_id == project_id,
            InvolvementSession.held_on.between(period.start, period.end),
            Offer.offered_on.is_not(None),
        )
        .order_by(InvolvementSession.held_on, InvolvementSession.id, Offer.number)
    )
    latest = {offer.attendance_id: (offer, involvement, paid) for offer, involvement, paid in rows}
    return [
        _offer(offer, involvement, paid=paid)
        for offer, involvement, paid in latest.values()
        if not paid or _other_than_in_full(offer)
    ]


def _other_than_in_full(offer: Offer) -> bool:
    choice = in_answer(offer)
    return choice is not None and choice.answer != Answer.FULL


def _paid() -> ColumnElement[bool]:
    """Of places: whether their fee was paid."""
    return (
        select(ClaimLine.id)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id == Attendance.id,
            ClaimLine.kind == LineKind.FEE,
            Claim.state == ClaimState.PAID,
        )
        .exists()
    )


def _offer(offer: Offer, involvement: InvolvementSession, *, paid: bool) -> dict[str, Any]:
    choice = in_answer(offer)
    return {
        "title": involvement.title,
        "held_on": involvement.held_on.isoformat(),
        "offered": offer.pence.pence,
        "answer": choice.answer.value if choice else None,
        "taken": choice.taken.pence if choice else None,
        "pay_by": None if paid else offer.pay_by.isoformat(),
    }

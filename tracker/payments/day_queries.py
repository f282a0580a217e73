"""Reads of day sheets, each within the viewer's projects, and of what is out on them until they close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.money import ZERO
from tracker.payments.day_models import DaySheet, DaySheetLine, DaySheetState
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import for_every_record
from tracker.sessions.models import InvolvementSession

_SHOWN = 100


def sheet(viewer: Actor, sheet_id: int, *permissions: Permission) -> DaySheet:
    """A day sheet, with its people, of a project where the viewer holds any of these, or sees claims.

    Raises NotFound.
    """
    needed = permissions or (Permission.SEE_CLAIMS,)
    found = db.session.scalars(
        select(DaySheet)
        .where(DaySheet.id == sheet_id)
        .options(
            joinedload(DaySheet.involvement),
            selectinload(DaySheet.lines).joinedload(DaySheetLine.participant),
        )
    ).one_or_none()
    if found is None or not any(viewer.may(one, found.involvement.project_id) for one in needed):
        raise NotFound("There is no such day sheet.")
    return found


def sheets(viewer: Actor, *states: DaySheetState) -> Sequence[DaySheet]:
    """The viewer's day sheets, the last session first; only of these states if any are named."""
    query = (
        select(DaySheet)
        .join(InvolvementSession, DaySheet.involvement_session_id == InvolvementSession.id)
        .where(within(InvolvementSession.project_id, viewer.projects(Permission.SEE_CLAIMS)))
        .options(contains_eager(DaySheet.involvement), selectinload(DaySheet.lines))
        .order_by(InvolvementSession.held_on.desc(), DaySheet.ref.desc())
        .limit(_SHOWN)
    )
    if states:
        query = query.where(DaySheet.state.in_(states))
    return db.session.scalars(query).all()


def of_session(involvement_id: int) -> Sequence[DaySheet]:
    """The day sheets of one session, those given up left out."""
    return db.session.scalars(
        select(DaySheet)
        .where(DaySheet.involvement_session_id == involvement_id, DaySheet.state != DaySheetState.CANCELLED)
        .options(selectinload(DaySheet.lines))
        .order_by(DaySheet.ref)
    ).all()


def of_run(run_id: int) -> DaySheet | None:
    """The day sheet whose signatures a pay run holds, if it is one of those."""
    return db.session.scalars(select(DaySheet).where(DaySheet.pay_run_id == run_id)).one_or_none()


def fees_on_sheets(involvement_id: int, *states: DaySheetState, but: int | None = None) -> Mapping[int, str]:
    """Who of a session stands with a fee on a sheet in one of these states: its ref by participant."""
    return _refs(involvement_id, states, DaySheetLine.most_fee_pence > ZERO, DaySheet.id != but)


def fees_out(involvement_id: int) -> Mapping[int, str]:
    """Whose fee may have been handed over already, on a sheet still to be closed: its ref by participant."""
    return fees_on_sheets(involvement_id, DaySheetState.SANCTIONED)


def expenses_on_sheets(
    involvement_id: int, *states: DaySheetState, but: int | None = None
) -> Mapping[int, str]:
    """Who of a session stands with expenses on a sheet in one of these states: its ref by participant."""
    return _refs(involvement_id, states, DaySheetLine.most_expenses_pence > ZERO, DaySheet.id != but)


def expenses_out(involvement_id: int) -> Mapping[int, str]:
    """Whose expenses may have been repaid already, on a sheet still to be closed: its ref by participant."""
    return expenses_on_sheets(involvement_id, DaySheetState.SANCTIONED)


def _refs(
    involvement_id: int, states: Collection[DaySheetState], *conditions: ColumnElement[bool]
) -> Mapping[int, str]:
    rows = db.session.execute(
        select(DaySheetLine.participant_id, DaySheet.ref)
        .join(DaySheet, DaySheetLine.day_sheet_id == DaySheet.id)
        .where(DaySheet.involvement_session_id == involvement_id, DaySheet.state.in_(states), *conditions)
    )
    return for_every_record({row.participant_id: row.ref for row in rows})

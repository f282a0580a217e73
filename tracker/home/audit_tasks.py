"""What an auditor looks at first: where the usual two people, days or papers were not there, and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.db import db, within
from tracker.home.queries import MOST, Found, found
from tracker.home.task import Item, Task, claim_item
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentState, PayRun
from tracker.people import queries as people
from tracker.people.models import PayeeVersion
from tracker.permissions import Actor, Permission
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import any_of, stands_for
from tracker.web.filters import day

_YEAR = timedelta(days=365)


def approved_alone(viewer: Actor, on: date) -> Task:
    """Claims approved by somebody who also recorded them, as a small team may."""
    rows = _claims(viewer, Claim.small_team_reason.is_not(None), Claim.approved_on >= on - _YEAR)
    items = [claim_item(one, f"With {one.second_person}. {one.small_team_reason}") for one in rows.rows]
    title = "Approved by somebody who recorded it"
    return Task(title, items, rows.total, "no claim approved by whoever recorded it")


def late_claims(viewer: Actor, on: date) -> Task:
    """Claims that came after the claim window, with their reasons."""
    rows = _claims(viewer, Claim.late_reason.is_not(None), Claim.submitted_on >= on - _YEAR)
    items = [claim_item(one, one.late_reason or "") for one in rows.rows]
    return Task("Claims that came late", items, rows.total, "no claim that came late")


def _claims(viewer: Actor, *wanted: ColumnElement[bool]) -> Found:
    query = (
        select(Claim)
        .where(*wanted, within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)))
        .options(joinedload(Claim.participant), selectinload(Claim.lines))
    )
    return found(query, Claim.submitted_on.desc(), Claim.id)


def released_alone(viewer: Actor, on: date) -> Task:
    """Pay runs released by whoever prepared them; runs are seen by auditors of every project alone."""
    if viewer.projects(Permission.SEE_CLAIMS) is not None:
        return Task("Pay runs released by who prepared them", [], 0, "no pay run released alone")
    query = select(PayRun).where(PayRun.small_team_reason.is_not(None), PayRun.released_on >= on - _YEAR)
    rows = found(query, PayRun.released_on.desc(), PayRun.ref.desc())
    items = [
        Item(
            None,
            f"Pay run {run.ref}",
            f"Released on {day(run.released_on)}",
            f"With {run.second_person}. {run.small_team_reason}",
        )
        for run in rows.rows
    ]
    return Task("Pay runs released by who prepared them", items, rows.total, "no pay run released alone")


def ended_payments(viewer: Actor, on: date) -> Task:
    """Payments that failed or came back."""
    scope = viewer.projects(Permission.SEE_CLAIMS)
    query = (
        select(Payment)
        .where(
            Payment.state.in_((PaymentState.FAILED, PaymentState.RETURNED)), Payment.ended_on >= on - _YEAR
        )
        .options(joinedload(Payment.participant), joinedload(Payment.run))
    )
    if scope is not None:
        query = query.where(Payment.claims.any(Claim.project_id.in_(sorted(scope))))
    rows = found(query, Payment.ended_on.desc(), Payment.id)
    items = [
        Item(
            None,
            f"{one.participant.name}: {one.pence.pounds()}",
            f"Pay run {one.run.ref}, {one.state.value} on {day(one.ended_on)}",
        )
        for one in rows.rows
    ]
    return Task("Payments that did not arrive", items, rows.total, "no payment that did not arrive")


def changed_details(viewer: Actor, on: date) -> Task:
    """Bank details that took the place of others, by whom and when; never the digits."""
    version = PayeeVersion
    member = select(ProjectPerson.id).where(
        within(ProjectPerson.project_id, viewer.projects(Permission.SEE_CLAIMS))
    )
    seen = any_of(member, ProjectPerson.participant_id, stands_for(version.participant_id))
    query = select(version.participant_id, version.recorded_at, version.recorded_by_id).where(
        version.number > 1, version.recorded_at >= clock.now() - _YEAR, seen
    )
    rows: Any = db.session.execute(query.order_by(version.recorded_at.desc()).limit(MOST + 1)).all()
    names = people.names({row.participant_id for row in rows})
    sees_people = viewer.may(Permission.SEE_PEOPLE)
    users = accounts.names({row.recorded_by_id or 0 for row in rows})
    items = [
        Item(
            url_for("people.show", participant_id=row.participant_id) if sees_people else None,
            names[row.participant_id],
            f"{day(row.recorded_at)}, by {users.get(row.recorded_by_id, 'the system')}",
        )
        for row in rows[:MOST]
    ]
    return Task("Bank details that changed", items, len(rows), "no bank details that changed")

"""Every time one person did the work of two, as a small team may: a reason and a second name stay with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.accounts import queries as accounts
from tracker.db import db, within
from tracker.payments.day_models import DaySheet
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun
from tracker.people.confirmation_models import PayeeConfirmation
from tracker.people.models import Participant, PayeeVersion
from tracker.permissions import Actor, Permission
from tracker.sessions.models import InvolvementSession
from tracker.tables import Row

HEADINGS = ("Day", "What", "Reference", "By", "Together with", "Reason", "Amount")


@dataclass(frozen=True)
class Alone:
    """What somebody did who had also done the step before it."""

    on: date | None
    what: str
    ref: str
    by_id: int | None
    second_person: str | None
    reason: str | None
    claim: Claim | None = None
    by: str = ""

    @property
    def row(self) -> Row:
        """The same under `HEADINGS`."""
        amount = self.claim.total if self.claim else None
        return (self.on, self.what, self.ref, self.by, self.second_person or "", self.reason or "", amount)


def uses(viewer: Actor) -> list[Alone]:
    """All of them in the viewer's projects, the newest first.

    Runs and bank details stand in no project, so they are for whoever examines every one.
    """
    found = [*_claims(viewer), *_day_sheets(viewer)]
    if viewer.projects(Permission.EXAMINE) is None:
        found += [*_runs(), *_bank_details()]
    names = accounts.names({one.by_id or 0 for one in found})
    nobody = "nobody now: the approval no longer stands"
    named = [replace(one, by=names.get(one.by_id or 0, nobody)) for one in found]
    return sorted(named, key=lambda one: (one.on or date.max, one.ref), reverse=True)


def _claims(viewer: Actor) -> Iterator[Alone]:
    wanted = (
        select(Claim)
        .where(
            Claim.small_team_reason.is_not(None),
            within(Claim.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .options(selectinload(Claim.lines))
    )
    for one in db.session.scalars(wanted):
        yield Alone(
            one.approved_on,
            "Approved a claim",
            one.ref,
            one.approved_by_id,
            one.second_person,
            one.small_team_reason,
            claim=one,
        )


def _day_sheets(viewer: Actor) -> Iterator[Alone]:
    wanted = (
        select(DaySheet)
        .join(InvolvementSession, InvolvementSession.id == DaySheet.involvement_session_id)
        .where(
            DaySheet.small_team_reason.is_not(None),
            within(InvolvementSession.project_id, viewer.projects(Permission.EXAMINE)),
        )
    )
    for one in db.session.scalars(wanted):
        both = one.closed_by_id is not None and one.closed_by_id == one.sanctioned_by_id
        yield Alone(
            one.closed_on if both else one.sanctioned_on,
            "Sanctioned and closed a day sheet" if both else "Sanctioned a day sheet",
            one.ref,
            one.sanctioned_by_id,
            one.second_person,
            one.small_team_reason,
        )


def _runs() -> Iterator[Alone]:
    for one in db.session.scalars(select(PayRun).where(PayRun.small_team_reason.is_not(None))):
        yield Alone(
            one.released_on,
            "Released a pay run",
            one.ref,
            one.releaser_id,
            one.second_person,
            one.small_team_reason,
        )


def _bank_details() -> Iterator[Alone]:
    wanted = (
        select(PayeeConfirmation, Participant.ref)
        .join(PayeeVersion, PayeeVersion.id == PayeeConfirmation.payee_version_id)
        .join(Participant, Participant.id == PayeeVersion.participant_id)
        .where(PayeeConfirmation.small_team_reason.is_not(None))
    )
    for one, ref in db.session.execute(wanted):
        yield Alone(
            one.confirmed_on,
            "Asked about changed bank details",
            ref,
            one.confirmed_by_id,
            one.second_person,
            one.small_team_reason,
        )

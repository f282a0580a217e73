"""Every time one person did the work of two, as a small team may: a reason and a second name stay with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts import queries as accounts
from tracker.db import db, within
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun
from tracker.permissions import Actor, Permission
from tracker.tables import Row

HEADINGS = ("Day", "What", "Reference", "By", "Together with", "Reason", "Amount")


@dataclass(frozen=True)
class Alone:
    """A claim approved, or a run released, by somebody who also recorded or prepared it."""

    on: date | None
    what: str
    ref: str
    by: str
    second_person: str
    reason: str
    claim: Claim | None = None

    @property
    def row(self) -> Row:
        """The same under `HEADINGS`."""
        amount = self.claim.total if self.claim else None
        return (self.on, self.what, self.ref, self.by, self.second_person, self.reason, amount)


def uses(viewer: Actor) -> list[Alone]:
    """All of them in the viewer's projects, the newest first; runs for whoever examines every project."""
    claims = _claims(viewer)
    runs = _runs() if viewer.projects(Permission.EXAMINE) is None else []
    names = accounts.names(
        {one.approved_by_id or 0 for one in claims} | {one.releaser_id or 0 for one in runs}
    )

    def name(user_id: int | None) -> str:
        return names.get(user_id or 0, "nobody now: the approval no longer stands")

    found = [
        Alone(
            on=one.approved_on,
            what="Approved a claim",
            ref=one.ref,
            by=name(one.approved_by_id),
            second_person=one.second_person or "",
            reason=one.small_team_reason or "",
            claim=one,
        )
        for one in claims
    ]
    found += [
        Alone(
            on=one.released_on,
            what="Released a pay run",
            ref=one.ref,
            by=name(one.releaser_id),
            second_person=one.second_person or "",
            reason=one.small_team_reason or "",
        )
        for one in runs
    ]
    return sorted(found, key=lambda one: (one.on or date.max, one.ref), reverse=True)


def _claims(viewer: Actor) -> Sequence[Claim]:
    return (
        db.session.scalars(
            select(Claim)
            .where(
                Claim.small_team_reason.is_not(None),
                within(Claim.project_id, viewer.projects(Permission.EXAMINE)),
            )
            .options(joinedload(Claim.lines))
        )
        .unique()
        .all()
    )


def _runs() -> Sequence[PayRun]:
    return db.session.scalars(select(PayRun).where(PayRun.small_team_reason.is_not(None))).all()

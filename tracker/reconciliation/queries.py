"""Read the files that were given back, and the payments that one may be about, in the viewer's scope."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import undefer

from tracker.db import db
from tracker.errors import NotFound
from tracker.payments import books, run_queries
from tracker.payments.payment_queries import ENDED
from tracker.payments.run_models import Payment, PaymentState
from tracker.permissions import Actor, Permission
from tracker.reconciliation.matching import Known, Standing
from tracker.reconciliation.models import ReadFile
from tracker.reconciliation.payroll_rows import Sent
from tracker.reconciliation.table import Table

NEWEST = 50


def file(viewer: Actor, read_id: int) -> ReadFile:
    """A file with its rows: for whoever read it, or prepares runs in all projects. Raises NotFound."""
    found = db.session.scalars(
        select(ReadFile).where(ReadFile.id == read_id).options(undefer(ReadFile.sealed))
    ).one_or_none()
    if found is None or not _may_see(viewer, found):
        raise NotFound("There is no such file.")
    return found


def files(viewer: Actor) -> Sequence[ReadFile]:
    """The newest files that were read."""
    rows = db.session.scalars(select(ReadFile).order_by(ReadFile.read_at.desc(), ReadFile.id).limit(NEWEST))
    return [one for one in rows if _may_see(viewer, one)]


def _may_see(viewer: Actor, kept: ReadFile) -> bool:
    if kept.read_by_id == viewer.user_id:
        return viewer.may(Permission.PREPARE_RUNS)
    return viewer.projects(Permission.PREPARE_RUNS) is None


def carried_out_before(kept: ReadFile) -> ReadFile | None:
    """The same file of the same kind, where it was carried out already."""
    return db.session.scalars(
        select(ReadFile)
        .where(
            ReadFile.sha256 == kept.sha256,
            ReadFile.kind == kept.kind,
            ReadFile.id != kept.id,
            ReadFile.carried_out_at.is_not(None),
        )
        .order_by(ReadFile.carried_out_at)
        .limit(1)
    ).one_or_none()


def table_of(kept: ReadFile) -> Table | None:
    """The rows of a file, while they are kept."""
    if kept.sealed is None:
        return None
    held = json.loads(kept.sealed)
    return Table(tuple(held["headings"]), [(number, row) for number, row in held["rows"]])


def known(viewer: Actor, run_refs: Collection[str]) -> list[Known]:
    """Every payment of these runs, of those that the viewer may see."""
    closed = books.closed_through()
    first_open = closed + timedelta(days=1) if closed else None
    return [_known(payment, first_open) for payment in run_queries.payments_of(viewer, run_refs)]


def sent(viewer: Actor, run_refs: Collection[str]) -> list[Sent]:
    """The same, with what a payroll's result is held against."""
    closed = books.closed_through()
    first_open = closed + timedelta(days=1) if closed else None
    return [
        Sent(
            known=_known(payment, first_open),
            method=payment.method.value,
            released_on=payment.run.released_on or payment.run.prepared_on,
            net=payment.net,
            reported_on=payment.reported_to_hmrc_on,
        )
        for payment in run_queries.payments_of(viewer, run_refs)
    ]


def unreleased(viewer: Actor, run_refs: Collection[str]) -> frozenset[str]:
    """Which of these runs wait to be released."""
    return run_queries.unreleased(viewer, run_refs)


def _known(payment: Payment, first_open: date | None) -> Known:
    run = payment.run
    since = payment.paid_on or run.released_on or run.prepared_on
    return Known(
        id=payment.id,
        run_id=run.id,
        run_ref=run.ref,
        reference=payment.reference,
        person=payment.participant.name,
        pence=payment.pence,
        standing=_standing(payment),
        since=max(since, first_open or since),
        paid_on=payment.paid_on,
    )


def _standing(payment: Payment) -> Standing:
    if payment.state in ENDED:
        return Standing.ENDED
    return Standing.PAID if payment.state == PaymentState.PAID else Standing.ON_ITS_WAY

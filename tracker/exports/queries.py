"""Read what an export is made of, in a handful of queries however long the run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.exports.models import PayRunExport
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentState
from tracker.people.models import PayeeVersion


def payments(run_id: int) -> Sequence[Payment]:
    """A run's payments in their order, with whom they are for and what they pay."""
    return db.session.scalars(
        select(Payment)
        .where(Payment.run_id == run_id)
        .order_by(Payment.number)
        .options(
            joinedload(Payment.participant),
            joinedload(Payment.run),
            selectinload(Payment.claims).selectinload(Claim.lines),
        )
    ).all()


def count(run_id: int) -> int:
    """How many payments a run makes."""
    return db.session.scalar(select(func.count()).where(Payment.run_id == run_id)) or 0


def is_partly_paid(run_id: int) -> bool:
    """Whether a payment of a run is marked as paid, so that a bank has acted on it already."""
    paid = select(Payment.id).where(Payment.run_id == run_id, Payment.state == PaymentState.PAID)
    return db.session.scalar(paid.limit(1)) is not None


def by_ids(ids: Collection[int | None]) -> Sequence[Payment]:
    """Some payments with their runs."""
    wanted = [payment_id for payment_id in ids if payment_id is not None]
    return db.session.scalars(
        select(Payment).where(Payment.id.in_(wanted)).options(joinedload(Payment.run))
    ).all()


def payees(ids: Collection[int | None]) -> Mapping[int | None, PayeeVersion]:
    """Versions of bank details by their ids."""
    wanted = [version for version in ids if version is not None]
    found = db.session.scalars(select(PayeeVersion).where(PayeeVersion.id.in_(wanted)))
    return {version.id: version for version in found}


def kept(run_id: int, format_code: str, setup: str = "") -> PayRunExport | None:
    """The file of a run in a format, if it was made before with what is set up in these versions."""
    return db.session.scalars(
        select(PayRunExport).where(
            PayRunExport.run_id == run_id, PayRunExport.format == format_code, PayRunExport.setup == setup
        )
    ).one_or_none()


def files(run_id: int) -> Sequence[PayRunExport]:
    """Every file that was made of a run, the newest first."""
    made = select(PayRunExport).where(PayRunExport.run_id == run_id)
    return db.session.scalars(made.order_by(PayRunExport.made_at.desc(), PayRunExport.id)).all()


def file(run_id: int, file_id: int) -> PayRunExport:
    """One of them. Raises NotFound."""
    found = db.session.scalars(
        select(PayRunExport).where(PayRunExport.run_id == run_id, PayRunExport.id == file_id)
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such file of this run.")
    return found

"""Lock what a pay run is made of, in the one order: claims by their ids first, then runs by theirs."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun

# What every step of a run looks at, read for all its claims at once.
IN_FULL = (selectinload(Claim.lines), selectinload(Claim.participant), selectinload(Claim.involvement))


def claims_in(run: PayRun) -> list[Claim]:
    """The run's claims, locked in the order of their ids (claims are locked before their run)."""
    return claims_of([run.id])


def claims_of(run_ids: Collection[int]) -> list[Claim]:
    """The claims of some runs, locked and read again."""
    return list(
        db.session.scalars(
            select(Claim)
            .where(Claim.pay_run_id.in_(list(run_ids)))
            .order_by(Claim.id)
            .options(*IN_FULL)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def locked(run: PayRun) -> PayRun:
    """The run, locked and read again."""
    return db.session.scalars(
        select(PayRun).where(PayRun.id == run.id).with_for_update().execution_options(populate_existing=True)
    ).one()


def lock_all(run_ids: Collection[int]) -> list[PayRun]:
    """Several runs, locked with their claims before anything of any of them is written."""
    claims_of(run_ids)
    return list(
        db.session.scalars(
            select(PayRun)
            .where(PayRun.id.in_(list(run_ids)))
            .order_by(PayRun.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )

"""Take samples of payments, drawn by lot with a seed or chosen by reference, and keep each as it was taken.

A draw is that of `tracker.sessions.draw`: a payment's lot is the SHA-256 of the seed, its reference and the
number 1, each on a line of its own; the lowest lots are drawn. So anybody can repeat it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import ColumnElement, func, or_, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, NotFound
from tracker.evidence.models import AuditSample, Way
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentClaim, PayRun
from tracker.permissions import Actor, Permission
from tracker.sessions.draw import METHOD, draw
from tracker.values import line, whole

MOST = 200


@dataclass(frozen=True)
class Known:
    """A payment that left, as a sample names it."""

    id: int
    reference: str
    receipt: str | None
    paid_on: date


def pool(viewer: Actor, start: date, end: date) -> list[Known]:
    """The payments that left on these days, returned ones too, all of whose claims the viewer examines."""
    return _known(viewer, Payment.paid_on >= start, Payment.paid_on <= end)


def _known(viewer: Actor, *wanted: ColumnElement[bool]) -> list[Known]:
    asked = (
        select(Payment.id, PayRun.ref, Payment.number, Payment.receipt_number, Payment.paid_on)
        .join(PayRun, PayRun.id == Payment.run_id)
        .where(Payment.paid_on.is_not(None), *wanted)
        .order_by(PayRun.ref, Payment.number)
    )
    scope = viewer.projects(Permission.EXAMINE)
    if scope is not None:
        hidden = (
            select(PaymentClaim.claim_id)
            .join(Claim, Claim.id == PaymentClaim.claim_id)
            .where(PaymentClaim.payment_id == Payment.id, Claim.project_id.not_in(sorted(scope)))
        )
        asked = asked.where(~hidden.exists())
    return [
        Known(payment_id, f"{run}-{number:04d}", receipt, paid_on)
        for payment_id, run, number, receipt, paid_on in db.session.execute(asked)
        if paid_on is not None
    ]


def draw_sample(
    *, actor: Actor, on: date, start: date, end: date, size: int | None, seed: str | None = None
) -> AuditSample:
    """Draw so many payments that left from `start` to `end`, both included. Raises Invalid."""
    if end < start:
        raise Invalid("Enter a last day that is not before the first.", field="end")
    found = {one.reference: one for one in pool(actor, start, end)}
    if not found:
        raise Invalid("No payment left in these days: choose others.", field="start")
    wanted = whole(size, field="size", least=1, most=min(MOST, len(found)))
    if wanted is None:
        raise Invalid("Enter how many payments to draw.", field="size")
    given = line(seed, field="seed", longest=100)
    used = given or secrets.token_hex(16)
    lots = draw(used, dict.fromkeys(found, 1), wanted)
    items = [{"id": found[lot.ref].id, "reference": lot.ref, "lot": lot.lot} for lot in lots if lot.drawn]
    return _keep(
        actor,
        AuditSample(
            way=Way.DRAWN,
            starts_on=start,
            ends_on=end,
            method=METHOD,
            seed=used,
            seed_given=given is not None,
            pool=len(found),
            pool_sha256=_digest(found),
            items=items,
            taken_on=on,
        ),
    )


def choose_sample(*, actor: Actor, on: date, references: Sequence[str]) -> AuditSample:
    """Take the payments with these references of the bank or receipt numbers. Raises Invalid, naming one."""
    asked = list(dict.fromkeys(text.strip().upper() for text in references if text.strip()))
    if not asked:
        raise Invalid("Enter a reference or a receipt number, one on each line.", field="references")
    if len(asked) > MOST:
        raise Invalid(f"A sample holds at most {MOST} payments: take two.", field="references")
    known = _by_name(actor, asked)
    if missing := [text for text in asked if text not in known]:
        raise Invalid(
            f"No payment that left is called {missing[0]}. Enter what stands on the bank statement, like "
            "R26-0001-0003, or the number of the receipt, like 2026-000123.",
            field="references",
        )
    chosen = list(dict.fromkeys(known[text] for text in asked))
    days = [one.paid_on for one in chosen]
    return _keep(
        actor,
        AuditSample(
            way=Way.CHOSEN,
            starts_on=min(days),
            ends_on=max(days),
            seed_given=False,
            pool=len(chosen),
            pool_sha256=_digest(one.reference for one in chosen),
            items=[{"id": one.id, "reference": one.reference} for one in chosen],
            taken_on=on,
        ),
    )


def _by_name(viewer: Actor, asked: Collection[str]) -> Mapping[str, Known]:
    runs = {text.rpartition("-")[0] for text in asked}
    found = _known(viewer, or_(PayRun.ref.in_(sorted(runs)), Payment.receipt_number.in_(sorted(asked))))
    by_reference = {one.reference: one for one in found}
    return {**{one.receipt: one for one in found if one.receipt}, **by_reference}


def _digest(references: Iterable[str]) -> str:
    return sha256("\n".join(sorted(references)).encode()).hexdigest()


def _keep(actor: Actor, made: AuditSample) -> AuditSample:
    newest = db.session.scalar(select(func.max(AuditSample.number)))
    made.number, made.taken_by_id = (newest or 0) + 1, actor.user_id
    db.session.add(made)
    db.session.flush()
    values = {"number": made.number, "rows": len(made.items), "sha256": made.pool_sha256}
    record(actor, "took-sample", made, values=values)
    return made


def samples(viewer: Actor) -> list[AuditSample]:
    """The samples whose payments the viewer examines, the newest first."""
    found = db.session.scalars(select(AuditSample).order_by(AuditSample.number.desc())).all()
    if viewer.projects(Permission.EXAMINE) is None:
        return list(found)
    return [one for one in found if _sees(viewer, one)]


def sample(viewer: Actor, sample_id: int) -> AuditSample:
    """One of them. Raises NotFound."""
    found = db.session.get(AuditSample, sample_id)
    if found is None or not _sees(viewer, found):
        raise NotFound("There is no such sample.")
    return found


def _sees(viewer: Actor, kept: AuditSample) -> bool:
    ids = {item["id"] for item in kept.items}
    return len(_known(viewer, Payment.id.in_(sorted(ids)))) == len(ids)


def payments(kept: AuditSample) -> list[Payment]:
    """The payments of a sample, in its order."""
    ids = [item["id"] for item in kept.items]
    found = {one.id: one for one in db.session.scalars(select(Payment).where(Payment.id.in_(ids)))}
    return [found[payment_id] for payment_id in ids]

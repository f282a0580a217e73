"""Reads of cash floats: what is in each, what was paid out of it, and what was paid in cash out of none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.money import ZERO, Money, total
from tracker.payments.advance_models import Advance
from tracker.payments.cash_models import CashFloat, FloatEntry, FloatMove
from tracker.payments.models import Method
from tracker.payments.payment_queries import standing
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment
from tracker.permissions import Actor, Permission

_SIGNS: Mapping[FloatMove, int] = {FloatMove.ISSUED: 1, FloatMove.TOPPED_UP: 1}
# So many at once are offered to be put against a float.
_MOST = 100


@dataclass(frozen=True)
class Held:
    """A float and what should be in it."""

    cash: CashFloat
    balance: Money


def sees_all(viewer: Actor) -> bool:
    """Whether the viewer pays in every project: floats and vouchers are the whole organisation's."""
    return viewer.may(Permission.PREPARE_RUNS) and viewer.projects(Permission.PREPARE_RUNS) is None


def cash_float(viewer: Actor, float_id: int) -> CashFloat:
    """A float. Raises NotFound, to whoever pays in some projects alone too."""
    found = db.session.get(CashFloat, float_id) if sees_all(viewer) else None
    if found is None:
        raise NotFound("There is no such float.")
    return found


def floats(viewer: Actor) -> Sequence[Held]:
    """Every float, those that are out first, then the newest; none for who pays in some projects alone."""
    if not sees_all(viewer):
        return []
    found = db.session.scalars(
        select(CashFloat)
        .options(joinedload(CashFloat.holder))
        .order_by(CashFloat.closed_on.is_not(None), CashFloat.ref.desc())
        .limit(_MOST)
    ).all()
    return [Held(one, balance(one)) for one in found]


def balance(cash: CashFloat) -> Money:
    """What should be in a float."""
    rows = db.session.execute(
        select(FloatEntry.kind, func.sum(FloatEntry.pence))
        .where(FloatEntry.float_id == cash.id)
        .group_by(FloatEntry.kind)
    )
    return total(pence if _SIGNS.get(kind, -1) > 0 else -pence for kind, pence in rows)


def entries(cash: CashFloat) -> Sequence[FloatEntry]:
    """Its movements, in the order of their days."""
    return db.session.scalars(
        select(FloatEntry)
        .where(FloatEntry.float_id == cash.id)
        .order_by(FloatEntry.on_date, FloatEntry.recorded_at, FloatEntry.id)
    ).all()


def with_balances(found: Sequence[FloatEntry]) -> list[tuple[FloatEntry, Money, Money]]:
    """Each movement of a float with what it puts in (less than nothing: takes out), and what is then in."""
    inside, rows = ZERO, []
    for entry in found:
        change = entry.pence if _SIGNS.get(entry.kind, -1) > 0 else -entry.pence
        inside += change
        rows.append((entry, change, inside))
    return rows


def references(found: Sequence[FloatEntry]) -> Mapping[int, str]:
    """What each movement was for, by its id: the reference of a payment or of an advance."""
    payments = _by_id(Payment, {one.payment_id for one in found})
    advances = _by_id(Advance, {one.advance_id for one in found})
    said = {one.id: payments[one.payment_id].reference for one in found if one.payment_id}
    return said | {one.id: f"advance {advances[one.advance_id].ref}" for one in found if one.advance_id}


def _by_id(table: Any, ids: set[int | None]) -> dict[int, Any]:
    rows = db.session.scalars(select(table).where(table.id.in_(ids - {None})))
    return {row.id: row for row in rows}


def of_payment(payment_id: int) -> CashFloat | None:
    """The float that a payment was paid out of, if it was put against one."""
    return db.session.scalar(
        select(CashFloat)
        .join(FloatEntry, FloatEntry.float_id == CashFloat.id)
        .where(FloatEntry.payment_id == payment_id, *_stands())
    )


def payments_of_none(viewer: Actor, since: date) -> Sequence[Payment]:
    """What was paid in cash from a day on and stands, out of no float, where the viewer pays all of it."""
    out = select(FloatEntry.payment_id).where(FloatEntry.payment_id.is_not(None), *_stands())
    found = db.session.scalars(
        select(Payment)
        .where(Payment.method == Method.CASH, standing(), Payment.paid_on >= since, Payment.id.not_in(out))
        .options(joinedload(Payment.run), joinedload(Payment.participant))
        .order_by(Payment.paid_on, Payment.id)
        .limit(_MOST)
    ).all()
    may = viewer.may
    return [
        one for one in found if all(may(Permission.PREPARE_RUNS, claim.project_id) for claim in one.claims)
    ]


def was_not_given(advance: Advance) -> bool:
    """Whether an advance was recorded by mistake."""
    asked = _undone().where(LedgerEntry.advance_id == advance.id).limit(1)
    return db.session.scalar(asked) is not None


def _undone() -> Select[int | None]:
    return select(LedgerEntry.advance_id).where(
        LedgerEntry.kind == EntryKind.ADVANCE_GIVEN, LedgerEntry.reverses_id.is_not(None)
    )


def advances_of_none(viewer: Actor, since: date) -> Sequence[Advance]:
    """The same of advances in cash that were given and not recorded by mistake."""
    out = select(FloatEntry.advance_id).where(FloatEntry.advance_id.is_not(None), *_stands())
    return db.session.scalars(
        select(Advance)
        .where(
            Advance.method == Method.CASH,
            Advance.given_on >= since,
            Advance.id.not_in(out),
            Advance.id.not_in(_undone()),
            within(Advance.project_id, viewer.projects(Permission.PREPARE_RUNS)),
        )
        .options(joinedload(Advance.participant))
        .order_by(Advance.given_on, Advance.ref)
        .limit(_MOST)
    ).all()


def standing_entry(*wanted: ColumnElement[bool]) -> FloatEntry | None:
    """The movement that paid this out and was not reversed, if there is one."""
    return db.session.scalars(select(FloatEntry).where(*wanted, *_stands())).one_or_none()


def _stands() -> tuple[ColumnElement[bool], ...]:
    reversed_ids = select(FloatEntry.reverses_id).where(FloatEntry.reverses_id.is_not(None))
    return (FloatEntry.reverses_id.is_(None), FloatEntry.id.not_in(reversed_ids))

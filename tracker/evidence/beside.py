"""What moved beside pay runs in a period, out of the ledger, the floats and the stock.

What a run pays is not here: an advance that a claim of a run used is booked by the run's journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db, within
from tracker.exports.beside import Move, Side, moved
from tracker.exports.codes import ADVANCE, DIFFERENCE
from tracker.payments.advance_models import Advance
from tracker.payments.cash_models import CashFloat, FloatEntry, FloatMove
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.payments.voucher_models import VoucherEntry, VoucherMove, VoucherStock
from tracker.permissions import Actor, Permission

_BANK, _CASH, _VOUCHER = "bank", "cash", "voucher"
_FLOATS = {
    FloatMove.ISSUED: "Float issued",
    FloatMove.TOPPED_UP: "Float topped up",
    FloatMove.HANDED_BACK: "Float handed back",
    FloatMove.MISSING: "Missing when it was counted",
}


def moves(viewer: Actor, start: date, end: date) -> list[Move]:
    """The movements of these days in the viewer's projects, by day.

    Floats and vouchers stand in no project, so they are for whoever examines every one.
    """
    found = [*_advances(viewer, start, end)]
    if viewer.projects(Permission.EXAMINE) is None:
        found += [*_floats(start, end), *_bought(start, end), *_lost(start, end)]
    return sorted(found, key=lambda one: (one.on, one.ref, one.what))


def _advances(viewer: Actor, start: date, end: date) -> Iterator[Move]:
    rows = db.session.execute(
        select(LedgerEntry, Advance.ref, Claim)
        .join(Advance, Advance.id == LedgerEntry.advance_id)
        .outerjoin(Claim, Claim.id == LedgerEntry.claim_id)
        .where(
            LedgerEntry.on_date.between(start, end),
            within(LedgerEntry.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .options(selectinload(Claim.lines))
        .order_by(LedgerEntry.on_date, LedgerEntry.recorded_at, LedgerEntry.id)
    )
    for entry, ref, claim in rows:
        if entry.kind != EntryKind.ADVANCE_APPLIED or _is_complete(claim):
            yield moved(entry.on_date, ref, *_of_advance(entry))


def _is_complete(claim: Claim) -> bool:
    """Whether an advance covered it whole: what a run is left to pay is booked by its journal."""
    return claim.state == ClaimState.PAID and claim.pay_run_id is None


def _of_advance(entry: LedgerEntry) -> tuple[str, Side, Side]:
    pence, method = entry.pence, entry.method.value if entry.method else _BANK
    had, cost = Side(ADVANCE, -pence), Side(entry.line_kind.value, pence, entry.cost_code)
    if entry.kind == EntryKind.ADVANCE_GIVEN:
        return "Advance given", Side(ADVANCE, pence), Side(method, -pence)
    if entry.kind == EntryKind.ADVANCE_RETURNED:
        return "Advance given back", Side(method, pence), had
    if entry.kind == EntryKind.ADVANCE_APPLIED:
        return "Claim that an advance covered whole", cost, had
    return "Advance written off", cost, had


def _floats(start: date, end: date) -> Iterator[Move]:
    rows = db.session.execute(
        select(FloatEntry, CashFloat.ref)
        .join(CashFloat, CashFloat.id == FloatEntry.float_id)
        .where(FloatEntry.on_date.between(start, end), FloatEntry.kind.in_(list(_FLOATS)))
    )
    for entry, ref in rows:
        into = entry.kind in {FloatMove.ISSUED, FloatMove.TOPPED_UP}
        pence = entry.pence if into else -entry.pence
        other = DIFFERENCE if entry.kind == FloatMove.MISSING else _BANK
        yield moved(entry.on_date, ref, _FLOATS[entry.kind], Side(_CASH, pence), Side(other, -pence))


def _bought(start: date, end: date) -> Iterator[Move]:
    for one in db.session.scalars(select(VoucherStock).where(VoucherStock.bought_on.between(start, end))):
        face = one.face_pence * one.count
        yield moved(
            one.bought_on,
            one.ref,
            "Vouchers bought",
            Side(_VOUCHER, face),
            Side(_BANK, -one.cost_pence),
            Side(DIFFERENCE, one.cost_pence - face),
        )


def _lost(start: date, end: date) -> Iterator[Move]:
    rows = db.session.execute(
        select(VoucherEntry.on_date, VoucherStock)
        .join(VoucherStock, VoucherStock.id == VoucherEntry.stock_id)
        .where(VoucherEntry.on_date.between(start, end), VoucherEntry.kind == VoucherMove.LOST)
    )
    for on_date, stock in rows:
        face = stock.face_pence
        yield moved(on_date, stock.ref, "Voucher lost", Side(DIFFERENCE, face), Side(_VOUCHER, -face))

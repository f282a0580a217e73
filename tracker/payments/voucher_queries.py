"""Reads of voucher stock: where each voucher is, what is left, and which voucher payments had none issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.money import Money
from tracker.payments.cash_queries import sees_all
from tracker.payments.models import Method
from tracker.payments.payment_queries import standing
from tracker.payments.run_models import Payment
from tracker.payments.voucher_models import VoucherEntry, VoucherMove, VoucherStock
from tracker.payments.voucher_serials import Serial, ranges
from tracker.permissions import Actor, Permission

_MOST = 100


@dataclass(frozen=True)
class Stock:
    """A range that was bought, and the last thing that happened to each voucher of it, by number."""

    bought: VoucherStock
    last: Mapping[int, VoucherEntry] = field(default_factory=dict)

    def numbers(self, *kinds: VoucherMove) -> list[int]:
        """The numbers of the vouchers that are issued, or lost; with no kind named, of those in stock."""
        gone = {number: one.kind for number, one in self.last.items() if one.kind != VoucherMove.BACK}
        if kinds:
            return sorted(number for number, kind in gone.items() if kind in kinds)
        return [one for one in range(self.bought.first, self.bought.last + 1) if one not in gone]

    @property
    def left(self) -> int:
        """How many are in stock."""
        return len(self.numbers())

    @property
    def issued(self) -> int:
        """How many people have."""
        return len(self.numbers(VoucherMove.ISSUED))

    @property
    def lost(self) -> int:
        """How many are lost or spoiled."""
        return len(self.numbers(VoucherMove.LOST))

    def said(self, *kinds: VoucherMove) -> str:
        """Those vouchers in words, by unbroken ranges."""
        return ", ".join(ranges(self.bought.serial(number) for number in self.numbers(*kinds)))


def stocks(viewer: Actor) -> Sequence[Stock]:
    """Every range that was bought, the newest first; none for who pays in some projects alone."""
    if not sees_all(viewer):
        return []
    found = db.session.scalars(
        select(VoucherStock).order_by(VoucherStock.bought_on.desc(), VoucherStock.ref.desc()).limit(_MOST)
    ).all()
    return [as_it_stands(one) for one in found]


def stock(viewer: Actor, stock_id: int) -> VoucherStock:
    """A range. Raises NotFound, to whoever pays in some projects alone too."""
    found = db.session.get(VoucherStock, stock_id) if sees_all(viewer) else None
    if found is None:
        raise NotFound("There are no such vouchers.")
    return found


def as_it_stands(bought: VoucherStock) -> Stock:
    """Where each voucher of a range is."""
    return Stock(bought, {one.serial_number: one for one in entries(bought)})


def entries(bought: VoucherStock) -> Sequence[VoucherEntry]:
    """Everything that happened to vouchers of a range, in order."""
    return db.session.scalars(
        select(VoucherEntry)
        .where(VoucherEntry.stock_id == bought.id)
        .order_by(VoucherEntry.step, VoucherEntry.serial_number)
    ).all()


def holding(serials: Collection[Serial]) -> Mapping[Serial, VoucherStock]:
    """The range that each of these vouchers was bought in; one that nobody bought is left out."""
    found: dict[Serial, VoucherStock] = {}
    for prefix, width in {(one.prefix, one.width) for one in serials}:
        bought = db.session.scalars(
            select(VoucherStock).where(VoucherStock.prefix == prefix, VoucherStock.width == width)
        ).all()
        for one in serials:
            for stock in bought:
                alike = (one.prefix, one.width) == (prefix, width)
                if alike and stock.first <= one.number <= stock.last:
                    found[one] = stock
    return found


def overlapping(first: Serial, last: Serial) -> VoucherStock | None:
    """A range that has a number of this one already, if there is one."""
    return db.session.scalars(
        select(VoucherStock)
        .where(
            VoucherStock.prefix == first.prefix,
            VoucherStock.width == first.width,
            VoucherStock.first <= last.number,
            VoucherStock.last >= first.number,
        )
        .limit(1)
    ).first()


def of_payment(payment_id: int) -> Sequence[tuple[VoucherStock, VoucherEntry]]:
    """The vouchers that were issued for a payment and did not come back, by number."""
    rows = db.session.execute(
        select(VoucherStock, VoucherEntry)
        .join(VoucherEntry, VoucherEntry.stock_id == VoucherStock.id)
        .where(VoucherEntry.payment_id == payment_id)
        .order_by(VoucherStock.ref, VoucherEntry.serial_number, VoucherEntry.step)
    )
    last = {(bought.id, entry.serial_number): (bought, entry) for bought, entry in rows}
    return [(bought, entry) for bought, entry in last.values() if entry.kind == VoucherMove.ISSUED]


def face_of(payment_id: int) -> Money:
    """What those are worth at face value."""
    return Money(sum(bought.face_pence.pence for bought, _ in of_payment(payment_id)))


def said_of_payment(payment_id: int) -> str:
    """The same in words; empty where none were issued."""
    return ", ".join(ranges(bought.serial(entry.serial_number) for bought, entry in of_payment(payment_id)))


def without_vouchers(viewer: Actor) -> Sequence[Payment]:
    """Voucher payments that stand and have no voucher of the stock, where the viewer pays all of them."""
    # One that came back was issued before: it is counted up and down again.
    counted: Counter[int] = Counter()
    rows = db.session.execute(
        select(VoucherEntry.payment_id, VoucherEntry.kind).where(VoucherEntry.payment_id.is_not(None))
    )
    for payment_id, kind in rows:
        counted[payment_id or 0] += 1 if kind == VoucherMove.ISSUED else -1
    has = [payment_id for payment_id, number in counted.items() if number > 0]
    found = db.session.scalars(
        select(Payment)
        .where(Payment.method == Method.VOUCHER, standing(), Payment.id.not_in(has))
        .options(joinedload(Payment.run), joinedload(Payment.participant))
        .order_by(Payment.paid_on.desc(), Payment.id)
        .limit(_MOST)
    ).all()
    may = viewer.may
    return [
        one for one in found if all(may(Permission.PREPARE_RUNS, claim.project_id) for claim in one.claims)
    ]

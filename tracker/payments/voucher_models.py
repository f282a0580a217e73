"""Tables of voucher stock: ranges of serial numbers as they were bought, and what became of each voucher."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime, choice
from tracker.money import Money
from tracker.payments.day_models import SignedHow
from tracker.payments.voucher_serials import Serial


class VoucherMove(StrEnum):
    """What happened to one voucher; without any it is in stock."""

    ISSUED = "issued"
    BACK = "back"
    LOST = "lost"


class VoucherStock(HasId, Base):
    """Vouchers that were bought together, of one face value and one unbroken range of numbers."""

    __tablename__ = "voucher_stock"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "prefix", "width", "first"),
        CheckConstraint("first >= 0 AND last >= first", name="first_before_last"),
        CheckConstraint("face_pence > 0", name="face_more_than_nothing"),
        CheckConstraint("cost_pence >= 0", name="cost_not_negative"),
    )

    ref: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    prefix: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    first: Mapped[int] = mapped_column(Identity)
    last: Mapped[int] = mapped_column(Identity)
    face_pence: Mapped[Money] = mapped_column(Pence)
    # What all of them cost, fees included: it may be more or less than their face value.
    cost_pence: Mapped[Money] = mapped_column(Pence)
    supplier: Mapped[str] = mapped_column(String(200))
    invoice: Mapped[str | None] = mapped_column(String(60))
    bought_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    @property
    def count(self) -> int:
        """How many were bought."""
        return self.last - self.first + 1

    def serial(self, number: int) -> Serial:
        """The serial of a number of this range."""
        return Serial(self.prefix, self.width, number)


class VoucherEntry(HasId, Base):
    """One thing that happened to one voucher, never changed or deleted (the database refuses it too)."""

    __tablename__ = "voucher_entry"
    __table_args__ = (
        # Of two people who issue one voucher at once, one is refused here.
        UniqueConstraint("stock_id", "serial_number", "step"),
        Index(None, "payment_id"),
        CheckConstraint("kind <> 'issued' OR payment_id IS NOT NULL", name="issued_for_a_payment"),
        CheckConstraint("kind <> 'issued' OR signed_how IS NOT NULL", name="issued_is_signed_for"),
    )

    stock_id: Mapped[int] = mapped_column(Identity, ForeignKey("voucher_stock.id"))
    serial_number: Mapped[int] = mapped_column(Identity)
    # 1, 2, 3: the last of a voucher says where it is.
    step: Mapped[int]
    kind: Mapped[VoucherMove] = mapped_column(choice(VoucherMove))
    on_date: Mapped[date]
    payment_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payment.id"))
    signed_how: Mapped[SignedHow | None] = mapped_column(choice(SignedHow))
    witness: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(400))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

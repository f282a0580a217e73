"""Tables of pay runs, payments and the append-only ledger."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime, Versioned, choice
from tracker.money import Money
from tracker.payments.models import Claim, LineKind, Method
from tracker.people.models import Participant
from tracker.projects.models import Imported


class RunState(StrEnum):
    """A run is prepared by one person, released by another, then paid by the bank."""

    PREPARED = "prepared"
    RELEASED = "released"
    PAID = "paid"
    CANCELLED = "cancelled"
    # None of its payments arrived.
    FAILED = "failed"


class PaymentState(StrEnum):
    """What became of one payment after release."""

    RELEASED = "released"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


class EntryKind(StrEnum):
    """What a ledger entry says of the money. Corrections are reversals plus new entries."""

    SANCTIONED = "sanctioned"
    PAID = "paid"
    ADVANCE_APPLIED = "advance-applied"
    WRITTEN_OFF = "written-off"
    PAID_ELSEWHERE = "paid-elsewhere"
    # Of an advance alone, and of no claim: what was given, what came back, what nobody asks back any more.
    ADVANCE_GIVEN = "advance-given"
    ADVANCE_RETURNED = "advance-returned"
    ADVANCE_WRITTEN_OFF = "advance-written-off"


class PayRun(HasId, Versioned, Base):
    """A list of claims to be paid together; whoever prepared it cannot release it."""

    __tablename__ = "pay_run"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint(
            "releaser_id IS NULL OR releaser_id <> preparer_id OR small_team_reason IS NOT NULL",
            name="released_by_another",
        ),
        Index(None, "state", "pay_on"),
        Index(None, "prepared_on", "ref"),
    )

    ref: Mapped[str] = mapped_column(String(20))
    pay_on: Mapped[date]
    state: Mapped[RunState] = mapped_column(choice(RunState), default=RunState.PREPARED)
    preparer_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    prepared_on: Mapped[date]
    releaser_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    released_on: Mapped[date | None]
    small_team_reason: Mapped[str | None] = mapped_column(String(400))
    second_person: Mapped[str | None] = mapped_column(String(200))
    claims: Mapped[list[Claim]] = relationship(order_by="Claim.ref")
    payments: Mapped[list[Payment]] = relationship(back_populates="run", order_by="Payment.number")

    __mapper_args__ = {"version_id_col": Versioned.version}


class Payment(HasId, Versioned, Base):
    """One sum to one person by one method in a run. A failed one stays; its replacement links to it."""

    __tablename__ = "payment"
    __table_args__ = (
        UniqueConstraint("run_id", "number"),
        CheckConstraint("pence >= 0", name="pence_not_negative"),
        CheckConstraint("state <> 'paid' OR paid_on IS NOT NULL", name="paid_has_a_date"),
        CheckConstraint(
            "state NOT IN ('failed', 'returned') OR ended_on IS NOT NULL", name="ended_has_a_date"
        ),
        CheckConstraint("net >= 0 AND net <= pence", name="net_is_of_the_gross"),
        CheckConstraint("(net IS NULL) = (reported_to_hmrc_on IS NULL)", name="net_with_its_day"),
        Index(None, "participant_id", "paid_on"),
        Index(None, "paid_on"),
        Index(None, "payee_version_id", "ended_on"),
        Index(None, "replaces_id"),
    )

    run_id: Mapped[int] = mapped_column(Identity, ForeignKey("pay_run.id"))
    run: Mapped[PayRun] = relationship(back_populates="payments")
    number: Mapped[int]
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    method: Mapped[Method] = mapped_column(choice(Method))
    payee_version_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payee_version.id"))
    pence: Mapped[Money] = mapped_column(Pence)
    state: Mapped[PaymentState] = mapped_column(choice(PaymentState), default=PaymentState.RELEASED)
    paid_on: Mapped[date | None]
    bank_reference: Mapped[str | None] = mapped_column(String(60))
    receipt_number: Mapped[str | None] = mapped_column(String(20), unique=True)
    replaces_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payment.id"))
    # Of a failed or returned one: when, the bank's reason, and what else is known.
    ended_on: Mapped[date | None]
    end_code: Mapped[str | None] = mapped_column(String(40))
    end_note: Mapped[str | None] = mapped_column(String(400))
    # Another person who gets this money for the participant.
    recipient: Mapped[str | None] = mapped_column(String(200))
    # What a payroll paid out of it, and the day it reported that to HMRC; None until its file is read back.
    net: Mapped[Money | None] = mapped_column(Pence)
    reported_to_hmrc_on: Mapped[date | None]
    # A charity's own confirmation that the gift arrived.
    confirmed_on: Mapped[date | None]
    confirmation: Mapped[str | None] = mapped_column(String(200))
    claims: Mapped[list[Claim]] = relationship(secondary="payment_claim", order_by=Claim.ref)

    @property
    def reference(self) -> str:
        """What stands on the person's bank statement: the run and the row, no project and no topic.

        At most 18 letters, the least that UK bank files carry.
        """
        return f"{self.run.ref}-{self.number:04d}"

    __mapper_args__ = {"version_id_col": Versioned.version}


class PaymentClaim(Base):
    """Which claims a payment pays; a claim paid again after a return stands under both payments."""

    __tablename__ = "payment_claim"

    payment_id: Mapped[int] = mapped_column(Identity, ForeignKey("payment.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(Identity, ForeignKey("claim.id"), primary_key=True, index=True)


class LedgerEntry(HasId, Imported, Base):
    """One movement of money, never changed and never deleted (the database refuses it too)."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index(None, "participant_id", "on_date"),
        Index(None, "claim_id"),
        Index(None, "advance_id"),
        UniqueConstraint("reverses_id"),
    )

    kind: Mapped[EntryKind] = mapped_column(choice(EntryKind))
    pence: Mapped[Money] = mapped_column(Pence)
    on_date: Mapped[date]
    line_kind: Mapped[LineKind] = mapped_column(choice(LineKind))
    method: Mapped[Method | None] = mapped_column(choice(Method))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    cost_code: Mapped[str | None] = mapped_column(String(40))
    claim_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("claim.id"))
    payment_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payment.id"))
    advance_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("advance.id"))
    involvement_session_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    minutes: Mapped[int | None]
    reverses_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("ledger_entry.id"))
    # Why what was left of an advance is not asked back, or why it was taken out again.
    reason: Mapped[str | None] = mapped_column(String(400))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

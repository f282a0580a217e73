"""Tables of offers, claims and their lines, stored checks and numbered counters."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    false,
    func,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, Pence, UtcDateTime, Versioned, choice
from tracker.money import ZERO, Money, total
from tracker.people.models import Participant
from tracker.projects.coding import Coding, of
from tracker.projects.fee_rule import FeeRule
from tracker.projects.models import FeeRuleText, Imported, Project, Rate
from tracker.sessions.models import HEARD, Attendance, InvolvementSession


class Answer(StrEnum):
    """What a person chose before the session; the choice must come before the money."""

    FULL = "full"
    LESS = "less"
    NONE = "none"
    TO_CHARITY = "to-charity"


class ClaimState(StrEnum):
    """Where a claim has got to; `held` is a flag beside it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    IN_PAY_RUN = "in_pay_run"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class LineKind(StrEnum):
    """A fee, an expense with a cost behind it, or a round sum, which counts as a fee."""

    FEE = "fee"
    EXPENSE = "expense"
    ALLOWANCE = "allowance"


class PaidTo(StrEnum):
    """Who gets the money of a line."""

    PERSON = "person"
    PROVIDER = "provider"
    HELPER = "helper"


class Method(StrEnum):
    """How money reaches a person (the codes of the rules' facts)."""

    BANK = "bank"
    CASH = "cash"
    CHEQUE = "cheque"
    VOUCHER = "voucher"
    PREPAID_CARD = "prepaid-card"
    PAYROLL = "payroll"
    TO_CHARITY = "to-charity"


class ClaimSource(StrEnum):
    """How a claim reached us."""

    SCREEN = "screen"
    PAPER = "paper"


class Offer(HasId, Versioned, Imported, Base):
    """A fee offered before the session, what it covers, and the person's answer."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("attendance_id", "number"),
        CheckConstraint("pence >= 0", name="pence_not_negative"),
        CheckConstraint(
            "answer_pence IS NULL OR answer_pence BETWEEN 0 AND pence", name="answer_within_offer"
        ),
        CheckConstraint(
            "chosen_pence IS NULL OR chosen_pence BETWEEN 0 AND pence", name="chosen_within_offer"
        ),
        CheckConstraint("(chosen_pence IS NULL) = (chosen_on IS NULL)", name="chosen_pence_with_its_day"),
    )

    attendance_id: Mapped[int] = mapped_column(Identity, ForeignKey("attendance.id"))
    attendance: Mapped[Attendance] = relationship()
    number: Mapped[int] = mapped_column(default=1)
    pence: Mapped[Money] = mapped_column(Pence)
    rate_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("rate.id"))
    rate: Mapped[Rate | None] = relationship()
    rate_label: Mapped[str] = mapped_column(String(160))
    # How much of the fee each outcome pays, as it was promised: a later row of the rate card changes nothing.
    rule: Mapped[FeeRule] = mapped_column(FeeRuleText, default=FeeRule)
    minutes: Mapped[int | None]
    covers: Mapped[str] = mapped_column(String(400))
    expenses_covered: Mapped[str] = mapped_column(String(400))
    method: Mapped[Method] = mapped_column(choice(Method), default=Method.BANK)
    pay_by: Mapped[date]
    # None while it is only prepared: the check comes before the offer is made.
    offered_on: Mapped[date | None]
    offered_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    answer: Mapped[Answer | None] = mapped_column(choice(Answer))
    answer_pence: Mapped[Money | None] = mapped_column(Pence)
    answered_on: Mapped[date | None]
    charity: Mapped[str | None] = mapped_column(String(200))
    # What they chose once the fee was on a claim. It stands before the answer, and outlives the line it was
    # chosen on: a register that is corrected to and fro asks nobody again.
    chosen_pence: Mapped[Money | None] = mapped_column(Pence)
    chosen_charity: Mapped[str | None] = mapped_column(String(200))
    chosen_on: Mapped[date | None]

    @hybrid_property
    def agreed_pence(self) -> Money:
        """The fee that the person chose, or the whole of it while they have not."""
        chosen = self.answer_pence if self.chosen_pence is None else self.chosen_pence
        return self.pence if chosen is None else chosen

    @agreed_pence.inplace.expression
    @classmethod
    def _agreed_pence(cls) -> ColumnElement[Money]:
        return func.coalesce(cls.chosen_pence, cls.answer_pence, cls.pence)

    @hybrid_property
    def declined(self) -> bool:
        """Whether the person takes nothing of it, by their answer or by what they chose since."""
        return self.answer == Answer.NONE if self.chosen_pence is None else not self.chosen_pence

    @declined.inplace.expression
    @classmethod
    def _declined(cls) -> ColumnElement[bool]:
        return func.coalesce(cls.chosen_pence == ZERO, cls.answer == Answer.NONE, false())

    @property
    def answered_pence(self) -> Money:
        """The fee as it was answered, before anything was chosen of it on a claim."""
        return self.pence if self.answer_pence is None else self.answer_pence

    @property
    def given_to(self) -> str | None:
        """The charity that the person gives the fee to, if they do."""
        return self.charity if self.chosen_on is None else self.chosen_charity

    __mapper_args__ = {"version_id_col": Versioned.version}


class Claim(HasId, Versioned, Imported, Base):
    """What is owed to one person for one session or occasion; approval is of its hash."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "state", "created_at", "id"),
        Index(None, "created_at", "id"),
        Index(None, "involvement_session_id"),
        Index(None, "participant_id"),
        Index(None, "pay_run_id"),
        # What is not paid yet, the first promised first: every home page asks.
        Index(None, "state", "pay_by", "id"),
        Index(None, "held", sqlite_where=text("held"), postgresql_where=text("held")),
    )

    ref: Mapped[str] = mapped_column(String(20))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    project: Mapped[Project] = relationship()
    involvement_session_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    involvement: Mapped[InvolvementSession | None] = relationship()
    # Where several codes pay, the first of them; `cost_split` has each with its share.
    cost_code: Mapped[str | None] = mapped_column(String(40))
    cost_split: Mapped[list[list[Any]] | None] = mapped_column(JsonText)
    # Advances set against its expenses: the id of each, and at most how many pence of it.
    advances: Mapped[list[list[int]] | None] = mapped_column(JsonText)
    method: Mapped[Method] = mapped_column(choice(Method), default=Method.BANK)
    payee_version_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payee_version.id"))
    pay_by: Mapped[date | None]
    state: Mapped[ClaimState] = mapped_column(choice(ClaimState), default=ClaimState.DRAFT)
    held: Mapped[bool] = mapped_column(default=False)
    # Asked on submitted or approved; the answer always lands in submitted.
    query: Mapped[str | None] = mapped_column(String(400))
    query_answer: Mapped[str | None] = mapped_column(String(400))
    reason: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    created_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    submitted_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    submitted_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    approved_on: Mapped[date | None]
    approval_hash: Mapped[str | None] = mapped_column(String(64))
    # The mark that stays where a small team let one person both log and approve.
    small_team_reason: Mapped[str | None] = mapped_column(String(400))
    second_person: Mapped[str | None] = mapped_column(String(200))
    # Why it was approved although it goes over a budget.
    over_budget_reason: Mapped[str | None] = mapped_column(String(400))
    pay_run_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("pay_run.id"))
    held_reason: Mapped[str | None] = mapped_column(String(400))
    held_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    held_on: Mapped[date | None]
    # Who gets this money for the participant, whose it counts as: another person, or the charity they chose.
    recipient: Mapped[str | None] = mapped_column(String(200))
    recipient_consent_on: Mapped[date | None]
    source: Mapped[ClaimSource] = mapped_column(
        choice(ClaimSource), default=ClaimSource.SCREEN, server_default=ClaimSource.SCREEN.value
    )
    # Of a claim on paper: when the person signed it, who filled it in for them, and its scan.
    signed_on: Mapped[date | None]
    filled_in_by: Mapped[str | None] = mapped_column(String(200))
    form_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    # Why it comes later than the organisation's claim window.
    late_reason: Mapped[str | None] = mapped_column(String(400))
    # The person's own place in the session, from which their role there is known.
    place: Mapped[Attendance | None] = relationship(
        primaryjoin="and_(foreign(Claim.participant_id) == remote(Attendance.participant_id), "
        "foreign(Claim.involvement_session_id) == remote(Attendance.involvement_session_id))",
        viewonly=True,
        uselist=False,
    )
    lines: Mapped[list[ClaimLine]] = relationship(
        back_populates="claim", order_by="ClaimLine.kind, ClaimLine.worked_on, ClaimLine.id"
    )

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def payable_lines(self) -> list[ClaimLine]:
        """The lines whose money the person gets; what a provider is paid direct is not theirs."""
        return [line for line in self.lines if line.paid_to != PaidTo.PROVIDER]

    def total_of(self, *kinds: LineKind) -> Money:
        """The payable sum of these kinds, or of all kinds when none is named."""
        return total(line.pence for line in self.payable_lines if not kinds or line.kind in kinds)

    @property
    def coding(self) -> Coding:
        """Which cost codes pay it: its own, or the project's while it has none."""
        return of(self.cost_code, self.cost_split) or self.project.coding

    @property
    def has_fee(self) -> bool:
        """Whether a fee is on it, and not expenses alone."""
        return any(line.kind == LineKind.FEE for line in self.lines)

    @property
    def total(self) -> Money:
        """What the person is owed for it, of which some may have been given ahead."""
        return self.total_of()

    @property
    def advanced(self) -> Money:
        """What of it was given ahead: costs alone, and never more than they came to."""
        set_against = sum(pence for _, pence in self.advances or ())
        return min(Money(set_against), self.total_of(LineKind.EXPENSE))

    @property
    def to_pay(self) -> Money:
        """What the person is to be paid: the difference, where some was given ahead."""
        return self.total - self.advanced


class ClaimLine(HasId, Imported, Base):
    """One fee, expense or round sum; a fee line keeps a snapshot of the rate it used."""

    __tablename__ = "claim_line"
    __table_args__ = (
        CheckConstraint("pence >= 0", name="pence_not_negative"),
        CheckConstraint("kind <> 'fee' OR category IS NULL", name="fee_has_no_category"),
        CheckConstraint("kind <> 'expense' OR category IS NOT NULL", name="expense_has_a_category"),
        Index(None, "claim_id"),
        Index(None, "attendance_id"),
        Index(None, "receipt_sha256"),
    )

    claim_id: Mapped[int] = mapped_column(Identity, ForeignKey("claim.id"))
    claim: Mapped[Claim] = relationship(back_populates="lines")
    attendance_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("attendance.id"))
    attendance: Mapped[Attendance | None] = relationship(viewonly=True)
    kind: Mapped[LineKind] = mapped_column(choice(LineKind))
    category: Mapped[str | None] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(String(200))
    pence: Mapped[Money] = mapped_column(Pence)
    worked_on: Mapped[date]
    minutes: Mapped[int | None]
    rate_id: Mapped[int | None] = mapped_column(Identity)
    rate_label: Mapped[str | None] = mapped_column(String(160))
    rate_pence: Mapped[Money | None] = mapped_column(Pence)
    # Tenths of a mile, so that 3.5 miles is the whole number 35.
    tenths_of_miles: Mapped[int | None]
    vehicle: Mapped[str | None] = mapped_column(String(40))
    receipt_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    # An imported register may say that a receipt was seen without bringing its picture.
    receipt_seen: Mapped[bool] = mapped_column(default=False)
    no_receipt_reason: Mapped[str | None] = mapped_column(String(200))
    paid_to: Mapped[PaidTo] = mapped_column(choice(PaidTo), default=PaidTo.PERSON)
    paid_to_name: Mapped[str | None] = mapped_column(String(200))
    # What the line was before the person chose to take less, and the day they chose it.
    offered_pence: Mapped[Money | None] = mapped_column(Pence)
    chosen_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    @property
    def preparation_minutes(self) -> int | None:
        """Of the minutes, those that went into preparation beside the session; None where there are none."""
        place = self.attendance
        if place is None or not self.minutes or place.outcome not in HEARD:
            return None
        usual = place.involvement.preparation_minutes
        return (usual if place.preparation_minutes is None else place.preparation_minutes) or None

    @property
    def miles(self) -> Decimal | None:
        """How far, to a tenth of a mile; None for what is not mileage."""
        return None if self.tenths_of_miles is None else Decimal(self.tenths_of_miles) / 10


class Counter(Base):
    """The last number given in a gap-free series; its row stays locked until the commit."""

    __tablename__ = "counter"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)

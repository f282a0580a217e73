"""Tables of participants, their circumstances, their own limits, and their payee details by version."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, Pence, Sealed, UtcDateTime, Versioned, choice
from tracker.money import Money
from tracker.projects.models import Imported


class PaymentRoute(StrEnum):
    """How a person wishes to be paid; no bank account is never a bar."""

    BANK = "bank"
    CASH = "cash"
    CHEQUE = "cheque"
    VOUCHER = "voucher"
    PREPAID_CARD = "prepaid-card"
    PAYROLL = "payroll"
    NONE = "none"


class DocumentFormat(StrEnum):
    """The form in which a person reads best."""

    STANDARD = "standard"
    LARGE_PRINT = "large-print"
    EASY_READ = "easy-read"
    TEXT = "text"


class WorkPermission(StrEnum):
    """What a person may be paid, without the reason."""

    CAN_BE_PAID = "can-be-paid"
    EXPENSES_ONLY = "expenses-only"
    WEEKLY_HOURS_LIMIT = "weekly-hours-limit"


class LimitPer(StrEnum):
    """The stretch of time that a person's own limit counts over."""

    WEEK = "week"
    MONTH = "month"
    ASSESSMENT_PERIOD = "assessment-period"
    TAX_YEAR = "tax-year"


_MERGED = text("merged_into_id IS NOT NULL")


class Participant(HasId, Versioned, Imported, Base):
    """A person with lived experience. Records end by date; erasing empties the identity in place."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "email"),
        Index(None, "match_name"),
        Index(None, "merged_into_id", sqlite_where=_MERGED, postgresql_where=_MERGED),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
    )

    ref: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    # The name as matching sees it: trimmed, spaces collapsed, case folded. Kept by the services.
    match_name: Mapped[str] = mapped_column(String(200))
    known_as: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    preferred_contact: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(60), default="english")
    format: Mapped[DocumentFormat] = mapped_column(choice(DocumentFormat), default=DocumentFormat.STANDARD)
    payment_route: Mapped[PaymentRoute | None] = mapped_column(choice(PaymentRoute))
    date_of_birth: Mapped[date | None]
    since: Mapped[date]
    until: Mapped[date | None]
    erased_on: Mapped[date | None]
    added_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    merged_into_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("participant.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}


class Circumstances(HasId, Versioned, Imported, Base):
    """The few facts about a person as a whole that a limit needs, each with the date it was told."""

    __tablename__ = "circumstances"
    __table_args__ = (UniqueConstraint("participant_id"),)

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    nation: Mapped[str | None] = mapped_column(String(20))
    date_of_birth: Mapped[date | None]
    couple: Mapped[bool | None]
    work_permission: Mapped[WorkPermission | None] = mapped_column(choice(WorkPermission))
    weekly_minutes_limit: Mapped[int | None]
    # What the importing header set calls immigration_status is reduced to the permission above; never kept.
    told_on: Mapped[date]
    consent_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}


class BenefitDeclaration(HasId, Versioned, Imported, Base):
    """One benefit that a person says they get, and the facts that its limit needs, keyed as in the rules."""

    __tablename__ = "benefit_declaration"
    __table_args__ = (
        UniqueConstraint("participant_id", "benefit", "since"),
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    benefit: Mapped[str] = mapped_column(String(40))
    since: Mapped[date]
    until: Mapped[date | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    told_on: Mapped[date]
    # "I know, tell me only if it changes": said on this day, about this benefit's taper.
    knows_since: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}


class OwnLimit(HasId, Imported, Base):
    """What a person asked us to keep to; no reason, no benefit named."""

    __tablename__ = "own_limit"
    __table_args__ = (
        CheckConstraint("amount IS NOT NULL OR minutes IS NOT NULL", name="amount_or_minutes"),
        Index(None, "participant_id"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    amount: Mapped[Money | None] = mapped_column(Pence)
    minutes: Mapped[int | None]
    per: Mapped[LimitPer] = mapped_column(choice(LimitPer))
    starts_on: Mapped[date]
    until: Mapped[date | None]
    told_on: Mapped[date]


class AdviceOffered(HasId, Base):
    """Information and free independent advice offered, for everyone alike; what was advised is never kept."""

    __tablename__ = "advice_offered"
    __table_args__ = (Index(None, "participant_id"),)

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    offered_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))


class CircumstancesView(HasId, Base):
    """A benefit contact looked at what a person told: who, whose, when."""

    __tablename__ = "circumstances_view"

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PayeeVersion(HasId, Imported, Base):
    """One version of a person's bank details; a change is a new version, the old ones stay.

    `lookup` is a keyed hash of sort code and account, to find one account on two people without opening it.
    """

    __tablename__ = "payee_version"
    __table_args__ = (UniqueConstraint("participant_id", "number"), Index(None, "lookup"))

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    number: Mapped[int]
    account_name: Mapped[str] = mapped_column(Sealed)
    sort_code: Mapped[str] = mapped_column(Sealed)
    account_number: Mapped[str] = mapped_column(Sealed)
    roll_number: Mapped[str | None] = mapped_column(Sealed)
    # Set where the account is another person's, who gets money for the participant; and their consent.
    recipient: Mapped[str | None] = mapped_column(String(200))
    consent_on: Mapped[date | None]
    lookup: Mapped[str] = mapped_column(String(64))
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

"""Tables of money handed over on the day: a sheet sanctioned beforehand, and what people signed for."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Identity, Pence, Versioned, choice
from tracker.money import ZERO, Money
from tracker.payments.models import Method
from tracker.people.models import Participant
from tracker.sessions.models import InvolvementSession


class DaySheetState(StrEnum):
    """A sheet is prepared, sanctioned by an approver, keyed in after the day, and closed when it adds up."""

    PREPARED = "prepared"
    SANCTIONED = "sanctioned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SignedHow(StrEnum):
    """How a person confirmed on paper that they have the money."""

    SIGNATURE = "signature"
    MARK = "mark"
    WITNESSED = "witnessed"


class DaySheet(HasId, Versioned, Base):
    """Who may be handed money at a session and at most how much, against a float that must add up again.

    float given out = handed over + counted back + difference, and a difference needs its reason.
    """

    __tablename__ = "day_sheet"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "involvement_session_id"),
        CheckConstraint("float_pence >= 0", name="float_pence_not_negative"),
        CheckConstraint("counted_pence IS NULL OR counted_pence >= 0", name="counted_pence_not_negative"),
        CheckConstraint(
            "sanctioned_by_id IS NULL OR sanctioned_by_id <> prepared_by_id OR small_team_reason IS NOT NULL",
            name="sanctioned_by_another",
        ),
    )

    ref: Mapped[str] = mapped_column(String(20))
    involvement_session_id: Mapped[int] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    involvement: Mapped[InvolvementSession] = relationship()
    method: Mapped[Method] = mapped_column(choice(Method), default=Method.CASH)
    state: Mapped[DaySheetState] = mapped_column(choice(DaySheetState), default=DaySheetState.PREPARED)
    holder: Mapped[str] = mapped_column(String(200))
    float_pence: Mapped[Money] = mapped_column(Pence, default=ZERO)
    counted_pence: Mapped[Money | None] = mapped_column(Pence)
    difference_reason: Mapped[str | None] = mapped_column(String(400))
    prepared_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    prepared_on: Mapped[date]
    sanctioned_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    sanctioned_on: Mapped[date | None]
    small_team_reason: Mapped[str | None] = mapped_column(String(400))
    second_person: Mapped[str | None] = mapped_column(String(200))
    closed_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    closed_on: Mapped[date | None]
    # The scan of the signed sheet, and the run that its signatures became.
    form_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    pay_run_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("pay_run.id"))
    lines: Mapped[list[DaySheetLine]] = relationship(
        back_populates="sheet", order_by="DaySheetLine.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def by_name(self) -> list[DaySheetLine]:
        """The lines in the order of a register, for pages and paper."""
        return sorted(self.lines, key=lambda line: (line.participant.match_name, line.participant_id))


class DaySheetLine(HasId, Versioned, Base):
    """One person on a sheet: at most how much, and what they signed for, fee and expenses apart."""

    __tablename__ = "day_sheet_line"
    __table_args__ = (
        UniqueConstraint("day_sheet_id", "participant_id"),
        UniqueConstraint("day_sheet_id", "voucher_serial"),
        Index(None, "participant_id"),
        CheckConstraint("most_fee_pence >= 0 AND most_expenses_pence >= 0", name="most_not_negative"),
        CheckConstraint("handed_fee_pence BETWEEN 0 AND most_fee_pence", name="fee_within_sanctioned"),
        CheckConstraint(
            "handed_expenses_pence BETWEEN 0 AND most_expenses_pence", name="expenses_within_sanctioned"
        ),
        CheckConstraint("owed_expenses_pence >= 0", name="owed_not_negative"),
        CheckConstraint(
            "signed_how IS NOT NULL OR handed_fee_pence + handed_expenses_pence + owed_expenses_pence = 0",
            name="handed_over_is_signed_for",
        ),
    )

    day_sheet_id: Mapped[int] = mapped_column(Identity, ForeignKey("day_sheet.id"))
    sheet: Mapped[DaySheet] = relationship(back_populates="lines")
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    most_fee_pence: Mapped[Money] = mapped_column(Pence)
    most_expenses_pence: Mapped[Money] = mapped_column(Pence, default=ZERO)
    # What the expenses are for: a code of the organisation's list, of those that have no miles.
    category: Mapped[str | None] = mapped_column(String(40))
    handed_fee_pence: Mapped[Money] = mapped_column(Pence, default=ZERO)
    handed_expenses_pence: Mapped[Money] = mapped_column(Pence, default=ZERO)
    # Spent as well, above what was sanctioned or could be handed over: it waits as an ordinary claim.
    owed_expenses_pence: Mapped[Money] = mapped_column(Pence, default=ZERO)
    receipt_seen: Mapped[bool] = mapped_column(default=False, server_default=false())
    no_receipt_reason: Mapped[str | None] = mapped_column(String(200))
    voucher_serial: Mapped[str | None] = mapped_column(String(30))
    signed_on: Mapped[date | None]
    signed_how: Mapped[SignedHow | None] = mapped_column(choice(SignedHow))
    witness: Mapped[str | None] = mapped_column(String(200))
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    claim_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("claim.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def most(self) -> Money:
        """The most that may be handed to them."""
        return self.most_fee_pence + self.most_expenses_pence

    @property
    def handed(self) -> Money:
        """What they signed for; nothing while they have not."""
        return self.handed_fee_pence + self.handed_expenses_pence

"""Tables of projects, membership, rate cards, mileage rates, expense categories and import batches."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, Pence, UtcDateTime, Versioned, choice
from tracker.money import Money
from tracker.projects.coding import Coding, of
from tracker.projects.fee_rule import FeeRule, by_the_hour, from_json


class Design(StrEnum):
    """How a project means to hear people; decides what repetition means in it."""

    STANDING_PANEL = "standing-panel"
    OPEN_CALL = "open-call"
    ROTATING = "rotating"
    ONE_OFF = "one-off"


class Unit(StrEnum):
    """What a rate is paid for."""

    TASK = "task"
    MINUTE_BAND = "minute-band"
    HOUR = "hour"
    HALF_DAY = "half-day"
    DAY = "day"


class ImportBatch(HasId, Base):
    """One file brought in: everything it created points here, so that it can be told and undone whole."""

    __tablename__ = "import_batch"

    kind: Mapped[str] = mapped_column(String(40))
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonText)
    summary: Mapped[dict[str, Any]] = mapped_column(JsonText)
    imported_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    # The day on which everything it brought in was taken back.
    undone_on: Mapped[date | None]


class Imported:
    """A row that a spreadsheet may have brought in."""

    import_batch_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("import_batch.id"), index=True)


class Project(HasId, Versioned, Imported, Base):
    """A piece of work that involves people, with the cost code that pays for it, or several by shares."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint("pool IS NULL OR pool > 0", name="pool_positive"),
    )

    ref: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    # Where several codes pay, the first of them; `cost_split` has each with its share.
    cost_code: Mapped[str | None] = mapped_column(String(40))
    cost_split: Mapped[list[list[Any]] | None] = mapped_column(JsonText)
    funder: Mapped[str | None] = mapped_column(String(200))
    design: Mapped[Design | None] = mapped_column(choice(Design))
    pool: Mapped[int | None]
    since: Mapped[date]
    until: Mapped[date | None]
    rate_card_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("rate_card.id"))
    rate_card: Mapped[RateCard | None] = relationship()

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def coding(self) -> Coding:
        """Which codes pay for it, and how much of each."""
        return of(self.cost_code, self.cost_split)


class ProjectPerson(HasId, Versioned, Imported, Base):
    """A person's membership of a project between two dates: what makes them visible to its lead."""

    __tablename__ = "project_person"
    __table_args__ = (
        UniqueConstraint("project_id", "participant_id", "since"),
        CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        Index(None, "participant_id"),
    )

    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    # A role without pay, such as an internship, is said to be one; no fee is offered while it lasts.
    role: Mapped[str | None] = mapped_column(String(60))
    unpaid: Mapped[bool] = mapped_column(default=False, server_default=false())
    project: Mapped[Project] = relationship()

    __mapper_args__ = {"version_id_col": Versioned.version}


class RateCard(HasId, Base):
    """A named set of rates of the organisation or of a funder."""

    __tablename__ = "rate_card"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(120))
    funder: Mapped[str | None] = mapped_column(String(200))
    rates: Mapped[list[Rate]] = relationship(back_populates="card", order_by="Rate.position, Rate.since")

    def __str__(self) -> str:
        return self.name


class FeeRuleText(TypeDecorator[FeeRule]):
    """A rule as the JSON text that an offer keeps."""

    impl = JsonText
    cache_ok = True

    def process_bind_param(self, value: FeeRule | None, dialect: Dialect) -> dict[str, Any] | None:
        return None if value is None else value.as_json()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> FeeRule | None:
        return None if value is None else from_json(value)


class Rate(HasId, Base):
    """One row of a rate card from a date on; never edited, a new figure is a new row.

    `paying_outcomes` maps an attendance outcome to the percentage of the fee that it pays.
    """

    __tablename__ = "rate"
    __table_args__ = (
        UniqueConstraint("card_id", "label", "since"),
        CheckConstraint("pence > 0", name="pence_positive"),
        CheckConstraint("max_minutes IS NULL OR max_minutes >= min_minutes", name="minutes_in_order"),
    )

    card_id: Mapped[int] = mapped_column(Identity, ForeignKey("rate_card.id"))
    card: Mapped[RateCard] = relationship(back_populates="rates")
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120))
    unit: Mapped[Unit] = mapped_column(choice(Unit))
    pence: Mapped[Money] = mapped_column(Pence)
    min_minutes: Mapped[int] = mapped_column(default=0)
    max_minutes: Mapped[int | None]
    tier: Mapped[str | None] = mapped_column(String(60))
    includes_preparation: Mapped[bool] = mapped_column(default=True)
    paying_outcomes: Mapped[dict[str, int]] = mapped_column(JsonText)
    # Whoever came in part is paid for the minutes they were there, of those of the session.
    part_in_proportion: Mapped[bool] = mapped_column(default=False, server_default=false())
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[str | None] = mapped_column(String(400))

    @property
    def rule(self) -> FeeRule:
        """How much of its fee each outcome pays.

        An amount for each hour pays for preparation where it is paid beside it, at the same rate; any other
        amount where it is included.
        """
        return FeeRule(
            shares=self.paying_outcomes,
            by_time=self.part_in_proportion,
            with_preparation=self.includes_preparation != (self.unit == Unit.HOUR),
        )

    def fee_for(self, minutes: int | None, preparation: int) -> Money | None:
        """The whole fee for so many minutes and those of preparation; None where it needs unknown ones."""
        if self.unit != Unit.HOUR:
            return self.pence
        if minutes is None:
            return None
        return by_the_hour(self.pence, minutes + (preparation if self.rule.with_preparation else 0))


class MileageRate(HasId, Base):
    """Pence a mile for a kind of vehicle from a date on; a later figure is a new row."""

    __tablename__ = "mileage_rate"
    __table_args__ = (
        UniqueConstraint("vehicle", "since"),
        CheckConstraint("pence_per_mile > 0", name="pence_per_mile_positive"),
    )

    vehicle: Mapped[str] = mapped_column(String(40))
    pence_per_mile: Mapped[Money] = mapped_column(Pence)
    since: Mapped[date]
    source: Mapped[str] = mapped_column(String(400))


class ExpenseCategory(HasId, Imported, Base):
    """A kind of expense, its cap and whether a receipt is wanted at all."""

    __tablename__ = "expense_category"
    __table_args__ = (UniqueConstraint("code"), CheckConstraint("cap > 0", name="cap_positive"))

    code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    cap: Mapped[Money | None] = mapped_column(Pence)
    by_mileage: Mapped[bool] = mapped_column(default=False)
    receipt_wanted: Mapped[bool] = mapped_column(default=True)


class Word(HasId, Imported, Base):
    """An entry of a list that an organisation may extend, such as stages, with its one-sentence meaning."""

    __tablename__ = "word"
    __table_args__ = (UniqueConstraint("list_name", "code"),)

    list_name: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    meaning: Mapped[str] = mapped_column(String(400), default="")
    position: Mapped[int] = mapped_column(default=100)

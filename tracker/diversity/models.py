"""Tables of answers under a token, of what is asked where and why, and of the communities set out to reach.

No column here names a person. The one table that joins a person to a token is in `link_models.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, Sealed, UtcDateTime, choice

_EVERYWHERE = text("project_id IS NULL")


class CompareWith(StrEnum):
    """Whom the people of a project are held against."""

    NOTHING = "nothing"
    BIRMINGHAM = "birmingham"
    ENGLAND = "england"
    AREA = "area"
    OWN = "own"


class DiversityAnswer(HasId, Base):
    """What somebody said to one question. A changed answer is another row: its id tells versions apart.

    `own_words` are read by the person alone and counted nowhere.
    """

    __tablename__ = "diversity_answer"
    __table_args__ = (UniqueConstraint("token", "dimension"),)

    token: Mapped[str] = mapped_column(String(43))
    dimension: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(60))
    own_words: Mapped[str | None] = mapped_column(Sealed)
    question_set: Mapped[str] = mapped_column(String(20))


class DiversityQuestion(HasId, Base):
    """A question that a project asks, why, and whom its people are compared with; without a row it is off.

    A row without a project is asked of everybody. `shares` are hundredths of a percent by group, for a
    comparison of their own. `compared_name` says whose those are, or is the code of an area that was added.
    """

    __tablename__ = "diversity_question"
    __table_args__ = (
        UniqueConstraint("project_id", "dimension"),
        Index(
            "uq_diversity_question_everywhere",
            "dimension",
            unique=True,
            sqlite_where=_EVERYWHERE,
            postgresql_where=_EVERYWHERE,
        ),
        CheckConstraint("compare_with = 'nothing' OR compared_why <> ''", name="compared_for_a_reason"),
    )

    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    dimension: Mapped[str] = mapped_column(String(40))
    why: Mapped[str] = mapped_column(String(400))
    compare_with: Mapped[CompareWith] = mapped_column(choice(CompareWith), default=CompareWith.NOTHING)
    compared_name: Mapped[str] = mapped_column(String(120), default="")
    compared_why: Mapped[str] = mapped_column(String(400), default="")
    shares: Mapped[dict[str, int]] = mapped_column(JsonText, default=dict)


class CensusArea(HasId, Base):
    """The census of an area that was added: its code and name as the ONS has them, and its file as text."""

    __tablename__ = "census_area"
    __table_args__ = (UniqueConstraint("code"),)

    code: Mapped[str] = mapped_column(String(9))
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)


class Community(HasId, Base):
    """A community that a project set out to reach, with whose help, and the day on which it was."""

    __tablename__ = "community"
    __table_args__ = (Index(None, "project_id"),)

    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    name: Mapped[str] = mapped_column(String(200))
    partner: Mapped[str | None] = mapped_column(String(200))
    reached_on: Mapped[date | None]


class RepresentationSnapshot(HasId, Base):
    """A report as it was on the day it was made, never worked out again, and what it rested on.

    `content` holds protected tables alone. `rested_on` is the ledger: by question, which answers were counted
    and with how many seats, as marks that only this instance's key makes. A changed answer has another mark.
    """

    __tablename__ = "representation_snapshot"
    __table_args__ = (
        Index(None, "project_id", "until"),
        CheckConstraint("until >= since", name="until_after_since"),
    )

    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    since: Mapped[date]
    until: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    rested_on: Mapped[dict[str, Any]] = mapped_column(JsonText)

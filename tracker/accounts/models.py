"""Tables of staff users, what is granted to them, their sign-ins, and the organisation's own settings."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime, Versioned, choice
from tracker.money import Money
from tracker.permissions import ROLES, Actor, Permission, Role
from tracker.working_days import Nation


class User(HasId, Versioned, UserMixin, Base):  # type: ignore[misc]  # Flask-Login ships no types
    """A member of staff. An account ends by date and is never deleted: the audit names it."""

    __tablename__ = "user"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
    )

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(200))
    since: Mapped[date]
    until: Mapped[date | None]
    grants: Mapped[list[Grant]] = relationship(
        back_populates="user", cascade="all, delete-orphan", foreign_keys="Grant.user_id"
    )

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def is_active(self) -> bool:
        """Whether the account is open today."""
        return self.until is None or self.until >= clock.today()

    # Of the sign-in in this browser; never stored, hence the line above it.
    __allow_unmapped__ = True
    token: str | None = None

    def get_id(self) -> str:
        """What the session cookie holds."""
        return self.token or ""

    def actor(self) -> Actor:
        """What this person may do, as services and queries ask for it."""
        everywhere: set[Permission] = set()
        in_projects: defaultdict[int, set[Permission]] = defaultdict(set)
        for grant in self.grants:
            held = in_projects[grant.project_id] if grant.project_id is not None else everywhere
            held |= grant.permissions()
        return Actor(
            user_id=self.id,
            name=self.name,
            everywhere=frozenset(everywhere),
            in_projects={project: frozenset(held) for project, held in in_projects.items()},
            limits=self._limits(),
        )

    def _limits(self) -> dict[tuple[Permission, int | None], Money]:
        """The most at once of each permission everywhere or in a project, where every grant of it has one."""
        found: dict[tuple[Permission, int | None], Money] = {}
        free: set[tuple[Permission, int | None]] = set()
        for grant in self.grants:
            for held in ((one, grant.project_id) for one in grant.permissions()):
                if grant.most_pence is None:
                    free.add(held)
                else:
                    found[held] = max(found.get(held, grant.most_pence), grant.most_pence)
        return {held: most for held, most in found.items() if held not in free}


class Grant(HasId, Base):
    """A role, or a permission given by name, for all projects or for one."""

    __tablename__ = "grant"
    __table_args__ = (
        CheckConstraint("(role IS NULL) <> (permission IS NULL)", name="role_or_permission"),
        CheckConstraint("most_pence > 0", name="most_is_positive"),
        Index(None, "user_id"),
    )

    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    role: Mapped[Role | None] = mapped_column(choice(Role))
    permission: Mapped[Permission | None] = mapped_column(choice(Permission))
    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    # The last day on which it counts, such as an auditor's; None: until it is taken back.
    until: Mapped[date | None]
    # Of an approver or finance: the most that they approve, release or hand out at once; None: no limit.
    most_pence: Mapped[Money | None] = mapped_column(Pence)
    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])

    @property
    def in_force(self) -> bool:
        """Whether it counts today."""
        return self.until is None or self.until >= clock.today()

    def permissions(self) -> frozenset[Permission]:
        """What this grant lets its holder do today."""
        if not self.in_force:
            return frozenset()
        if self.role is not None:
            return ROLES[self.role]
        return frozenset({self.permission} if self.permission else ())


class FailedSignIn(HasId, Base):
    """A wrong password, so that guessing is slowed however many processes serve."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (Index(None, "email", "at"),)

    email: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    # The known browser that it came from; NULL for any other.
    browser: Mapped[str | None] = mapped_column(String(64))


class SignIn(Base):
    """Somebody who is signed in, in one browser: the digest of what its cookie holds."""

    __tablename__ = "sign_in"
    __table_args__ = (Index(None, "user_id"), Index(None, "at"))

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class PayEvery(StrEnum):
    """How often the organisation pays people."""

    WEEK = "week"
    MONTH = "month"


class UsualMethod(StrEnum):
    """How the organisation pays people who did not say what suits them."""

    BANK = "bank"
    PAYROLL = "payroll"
    CASH = "cash"
    CHEQUE = "cheque"
    VOUCHER = "voucher"
    PREPAID_CARD = "prepaid-card"


class OverBudget(StrEnum):
    """What becomes of an approval that goes over a budget."""

    ASK = "ask"
    STOP = "stop"


class Organisation(Versioned, Base):
    """The one row of settings that an administrator changes on a screen."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("promised_days BETWEEN 1 AND 365", name="promised_days_in_a_year"),
        CheckConstraint("claim_window_days BETWEEN 1 AND 3650", name="claim_window_days_in_ten_years"),
        CheckConstraint("cut_off_days BETWEEN 0 AND 60", name="cut_off_days_in_two_months"),
        CheckConstraint("(pay_every IS NULL) = (pay_day IS NULL)", name="pay_every_with_pay_day"),
        CheckConstraint(
            "pay_day IS NULL OR pay_day BETWEEN 0 AND 6"
            " OR (pay_every = 'month' AND pay_day BETWEEN 7 AND 31)",
            name="pay_day_in_its_week_or_month",
        ),
        CheckConstraint("pay_every <> 'month' OR pay_day > 0", name="pay_day_of_the_month"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(200), default="Your organisation")
    address: Mapped[str] = mapped_column(String(400), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    # Whose bank holidays are kept; None until somebody said.
    nation: Mapped[Nation | None] = mapped_column(choice(Nation))
    participant_noun: Mapped[str] = mapped_column(String(60), default="participant")
    participants_noun: Mapped[str] = mapped_column(String(60), default="participants")
    activity_noun: Mapped[str] = mapped_column(String(60), default="involvement")
    promised_days: Mapped[int] = mapped_column(default=14)
    receipt_needed_over_pence: Mapped[Money] = mapped_column(Pence, default=Money(1000))
    ask_again_after_months: Mapped[int] = mapped_column(default=6)
    small_team_reason: Mapped[str | None] = mapped_column(String(400))
    # One sentence on what the organisation is for, which letters open with.
    purpose: Mapped[str] = mapped_column(String(400), default="", server_default="")
    # Who signs letters when nobody else is named.
    signer_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    signer_title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # How a payment appears on a person's bank statement.
    bank_statement_name: Mapped[str] = mapped_column(String(60), default="", server_default="")
    # Later than this after the work, a claim needs a reason.
    claim_window_days: Mapped[int] = mapped_column(default=90, server_default="90")
    usual_method: Mapped[UsualMethod] = mapped_column(
        choice(UsualMethod), default=UsualMethod.BANK, server_default=UsualMethod.BANK.value
    )
    # The pay day: a weekday from 0 (Monday), or a day of the month from 1, of which 31 is the last.
    pay_every: Mapped[PayEvery | None] = mapped_column(choice(PayEvery))
    pay_day: Mapped[int | None]
    # So many working days before the pay day, approved claims are gathered.
    cut_off_days: Mapped[int] = mapped_column(default=3, server_default="3")
    over_budget: Mapped[OverBudget] = mapped_column(
        choice(OverBudget), default=OverBudget.ASK, server_default=OverBudget.ASK.value
    )
    # How many of the first set-up's questions were answered or skipped.
    questions_done: Mapped[int] = mapped_column(default=0, server_default="0")

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def pay_when(self) -> str:
        """The pay day as one code: week-4 is every Friday, month-31 the last day of each month."""
        return "" if self.pay_every is None else f"{self.pay_every.value}-{self.pay_day}"

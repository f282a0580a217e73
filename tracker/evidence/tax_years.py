"""What each person was paid in a tax year, and the fields of a return that HMRC asks for by notice.

By the day the money left, what came back taken off, records of one person together. Vouchers count at their
face value, and an advance once it is used for a claim or written off. Which of it is income, and of what
kind, is decided by nobody here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments.ledger import SPENT
from tracker.payments.models import LineKind, Method
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.people.models import Participant
from tracker.periods import Period, tax_year
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import records
from tracker.tables import Row

HEADINGS = (
    "Tax year",
    "Reference",
    "Name",
    "Fees",
    "Vouchers at face value",
    "By payroll",
    "Given to charity",
    "Expenses",
    "Total",
)
# As HMRC's templates for such returns have them; what is not held here is left empty.
NOTICE_HEADINGS = (
    "Recipient name",
    "Address line 1",
    "Address line 2",
    "Address line 3",
    "Address line 4",
    "Address line 5",
    "Postcode",
    "Gross amount",
    "Currency code",
    "Tax year",
    "Payer name",
)


@dataclass
class Paid:
    """What one person was paid in the year. Allowances are fees, unless there was a cost behind them."""

    person: Participant
    fees: Money = ZERO
    vouchers: Money = ZERO
    payroll: Money = ZERO
    charity: Money = ZERO
    expenses: Money = ZERO

    @property
    def total(self) -> Money:
        """All of it, expenses too."""
        return total((self.fees, self.vouchers, self.payroll, self.charity, self.expenses))

    @property
    def gross(self) -> Money:
        """What a notice asks for: fees and vouchers that the person got and no payroll reported."""
        return self.fees + self.vouchers

    def add(self, kind: LineKind, method: Method | None, pence: Money) -> None:
        """Add money of a kind of line, by the way it was paid."""
        if kind is LineKind.EXPENSE:
            self.expenses += pence
        elif method is Method.VOUCHER:
            self.vouchers += pence
        elif method is Method.PAYROLL:
            self.payroll += pence
        elif method is Method.TO_CHARITY:
            self.charity += pence
        else:
            self.fees += pence


AMOUNTS = ("fees", "vouchers", "payroll", "charity", "expenses", "total")


@dataclass(frozen=True)
class TaxYear:
    """A tax year and what people were paid in it, by name."""

    year: Period
    rows: Sequence[Paid]

    @property
    def named(self) -> str:
        """2026/2027."""
        return f"{self.year.start.year}/{self.year.end.year}"

    def total(self, amount: str) -> Money:
        """The sum of one of `AMOUNTS`."""
        return total(getattr(row, amount) for row in self.rows)

    @property
    def table(self) -> Iterator[Row]:
        """The rows of the file, under `HEADINGS`."""
        for row in self.rows:
            amounts = (getattr(row, amount) for amount in AMOUNTS)
            yield (self.named, row.person.ref, row.person.name, *amounts)

    def notice(self, payer: str) -> Iterator[Row]:
        """Under `NOTICE_HEADINGS`: whoever got fees or vouchers; no sign for pounds, no commas."""
        for row in self.rows:
            if row.gross:
                address = (None,) * 6
                yield (row.person.name, *address, row.gross, None, self.named, payer)


def paid_in(viewer: Actor, starts: int) -> TaxYear:
    """What was paid in the tax year that starts in the year `starts`, in the projects that are examined."""
    year = tax_year(date(starts, 4, 6))
    rows = db.session.execute(
        select(
            LedgerEntry.participant_id, LedgerEntry.line_kind, LedgerEntry.method, func.sum(LedgerEntry.pence)
        )
        .where(
            LedgerEntry.kind.in_([*SPENT, EntryKind.PAID_ELSEWHERE]),
            LedgerEntry.on_date >= year.start,
            LedgerEntry.on_date <= year.end,
            within(LedgerEntry.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .group_by(LedgerEntry.participant_id, LedgerEntry.line_kind, LedgerEntry.method)
    ).all()
    person_of = records({row.participant_id for row in rows})
    people = _people(set(person_of.values()))
    paid = {person_id: Paid(person) for person_id, person in people.items()}
    for participant_id, kind, method, pence in rows:
        paid[person_of[participant_id]].add(kind, method, pence or ZERO)
    kept = [one for one in paid.values() if any(getattr(one, amount) for amount in AMOUNTS)]
    return TaxYear(year, sorted(kept, key=lambda one: (one.person.name, one.person.ref)))


def _people(ids: set[int]) -> dict[int, Participant]:
    found = db.session.scalars(select(Participant).where(Participant.id.in_(sorted(ids))))
    return {person.id: person for person in found}

"""A released run as the formats of exports see it: values alone, frozen, from which a file is written.

Pure: no database, no web. The same `FrozenRun` is the same bytes in every format, on every machine. Holds
what paying and booking need of a person, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.exports.setup import Setup
from tracker.money import Money, total

BANK = "bank"


@dataclass(frozen=True)
class Account:
    """Where a payment goes: the details that were approved, six and eight digits."""

    name: str
    sort_code: str
    number: str
    roll_number: str | None
    # How somebody confirmed that the name is written in this file, where a bank cannot carry it as it is.
    carried: str | None = None

    @property
    def bank_name(self) -> str:
        """The name from which a bank's file is written."""
        return self.carried or self.name


@dataclass(frozen=True)
class FrozenLine:
    """A claim's line that the payment pays: `kind` is fee, expense or allowance.

    Where some was given ahead, a line of kind `advance` and of less than nothing takes it off.
    """

    claim: str
    kind: str
    pence: Money
    worked_on: date
    cost_code: str | None
    # How long the work took; of a line that several codes pay, the first has it.
    minutes: int | None = None


@dataclass(frozen=True)
class FrozenPayment:
    """One sum to one person. `person` is their reference; `ended_on` is set where it did not arrive."""

    number: int
    person: str
    name: str
    method: str
    account: Account | None
    pence: Money
    reference: str
    lines: tuple[FrozenLine, ...]
    ended_on: date | None = None
    paid_on: date | None = None
    receipt: str | None = None
    note: str | None = None
    # Whoever gets the money in the person's place: somebody they trust, or a charity.
    goes_to: str | None = None
    # What the finance system calls whoever gets the money.
    supplier: str | None = None
    # Of a voucher alone: where the person wishes to be written to.
    email: str | None = None

    @property
    def named(self) -> str:
        """What a sentence calls it: its row, and whom it is for by reference."""
        return f"Payment {self.number} ({self.person})"

    @property
    def cost_codes(self) -> str:
        """The cost codes of its claims, each once."""
        return ", ".join(sorted({line.cost_code for line in self.lines if line.cost_code}))


@dataclass(frozen=True)
class FrozenRun:
    """A released run, what was set up for its file, and `made_on`, the day its file is first made.

    `pay_on` is the day on which the money is to arrive. `payments` are in the order of their numbers.
    """

    ref: str
    pay_on: date
    made_on: date
    released_on: date
    payments: tuple[FrozenPayment, ...]
    setup: Setup

    @property
    def total(self) -> Money:
        """What all its payments add up to, arrived or not."""
        return total(payment.pence for payment in self.payments)

    @property
    def standing(self) -> tuple[FrozenPayment, ...]:
        """Its payments without those that did not arrive, which are owed again and paid elsewhere."""
        return tuple(payment for payment in self.payments if payment.ended_on is None)

    @property
    def by_bank(self) -> tuple[FrozenPayment, ...]:
        """Those that still go into a bank account."""
        return tuple(payment for payment in self.standing if payment.method == BANK)

"""How much of each payment counts as earnings, whichever benefit asks.

The answer is a range: where a fact is unknown, `low` is the least and `high` the most that a lawful
value of it gives. Section 3 of the law on expenses is summed up here: the actual cost of taking part as
a service user is disregarded (UC Regulations 2013 reg 55(3)(b) and its like for the other benefits).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tracker.rules import codes
from tracker.rules.facts import Claim, Payment


@dataclass(slots=True, eq=False)
class Counted:
    """One payment with its place in the facts, its countable pence, and why.

    `note` is the key of a sentence worth saying (None for a plain fee); `unknown` names the facts whose
    absence makes `low` and `high` differ. Each is itself alone: two payments of the same sum are two.
    """

    payment: Payment
    index: int
    low: int
    high: int
    note: str | None = None
    unknown: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether the check was asked because of this payment."""
        return self.payment.state == "proposed"

    def path(self, name: str) -> str:
        """The path of one of the payment's fields in the facts document."""
        return f"payments[{self.index}].{name}"


def count(payment: Payment, index: int) -> Counted:
    """What of a payment counts as earnings."""
    if payment.state == "declined":
        return _declined(payment, index)
    if payment.method == "in-kind":
        return Counted(payment, index, 0, 0, "in_kind")
    if payment.method == "to-charity":
        return _unless_service_user(payment, index, ("to_charity", "to_charity_counted"))
    if payment.kind == "expense" and payment.actual_cost is not False:
        return _expense(payment, index)
    pence = countable_pence(payment)
    return Counted(payment, index, pence, pence, _note(payment))


def countable_pence(payment: Payment) -> int:
    """The pence of a payment that is earnings: net where payroll has told us the net."""
    if payment.method == "payroll" and payment.net is not None:
        return payment.net.pence
    return payment.amount.pence


def _declined(payment: Payment, index: int) -> Counted:
    """Not income of a legal service user; of anybody else it can be treated as such, unless for a charity.

    UC Regulations 2013 reg 60(3)-(4) and its like for the other benefits: notional income.
    """
    if payment.service_user_activity or (payment.kind == "expense" and payment.actual_cost):
        return Counted(payment, index, 0, 0, "declined")
    unknown = "service_user_activity" if payment.service_user_activity is None else "declined_counts"
    if payment.kind == "expense" and payment.actual_cost is None:
        unknown = "actual_cost"
    return Counted(payment, index, 0, countable_pence(payment), "declined_ask", (unknown,))


def _expense(payment: Payment, index: int) -> Counted:
    keys = ("expense_left_out", "expense_counted")
    if payment.actual_cost or payment.service_user_activity is False:
        return _unless_service_user(payment, index, keys)
    unknown = tuple(
        name for name in ("actual_cost", "service_user_activity") if getattr(payment, name) is None
    )
    return Counted(payment, index, 0, countable_pence(payment), "expense_unknown", unknown)


def _unless_service_user(payment: Payment, index: int, keys: tuple[str, str]) -> Counted:
    """Nothing counts for a legal service user, all of it for anybody else."""
    pence = countable_pence(payment)
    left_out, counted = keys
    if payment.service_user_activity is None:
        return Counted(payment, index, 0, pence, "service_user_unknown", ("service_user_activity",))
    if payment.service_user_activity:
        return Counted(payment, index, 0, 0, left_out)
    return Counted(payment, index, pence, pence, counted)


def _note(payment: Payment) -> str | None:
    if payment.kind == "expense":
        return "round_sum"
    if payment.method in codes.VOUCHER_METHODS:
        return "voucher"
    if payment.method == "payroll" and payment.net is None:
        return "net_unknown"
    return None


def other_earnings(claim: Claim, a_year: int) -> tuple[int | Fraction, ...]:
    """Other earnings in exact pence for one of the benefit's periods, of which there are `a_year` in a year.

    What they come to for every length of time that they can be for, least first, where nobody has told us it.
    """
    told, per = claim.other_earnings, claim.other_earnings_per
    if told is None or not told.pence:
        return (0,)
    if per is not None:
        return (_converted(told.pence, codes.TIMES_A_YEAR[per], a_year),)
    return tuple(sorted({_converted(told.pence, times, a_year) for times in codes.TIMES_A_YEAR.values()}))


def _converted(pence: int, times: int, a_year: int) -> int | Fraction:
    """A sum that comes so many times a year, as what it comes to in a period; whole pence stay an int."""
    whole, rest = divmod(pence * times, a_year)
    return whole if not rest else Fraction(pence * times, a_year)


def rounded(pence: int | Fraction) -> int:
    """Whole pence, half a penny being rounded up."""
    return pence if isinstance(pence, int) else int((2 * pence + 1) // 2)

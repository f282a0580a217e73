"""The payments of a run that a bank's file carries, each looked at first: all can be written, or none is.

Pure. A sentence names each payment that cannot, and says what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tracker.errors import Refused
from tracker.exports.frozen import Account, FrozenPayment, FrozenRun
from tracker.exports.letters import written
from tracker.money import Money

# The longest reference and name that Bacs carries.
WIDTH = 18
_NAMED_AT_MOST = 5
_NOUGHTS = "00000000"

Fault = Callable[[FrozenPayment], str | None]


def bank_lines(
    run: FrozenRun, *, most: Money, also: Fault = lambda _: None
) -> Sequence[tuple[FrozenPayment, Account]]:
    """The payments into accounts, in order, of at most `most` each. Raises Refused, naming every bad one."""
    if not run.by_bank:
        raise Refused(
            f"No payment of {run.ref} goes into a bank account, so there is no file for the bank to make. "
            "The payment list says how each is paid.",
            code="no-lines",
        )
    taken = Counter(payment.reference for payment in run.by_bank)
    must_hold(run.by_bank, lambda payment: _fault(payment, most) or _twice(payment, taken) or also(payment))
    return [(payment, payment.account) for payment in run.by_bank if payment.account is not None]


def must_hold(payments: Sequence[FrozenPayment], fault: Fault) -> None:
    """Refuse the whole file where a payment has a fault, with a sentence for each of the first few."""
    faults = [f"{payment.named}: {found}" for payment in payments if (found := fault(payment)) is not None]
    if not faults:
        return
    more = len(faults) - _NAMED_AT_MOST
    rest = f" And {more} more." if more > 0 else ""
    raise Refused(f"Nothing was exported. {' '.join(faults[:_NAMED_AT_MOST])}{rest}", code="bad-lines")


def _fault(payment: FrozenPayment, most: Money) -> str | None:
    if payment.pence.pence <= 0:
        return f"a bank does not pay {payment.pence.pounds()}."
    if payment.pence > most:
        return f"{payment.pence.pounds()} is more than the {most.pounds()} that one payment may be."
    account = payment.account
    if account is None:
        return "there are no bank details. Tell your administrator."
    return _account_fault(account)


def _twice(payment: FrozenPayment, taken: Mapping[str, int]) -> str | None:
    """A bank tells payments apart by their references, and takes the second of one for a repeat."""
    if taken[payment.reference] == 1:
        return None
    return f"its reference {payment.reference} is that of another payment too. Tell your administrator."


def _account_fault(account: Account) -> str | None:
    if not _digits(account.sort_code, 6) or not _digits(account.number, 8):
        return "the sort code must have six digits and the account number eight. Tell your administrator."
    if not written(account.bank_name):
        return (
            "the name on the account has no letter from A to Z, which banks need. Enter it under Bank "
            "details as it stands on the bank card, then pay this in a later run."
        )
    if account.roll_number and not _carried(account.roll_number):
        return (
            f"the roll number must have 1 to {WIDTH} letters from A to Z, digits and . - / & between them. "
            "Correct it under Bank details, then pay this in a later run."
        )
    if account.number == _NOUGHTS and not account.roll_number:
        return "an account number of noughts needs a roll number. Enter it under Bank details."
    return None


def _carried(roll_number: str) -> bool:
    """Whether a bank carries it as it is: written another way, it could be another person's."""
    plain = roll_number.isascii() and len(roll_number) <= WIDTH
    return plain and written(roll_number) == roll_number.upper()


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdecimal()


def reference(payment: FrozenPayment, account: Account) -> str:
    """What the bank carries beside the money: a building society's roll number comes before our own."""
    return written(account.roll_number or payment.reference)

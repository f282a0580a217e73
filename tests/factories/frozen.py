"""Frozen runs as values: what formats are written from, made without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from tracker.exports.frozen import Account, FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.setup import PayingAccount, Setup
from tracker.money import Money

# A Friday, and a Monday before it on which Bacs still takes a file for it.
PAY_ON, MADE_ON = date(2026, 12, 4), date(2026, 11, 23)
OURS = PayingAccount("Example Charity", "090122", "11223344", user_number="123456")


def account(name: str = "Amina Yusuf", **other: object) -> Account:
    """An account of one of Vocalink's published test pairs."""
    return replace(Account(name, "089999", "66374958", None), **other)  # type: ignore[arg-type]


def payment(number: int = 1, pence: int = 7500, **other: object) -> FrozenPayment:
    """A payment into a bank account, of one fee line unless told otherwise."""
    made = FrozenPayment(
        number=number,
        person=f"P-{number:06d}",
        name="Amina Yusuf",
        method="bank",
        account=account(),
        pence=Money(pence),
        reference=f"R26-0007-{number:04d}",
        lines=(line(number, pence),),
    )
    return replace(made, **other)  # type: ignore[arg-type]


def line(claim: int = 1, pence: int = 7500, **other: object) -> FrozenLine:
    """A fee line of a claim."""
    made = FrozenLine(f"C26-{claim:05d}", "fee", Money(pence), date(2026, 11, 12), "CC-100")
    return replace(made, **other)  # type: ignore[arg-type]


def run(*payments: FrozenPayment, **other: object) -> FrozenRun:
    """A run of these payments, to be paid on Friday 4 December 2026."""
    made = FrozenRun(
        "R26-0007", PAY_ON, MADE_ON, MADE_ON, payments or (payment(),), Setup(OURS, versions="account-1")
    )
    return replace(made, **other)  # type: ignore[arg-type]


def cash(number: int = 1, pence: int = 4000, **other: object) -> FrozenPayment:
    """A payment in cash."""
    return payment(number, pence, **{"method": "cash", "account": None, **other})


# Names in any script, with what breaks files: quotes, separators, line ends, formulas, marks of direction.
names = st.one_of(
    st.text(min_size=1, max_size=70),
    st.text(alphabet="AaÉØłßþ李Ж ,;\"'\t\r\n\0=+-@|<&>\u202e\u200d0", min_size=1, max_size=40),
)


@st.composite
def runs(draw: st.DrawFn) -> FrozenRun:
    """Any run: payments by bank and in cash, with any name, some that did not arrive."""
    count = draw(st.integers(1, 8))
    payments = [draw(_payments(number)) for number in range(1, count + 1)]
    return run(*payments)


@st.composite
def _payments(draw: st.DrawFn, number: int) -> FrozenPayment:
    parts = draw(st.lists(st.integers(1, 2_000_000), min_size=1, max_size=3))
    codes = st.one_of(st.none(), st.text(max_size=40), st.sampled_from(["CC-100", "CC-200"]))
    kinds = st.sampled_from(["fee", "expense", "allowance"])
    lines = tuple(line(number, pence, kind=draw(kinds), cost_code=draw(codes) or None) for pence in parts)
    by_bank = draw(st.booleans())
    return payment(
        number,
        sum(parts),
        name=draw(names),
        method="bank" if by_bank else draw(st.sampled_from(["cash", "voucher", "payroll", "to-charity"])),
        account=account(draw(names), roll_number=draw(st.sampled_from([None, "12/345-6"])))
        if by_bank
        else None,
        lines=lines,
        ended_on=draw(st.sampled_from([None, None, MADE_ON])),
    )

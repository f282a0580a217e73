"""Pounds and pence as an integer number of pence; no float comes near money.

`Money` is what code passes about, `parse` the only way in from text, `str(m)` the plain "12.34"
of files and JSON, and `m.pounds()` the "£1,234.50" that people read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tracker.errors import Invalid

# Nothing this product records comes near ten million pounds; past it, a number is a slip of the keys.
LARGEST_PENCE = 1_000_000_000
LARGEST_DIGITS = 8
PENCE_DIGITS = 2

# Commas only between thousands, so that "12,50" is refused and not read as a hundred times as much.
AMOUNT = re.compile(
    r"(?P<minus>-)?\s*(?:£\s*)?(?P<pounds>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.[0-9]))(?:\.(?P<decimals>[0-9]+))?"
)


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in whole pence, positive or negative."""

    pence: int

    def __post_init__(self) -> None:
        # Neither a bool nor any other kind of int: asked of the type, since money is made a great many times.
        if type(self.pence) is not int:
            raise TypeError(f"Money holds whole pence as an int, not {type(self.pence).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.pence + other.pence)

    def __sub__(self, other: Money) -> Money:
        return Money(self.pence - other.pence)

    def __neg__(self) -> Money:
        return Money(-self.pence)

    def __mul__(self, times: int) -> Money:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("Money is multiplied by whole numbers only; use times() for a rate")
        return Money(self.pence * times)

    def __bool__(self) -> bool:
        return self.pence != 0

    def __str__(self) -> str:
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}{pounds}.{pence:02d}"

    def pounds(self) -> str:
        """The amount as people write it: £1,234.50, with a minus sign before the pound."""
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}£{pounds:,}.{pence:02d}"

    def times(self, factor: Decimal) -> Money:
        """The amount times an exact factor, rounded half up to the penny."""
        return Money(int((self.pence * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    def shared(self, weights: Sequence[int]) -> list[Money]:
        """The amount parted by weights, to the penny: what is left over goes to the largest remainders.

        Of equal remainders the first comes first. Raises ValueError where the weights are nothing together.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights are nought or more, and something together")
        sign = -1 if self.pence < 0 else 1
        parts = [abs(self.pence) * weight // whole for weight in weights]
        left = abs(self.pence) - sum(parts)
        by_remainder = sorted(
            range(len(weights)), key=lambda at: (-(abs(self.pence) * weights[at] % whole), at)
        )
        for at in by_remainder[:left]:
            parts[at] += 1
        return [Money(sign * part) for part in parts]


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """The sum of amounts; nothing adds up to £0.00."""
    return Money(sum(amount.pence for amount in amounts))


def parse(text: str, *, field: str | None = None) -> Money:
    """Read an amount typed by a person: "75", "£1,234.50", "-3.20".

    Raises Invalid, naming `field`, for anything that is not pounds with at most two decimals.
    """
    cleaned = text.replace("\u00a0", " ").strip()
    found = AMOUNT.fullmatch(cleaned)
    if found is None:
        raise Invalid("Enter an amount in pounds, like 75 or 12.50.", field=field)
    pounds, decimals = found["pounds"].replace(",", "").lstrip("0"), found["decimals"] or ""
    if len(decimals) > PENCE_DIGITS:
        raise Invalid(
            "Enter an amount with no more than two numbers after the point, like 12.50.", field=field
        )
    if len(pounds) > LARGEST_DIGITS:
        raise Invalid("The amount is too large: check the number of noughts.", field=field)
    pence = int(pounds or "0") * 100 + int(decimals.ljust(PENCE_DIGITS, "0"))
    if pence > LARGEST_PENCE:
        raise Invalid("The amount is too large: check the number of noughts.", field=field)
    return Money(-pence if found["minus"] else pence)

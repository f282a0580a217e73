"""Which cost codes pay, and how much of each: one code, or several by percentage that add up to 100. Pure.

A sum is parted line by line, to the penny, so that books, budgets and files agree about every line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.errors import Invalid
from tracker.money import Money
from tracker.values import line

MOST_CODES = 10
LONGEST_CODE = 40
# Percentages are kept in hundredths: 33.33 is 3333.
WHOLE = 10_000

_LINE = re.compile(r"(?P<code>\S.*?)[\s=:,]+(?P<percent>\d{1,3}(?:\.\d{1,2})?)\s*%?", re.ASCII)


@dataclass(frozen=True)
class Coding:
    """Codes with their shares, which add up to `WHOLE`; empty where no code is known."""

    shares: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.shares)

    def __str__(self) -> str:
        if len(self.shares) < 2:
            return self.main or ""
        return ", ".join(f"{code} {percent(share)}%" for code, share in self.shares)

    @property
    def main(self) -> str | None:
        """The first of its codes: what a place for a single code shows."""
        return self.shares[0][0] if self.shares else None

    @property
    def codes(self) -> tuple[str, ...]:
        """Its codes, in their order."""
        return tuple(code for code, _ in self.shares)

    @property
    def split(self) -> list[list[Any]] | None:
        """The form in which a split is stored; None where one code pays all."""
        return [list(share) for share in self.shares] if len(self.shares) > 1 else None

    @property
    def typed(self) -> str:
        """The lines that `read` reads again; nothing where one code pays all."""
        if len(self.shares) < 2:
            return ""
        return "\n".join(f"{code} {percent(share)}" for code, share in self.shares)

    def parts(self, pence: Money) -> list[tuple[str, Money]]:
        """A sum by code, to the penny; codes that get nothing of it are left out."""
        parts = pence.shared([share for _, share in self.shares])
        found = [(code, part) for code, part in zip(self.codes, parts, strict=True) if part]
        return found or [(self.codes[0], pence)]


def percent(share: int) -> str:
    """Hundredths of a percent as people write a percentage: 50, 33.33."""
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def of(code: str | None, split: Sequence[Sequence[Any]] | None) -> Coding:
    """The coding that is stored as a code and a split."""
    if split:
        return Coding(tuple((str(one), int(share)) for one, share in split))
    return Coding(((code, WHOLE),)) if code else Coding()


def read(text: str, *, field: str) -> Coding:
    """The split that somebody typed, a code and its percentage a line. Raises Invalid, naming the line.

    One code with no percentage pays all. Nothing typed is no coding.
    """
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    if len(rows) == 1 and _LINE.fullmatch(rows[0]) is None:
        return Coding(((_code(rows[0], field), WHOLE),))
    if len(rows) > MOST_CODES:
        raise Invalid(f"Keep to {MOST_CODES} codes or fewer: there are {len(rows)}.", field=field)
    shares = [_share(row, number, field) for number, row in enumerate(rows, start=1)]
    codes = [code for code, _ in shares]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise Invalid(f"{twice} stands there twice: give each code one line.", field=field)
    together = sum(share for _, share in shares)
    if shares and together != WHOLE:
        raise Invalid(
            f"The percentages add up to {percent(together)}, not to 100. Correct one of them.", field=field
        )
    return Coding(tuple(shares))


def _share(row: str, number: int, field: str) -> tuple[str, int]:
    found = _LINE.fullmatch(row)
    if found is None:
        raise Invalid(f"Line {number}: write the code and its percentage, like CC-100 60.", field=field)
    whole, _, rest = found["percent"].partition(".")
    share = int(whole) * 100 + int(rest.ljust(2, "0") or "0")
    if not 0 < share <= WHOLE:
        raise Invalid(f"Line {number}: a percentage is more than 0 and at most 100.", field=field)
    return _code(found["code"], field), share


def _code(text: str, field: str) -> str:
    return line(text, field=field, longest=LONGEST_CODE) or ""

"""The months that both are asked about."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

# Of each tax year from its April: the most a month at which no tax and no National Insurance is due.
# 2021 and 2022 are left out: the taper, and then the threshold of National Insurance, moved within the year.
FREE_A_MONTH = {
    2017: 650, 2018: 650, 2019: 650, 2020: 700, 2023: 1000, 2024: 1000, 2025: 1000, 2026: 1000
}  # fmt: skip
ALLOWANCES = ("none", "with-housing", "without-housing")
OTHER = (0, 14000, 42000)
# Multiples of 20p: 55% and 63% of them are whole pence, so that no rounding decides.
STEP = 1380


@dataclass(frozen=True)
class Month:
    """One month of a tax year: pence from elsewhere and pence from us, under one work allowance."""

    year: int
    allowance: str
    other: int
    ours: int

    def document(self) -> dict[str, object]:
        """The month as the other environment reads it."""
        return asdict(self)


def months() -> Iterator[Month]:
    """Every allowance and year, with money from us that goes from nothing past each allowance."""
    for year, most in FREE_A_MONTH.items():
        for allowance in ALLOWANCES:
            for other in OTHER:
                for ours in range(0, most * 100 - other, STEP):
                    yield Month(year, allowance, other, ours)

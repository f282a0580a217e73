"""Which columns of amounts a column of totals adds up, told by the amounts themselves. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from tracker.money import ZERO, Money

# So many rows and columns are tried; a list with more columns keeps those that its headings name.
_ROWS = 40
_MOST_COLUMNS = 12
_LEAST_ROWS = 2
_MOST_OF_ROWS = 0.6

Amounts = Mapping[int, Money]


def parts_of(rows: Sequence[tuple[Amounts, Money]], columns: Sequence[int]) -> tuple[int, ...] | None:
    """The columns whose amounts come to the total in most rows; of several such sets the largest.

    Each row is its amounts by column and its total. None where no columns do.
    """
    looked_at = [row for row in rows if row[1]][:_ROWS]
    if len(looked_at) < _LEAST_ROWS or not 1 < len(columns) <= _MOST_COLUMNS:
        return None
    best: tuple[int, tuple[int, ...]] = (0, ())
    for many in range(len(columns), 1, -1):
        for chosen in combinations(columns, many):
            fitting = sum(_sum(amounts, chosen) == total for amounts, total in looked_at)
            if fitting > best[0]:
                best = (fitting, chosen)
    return best[1] if best[0] >= max(_LEAST_ROWS, len(looked_at) * _MOST_OF_ROWS) else None


def _sum(amounts: Amounts, columns: Sequence[int]) -> Money:
    return sum((amounts.get(at, ZERO) for at in columns), ZERO)

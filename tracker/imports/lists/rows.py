"""The rows of a list sorted out: of a person, of totals, of nobody, or without any amount. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.errors import Invalid
from tracker.imports.lists import amounts, proposing
from tracker.imports.lists.roles import AMOUNTS, Column, Role
from tracker.imports.lists.table import Table
from tracker.imports.wide.grid import Line
from tracker.imports.wide.rows import is_of_total, is_total
from tracker.money import ZERO, Money
from tracker.values import folded

# The row of what was left over from the page before, or goes on to the next.
_CARRIED = re.compile(r"\b(?:balance|brought forward|carried forward|b/?f|c/?f)\b")


class Sort(StrEnum):
    """What a row is."""

    PAYMENT = "payment"
    TOTALS = "totals"
    # Amounts, and nobody named.
    NAMELESS = "nameless"
    NO_AMOUNT = "no-amount"


@dataclass(frozen=True)
class Row:
    """A row: what it is, who it is about, its amounts by column, and the cells in which none can be read."""

    line: Line
    sort: Sort
    name: str
    ref: str
    amounts: Mapping[int, Money] = field(default_factory=dict)
    stated: Money | None = None
    unread: Mapping[int, str] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """As the spreadsheet shows it."""
        return self.line.number

    @property
    def added(self) -> Money:
        """The sum of its amounts, its total left out."""
        return sum(self.amounts.values(), ZERO)


def names_of(columns: Sequence[Column]) -> list[int]:
    """The columns of which the name is put together."""
    roles = (Role.NAME, Role.FIRST, Role.LAST)
    return [at for role in roles if (at := proposing.only(columns, role)) is not None]


def sorted_out(table: Table, columns: Sequence[Column]) -> list[Row]:
    """Every row with what it is."""
    money = [one.at for one in columns if one.role in AMOUNTS]
    total = proposing.only(columns, Role.TOTAL)
    names, ref = names_of(columns), proposing.only(columns, Role.REF)
    sums: dict[int, Money] = {}
    found = []
    for line in table.rows:
        name, own = _name(line, names), "" if ref is None else line.at(ref)
        read, unread = _read(line, [*money, *([] if total is None else [total])])
        stated = read.pop(total, None) if total is not None else None
        texts = [line.at(at) for at in line.filled() if at not in money and at != total]
        summed = _is_summed(name or own, texts) or (not texts and not unread and _is_sum(read, stated, sums))
        row = Row(
            line, _sort(name or own, read, stated, unread, summed=summed), name, own, read, stated, unread
        )
        if row.sort in {Sort.PAYMENT, Sort.NAMELESS}:
            for at, pence in read.items():
                sums[at] = sums.get(at, ZERO) + pence
        found.append(row)
    return found


def _is_summed(who: str, texts: Sequence[str]) -> bool:
    """Whether a row says that it holds sums: by its name, or by a word where it has no name and no day."""
    if who:
        return is_of_total(who)
    if any(proposing.is_day(text) for text in texts):
        return any(map(is_total, texts))
    return any(is_of_total(text) or _CARRIED.search(folded(text)) for text in texts)


def _name(line: Line, names: Sequence[int]) -> str:
    return " ".join(filter(None, (line.at(at) for at in names)))


def _read(line: Line, columns: Sequence[int]) -> tuple[dict[int, Money], dict[int, str]]:
    read: dict[int, Money] = {}
    unread: dict[int, str] = {}
    for at in columns:
        try:
            found = amounts.read(line.at(at))
        except Invalid as error:
            unread[at] = error.message
            continue
        if found is not None:
            read[at] = found
    return read, unread


def _is_sum(read: Mapping[int, Money], stated: Money | None, sums: Mapping[int, Money]) -> bool:
    """Whether the amounts of a row without a word are sums: of the rows above, or a total of no parts."""
    return all(sums.get(at) == pence for at, pence in read.items()) and bool(read or stated is not None)


def _sort(
    who: str, read: Mapping[int, Money], stated: Money | None, unread: Mapping[int, str], *, summed: bool
) -> Sort:
    if summed:
        return Sort.TOTALS
    if not read and not unread and stated is None:
        return Sort.NO_AMOUNT
    return Sort.PAYMENT if who else Sort.NAMELESS

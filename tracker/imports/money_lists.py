"""Lists of what people were paid, with categories across: added up, and held against the totals they print.

Pure. Such a list says how much and not on which day, so it cannot come in as payments; what is true in it is
said all the same. A blank cell is no amount, never nought; amounts are whole pence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.errors import Invalid
from tracker.imports.lists import adding_up, amounts
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.wide import grid, headings, joined, names
from tracker.imports.wide.grid import Line
from tracker.imports.wide.headings import Kind
from tracker.imports.wide.rows import is_of_total
from tracker.money import Money
from tracker.values import folded

_LOOKED_AT = 40
_NONE = frozenset({"-", "nil", "n/a"})
_MOST_SAID = 10
_OF_MONEY = re.compile(
    r"£|allowance|expense|travel|mileage|subsistence|fee|payment|paid|amount|cost|pay\b|honorari|salary|"
    r"remuneration|accommodation|ict|telephone|total",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MoneyList:
    """What stands in such a list: people, the sums in pence, and the rows whose total is another."""

    people: int
    parts: tuple[int, ...]
    total: int | None
    parts_sum: Money
    total_sum: Money | None
    differing: tuple[tuple[int, str, Money, Money], ...]
    unread: tuple[str, ...]
    # The rows of another table below it.
    beyond: tuple[Line, ...] = ()


def pence(text: str) -> Money | None:
    """An amount as people write it, such as £1,234.50, 11 784.96 or (20.00); None where it is none."""
    try:
        return amounts.read(text)
    except Invalid:
        return None


def find(sheet: Sheet) -> MoneyList | None:
    """The list, where a sheet is one: names, and amounts under headings of money."""
    rows = grid.of_sheet(sheet)
    for at, line in enumerate(rows[:_LOOKED_AT]):
        texts = {column: line.at(column) for column in line.filled()}
        people = names.by_heading(texts)
        if not people:
            continue
        texts, last = joined.headings(rows, at, people)
        ends = last + 1 + joined.end(rows[last + 1 :], people)
        below, beyond = rows[last + 1 : ends], rows[ends:]
        money = _columns_of_money(texts, people, below)
        dated = any(headings.read(text).kind is Kind.DAY for text in texts.values())
        if dated or not any(_in_pounds(texts[at], at, below) for at in money):
            continue
        totals = [column for column in money if "total" in folded(texts[column])]
        total = totals[-1] if totals else None
        parts = tuple(column for column in money if column not in totals)
        if total is not None:
            parts = _that_add_up([*texts], people, below, total) or parts
        return replace(_added(below, people, parts, total), beyond=tuple(beyond))
    return None


def _that_add_up(
    columns: Sequence[int], people: Sequence[int], rows: Sequence[Line], total: int
) -> tuple[int, ...] | None:
    """The columns of amounts that the total adds, whatever they are headed; None where none do."""
    parts = [at for at in columns if at not in {*people, total} and _holds_amounts(at, rows)]
    read = [
        ({at: found for at in parts if (found := pence(row.at(at))) is not None}, stated)
        for row in rows
        if any(row.at(at) for at in people) and (stated := pence(row.at(total))) is not None
    ]
    return adding_up.parts_of(read, parts)


def _columns_of_money(texts: Mapping[int, str], people: Sequence[int], rows: Sequence[Line]) -> list[int]:
    """The columns of amounts: those headed so, and those that stand among them."""
    held = [at for at in texts if at not in people and _holds_amounts(at, rows)]
    headed = [at for at in held if _OF_MONEY.search(texts[at])]
    return [at for at in held if headed and headed[0] <= at <= headed[-1]]


def _holds_amounts(column: int, rows: Sequence[Line]) -> bool:
    texts = [text for row in rows if (text := row.at(column))]
    read = sum(pence(text) is not None for text in texts)
    return bool(read) and read * 2 > sum(text not in _NONE for text in texts)


def _in_pounds(heading: str, column: int, rows: Sequence[Line]) -> bool:
    """Whether a column says by itself that it holds money, and no other numbers."""
    return "£" in heading or any("." in row.at(column) or "£" in row.at(column) for row in rows)


def _added(
    rows: Sequence[Line], people: Sequence[int], parts: tuple[int, ...], total: int | None
) -> MoneyList:
    met: set[str] = set()
    parts_sum, total_sum = Money(0), Money(0)
    differing: list[tuple[int, str, Money, Money]] = []
    unread: list[str] = []
    for row in rows:
        name = " ".join(filter(None, (row.at(column) for column in people)))
        columns = [*parts, *([] if total is None else [total])]
        strange = [at for at in columns if not _is_read(row.at(at))]
        unread += [f"row {row.number}, column {column_letter(at)}" for at in strange]
        own = [found for at in parts if (found := pence(row.at(at))) is not None]
        stated = pence(row.at(total)) if total is not None else None
        if not name or is_of_total(name) or not (own or stated is not None):
            continue
        met.add(folded(name))
        added = sum(own, Money(0))
        parts_sum += added
        total_sum += stated or Money(0)
        if parts and total is not None and stated != added:
            differing.append((row.number, name, added, stated or Money(0)))
    stated_sum = total_sum if total is not None else None
    return MoneyList(len(met), parts, total, parts_sum, stated_sum, tuple(differing), tuple(unread))


def _is_read(text: str) -> bool:
    """Whether a cell holds an amount, or says that there is none."""
    try:
        amounts.read(text)
    except Invalid:
        return False
    return True


def reason(sheet: Sheet) -> str | None:
    """What is true in a list of money, and why it cannot come in; None where a sheet is no such list."""
    found = find(sheet)
    if found is None:
        return None
    of = "1 person" if found.people == 1 else f"{found.people:,} people"
    said = [f"This is a list of money for {of}, and it has no day for each payment."]
    if found.total is not None and found.total_sum is not None:
        said.append(f"Its totals (column {column_letter(found.total)}) come to {found.total_sum.pounds()}.")
    if found.parts:
        said.append(f"Its categories ({_columns(found.parts)}) come to {found.parts_sum.pounds()}.")
    said += _differences(found)
    if found.beyond:
        said.append(joined.said_beyond(found.beyond))
    if found.unread:
        said.append(f"No amount can be read in {', '.join(found.unread[:_MOST_SAID])}.")
    said.append(
        "To bring payments in, each needs the day it was paid, in a column of its own. If all of it was paid "
        "on one day, say which, and it can come in as payments of that day."
    )
    return " ".join(said)


def _columns(columns: Sequence[int]) -> str:
    return "columns " + ", ".join(map(column_letter, columns))


def _differences(found: MoneyList) -> list[str]:
    said = [
        f"Row {number} ({name}): the categories come to {added.pounds()}, the total says {stated.pounds()}."
        for number, name, added, stated in found.differing[:_MOST_SAID]
    ]
    if len(found.differing) > _MOST_SAID:
        said.append(f"{len(found.differing) - _MOST_SAID:,} more rows differ from their total.")
    return said

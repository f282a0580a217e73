"""Why a sheet is not what its headings promise: a day that is none, an amount in no known shape. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.lists import amounts, table, words
from tracker.imports.lists.table import Table
from tracker.imports.reading import Sheet, column_letter
from tracker.values import folded

_OF_DAYS = re.compile(r"\b(?:date|day|paid on|held on|when)\b|\w(?:date)$")


def why(sheet: Sheet) -> str | None:
    """The first cell that is not what its column is headed as, and why; None where there is none."""
    found = table.beginning(sheet)
    if not words.of_names(found.headings):
        return None
    for at, heading in found.headings.items():
        if _OF_DAYS.search(re.sub(r"[\W_]+", " ", folded(heading))):
            if said := _first(found, at, "days", _why_no_day) or _two_orders(found, at):
                return said
        elif words.is_money(heading) and (said := _first(found, at, "amounts", _why_no_amount)):
            return said
    return None


def _first(found: Table, at: int, what: str, trouble: Callable[[str], str | None]) -> str | None:
    texts = found.texts(at)
    wrong = [(row.number, said) for row in found.rows if (text := row.at(at)) and (said := trouble(text))]
    # Where none of them is one, the heading means something else.
    if not wrong or not any(any(map(str.isdecimal, text)) for text in texts):
        return None
    named = f"{found.headings[at]} ({column_letter(at)})"
    number, said = wrong[0]
    return f"{named} is headed as {what}. Row {number}: {said}"


def _two_orders(found: Table, at: int) -> str | None:
    """That of two cells one can only have its day first, and the other only its month."""
    first: dict[bool, tuple[int, str]] = {}
    for row in found.rows:
        ways = [month_first for month_first in (False, True) if _is_day(row.at(at), month_first=month_first)]
        if len(ways) == 1:
            first.setdefault(ways[0], (row.number, row.at(at)))
    if len(first) < 2:
        return None
    (by_day, day), (by_month, month) = first[False], first[True]
    return (
        f"{found.headings[at]} ({column_letter(at)}) has days in two orders: {day} in row {by_day} begins "
        f"with its day, {month} in row {by_month} with its month. Write all of them in one order."
    )


def _is_day(text: str, *, month_first: bool) -> bool:
    try:
        cells.day(text, month_first=month_first)
    except Invalid:
        return False
    return True


def _why_no_day(text: str) -> str | None:
    refusals = []
    for month_first in (False, True):
        try:
            cells.day(text, month_first=month_first)
        except Invalid as error:
            refusals.append(error.message)
    return refusals[0] if len(refusals) > 1 else None


def _why_no_amount(text: str) -> str | None:
    try:
        amounts.read(text)
    except Invalid as error:
        return error.message
    return None

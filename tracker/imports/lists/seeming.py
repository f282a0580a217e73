"""Whether a sheet seems to be a list of payments or of people, soon seen from its beginning. Pure."""

from __future__ import annotations

import re

from tracker.imports.lists import days as days_of
from tracker.imports.lists import proposing, rows, table
from tracker.imports.lists.roles import AMOUNTS, Role, What
from tracker.imports.reading import Sheet
from tracker.imports.wide import headings

_CAME = re.compile(r"\b(?:present|attend\w*|came|apolog\w+|absen\w+)\b", re.IGNORECASE)


def has_days_across(sheet: Sheet) -> bool:
    """Whether a heading of a sheet is a day, as in a register."""
    return any(
        headings.read(text).kind is headings.Kind.DAY for text in table.beginning(sheet).headings.values()
    )


def is_under_days(sheet: Sheet) -> bool:
    """Whether a sheet has people down, days across, and pounds under the days: no marks, and no hours."""
    found = table.beginning(sheet)
    across = days_of.in_headings(proposing.columns(found, What.PAYMENTS, {}))
    return any("£" in text for at in across for text in found.texts(at))


def what(sheet: Sheet) -> What | None:
    """What a sheet lists: payments, where it has people, days and money; people, with ways to reach them.

    A list that says who came is neither, whatever else it holds.
    """
    found = table.beginning(sheet)
    if not found.rows or any(_CAME.search(text) for text in found.headings.values()):
        return None
    columns = proposing.columns(found, What.PAYMENTS, {})
    people = bool(rows.names_of(columns)) or proposing.only(columns, Role.REF) is not None
    days = proposing.only(columns, Role.DAY) is not None
    money = any(one.role in AMOUNTS for one in columns)
    if people and money and (days or is_under_days(sheet)):
        return What.PAYMENTS
    if money or days or not rows.names_of(columns):
        return None
    roles = {one.role for one in proposing.columns(found, What.PEOPLE, {})}
    return What.PEOPLE if roles & {Role.EMAIL, Role.PHONE} else None

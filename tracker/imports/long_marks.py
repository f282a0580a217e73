"""What the marks and the days of a long list are taken for, and what only a person can say of them.

Pure. A mark that is not known is never taken for absence unasked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tracker.errors import Invalid
from tracker.imports import guessing, long_list, titles
from tracker.imports.lists import days
from tracker.imports.long_list import Columns
from tracker.imports.reading import Sheet
from tracker.imports.wide import marks
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Said
from tracker.values import folded

_MOST_NAMED = 12


def settled(sheet: Sheet, columns: Columns, said: Said) -> Columns:
    """The columns with what was said of the marks and the dates.

    Raises Invalid while of a mark, or of all of them together, it is not known whether somebody came.
    """
    did_not = {*said.did_not, *said.nothing}
    made = replace(
        columns,
        present=tuple(sorted({*columns.present, *said.came} - did_not)) if columns.mark is not None else (),
        month_first=said.order is Order.MONTH_FIRST if said.order else columns.month_first,
    )
    if open_still := unknown(sheet, made, did_not):
        raise Invalid(f"{_question(open_still)} Say so with --came or --absent.", field="marks")
    return made


def not_known(sheet: Sheet, columns: Columns) -> str:
    """A sentence that names the marks that mean neither, as far as is known; nothing where there are none."""
    found = unknown(sheet, columns)
    return f"It is not known whether these mean that somebody came: {_named(found)}." if found else ""


def unknown(sheet: Sheet, columns: Columns, did_not: Collection[str] = ()) -> list[tuple[str, int]]:
    """The marks that mean neither, as far as is known, each with how often it stands there.

    `did_not` are those, folded, that somebody said to mean that a person did not come. Where none means that
    somebody came, what the others usually mean is not known either: A may stand for attended.
    """
    if columns.mark is None:
        return []
    absent = guessing.ABSENT if columns.present else marks.NOTHING
    known = {*columns.present, *absent, *did_not}
    return _among(long_list.marks(sheet, columns), known, inside=False)


def _question(found: Sequence[tuple[str, int]]) -> str:
    return (
        f"It is not known whether these marks mean that somebody came: {_named(found)}. Say what each means."
    )


def remarks(sheet: Sheet, columns: Columns) -> list[str]:
    """How the marks and the dates of a list were read, and which of its rows are about nobody."""
    said = [above] if (above := titles.said(sheet)) else []
    left_out = list(map(str, long_list.no_rows(sheet, columns)))
    if left_out:
        more = f" and {len(left_out) - _MOST_NAMED:,} more" if len(left_out) > _MOST_NAMED else ""
        rows = ", ".join(left_out[:_MOST_NAMED])
        said.append(f"Titles, notes, headings again, totals: left out, rows {rows}{more}.")
    if columns.mark is not None:
        found = long_list.marks(sheet, columns)
        came = _among(found, columns.present, inside=True)
        did_not = _among(found, columns.present, inside=False)
        said += [f"Taken to mean that somebody came: {_named(came)}."] if came else []
        said += [f"Taken to mean that they did not: {_named(did_not)}."] if did_not else []
    if (unclear := _unclear_date(sheet, columns)) is not None:
        read = days.read(unclear, Order.MONTH_FIRST if columns.month_first else Order.DAY_FIRST)
        said += [f"Dates like {unclear} are read like {days.written(read)}."] if read else []
    return said


def orders(sheet: Sheet, columns: Columns) -> list[tuple[str, str]]:
    """The ways to read the dates of a list, each with what it makes of one; none where the dates tell."""
    unclear = _unclear_date(sheet, columns)
    both = [(order, days.read(unclear or "", order)) for order in (Order.DAY_FIRST, Order.MONTH_FIRST)]
    return [(order.value, f"{unclear} is {days.written(read)}") for order, read in both if read]


def _unclear_date(sheet: Sheet, columns: Columns) -> str | None:
    """The first date that could be another day if its month stood first, where no date tells which."""
    at = columns.date
    written = dict.fromkeys([row[at] for _, row in sheet.rows if at < len(row)])
    return days.order_of(filter(None, written), None)[1]


def _among(
    counted: Sequence[tuple[str, int]], some: Collection[str], *, inside: bool
) -> list[tuple[str, int]]:
    """The marks that are, or are not, among some; those that differ in their capitals count together."""
    found: dict[str, tuple[str, int]] = {}
    for text, times in counted:
        if (folded(text) in some) is inside:
            written, before = found.get(folded(text), (text, 0))
            found[folded(text)] = (written, before + times)
    return list(found.values())


def _named(found: Sequence[tuple[str, int]]) -> str:
    named = [f"{_as_written(text)} ({_times(times)})" for text, times in found[:_MOST_NAMED]]
    more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
    return f"{', '.join(named)}{more}"


def _as_written(text: str) -> str:
    return f"“{text[:30]}”" if text else "nothing written"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"

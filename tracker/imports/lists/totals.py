"""What a list prints as totals, held against the sum of its parts; which of the two is right is not guessed.

Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.errors import Invalid
from tracker.imports.lists import amounts
from tracker.imports.lists.roles import AMOUNTS, Column, Role
from tracker.imports.lists.rows import Row, Sort
from tracker.imports.reading import column_letter
from tracker.imports.wide.grid import Line
from tracker.imports.wide.rows import is_of_total
from tracker.money import ZERO, Money
from tracker.values import folded

_MOST_SAID = 10


def differing(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """The rows of people whose printed total is not the sum of their amounts."""
    if all(one.role is not Role.TOTAL for one in columns):
        return []
    return [
        row
        for row in rows
        if row.sort in {Sort.PAYMENT, Sort.NAMELESS} and row.stated is not None and row.stated != row.added
    ]


def remarks(rows: Sequence[Row], columns: Sequence[Column]) -> list[str]:
    """Each disagreement of a row or of a column, in a sentence; and the sums on both sides."""
    apart = differing(rows, columns)
    said = [
        f"Row {row.number} ({row.name or row.ref or 'no name'}): its amounts come to {row.added.pounds()}, "
        f"its total says {(row.stated or ZERO).pounds()}."
        for row in apart[:_MOST_SAID]
    ]
    if len(apart) > _MOST_SAID:
        said.append(f"{len(apart) - _MOST_SAID:,} more rows differ from their total.")
    if any(one.role is Role.TOTAL for one in columns):
        said.insert(0, _both_sums(rows))
    return [*said, *_of_columns(rows, columns)]


def _both_sums(rows: Sequence[Row]) -> str:
    parts, stated = sums(rows)
    return f"The amounts come to {parts.pounds()}, the totals of the rows to {stated.pounds()}."


def sums(rows: Sequence[Row]) -> tuple[Money, Money]:
    """The amounts of all people, and their totals, added up."""
    of_people = [row for row in rows if row.sort in {Sort.PAYMENT, Sort.NAMELESS}]
    return (
        sum((row.added for row in of_people), ZERO),
        sum((row.stated or ZERO for row in of_people), ZERO),
    )


def _of_columns(rows: Sequence[Row], columns: Sequence[Column]) -> list[str]:
    """The rows of totals: each sum of a column held against the rows above, or since the last sums."""
    said = []
    for at, row in enumerate(rows):
        if row.sort is not Sort.TOTALS:
            continue
        for column in columns:
            printed = row.stated if column.role is Role.TOTAL else row.amounts.get(column.at)
            if column.role not in {*AMOUNTS, Role.TOTAL} or printed is None:
                continue
            above = rows[:at] if any(one.sort is not Sort.TOTALS for one in rows[:at]) else rows
            counted = _could_be(above, column)
            if printed not in counted and not _of_person(rows, row, column, printed):
                said.append(
                    f"Row {row.number}, column {column.letter} prints {printed.pounds()}, and the rows "
                    f"{'above' if above is not rows else 'below'} it come to {counted[-1].pounds()}."
                )
        said += [f"Row {row.number}, column {_letter(columns, at)}: {why}" for at, why in row.unread.items()]
    return said


def _could_be(above: Sequence[Row], column: Column) -> list[Money]:
    """What the sum of a column may be: of the rows since the last sums, or of all above."""
    last = max((at for at, row in enumerate(above) if row.sort is Sort.TOTALS), default=-1)
    return [_sum(above[last + 1 :], column), _sum(above, column)]


def above_headings(above: Sequence[Line], rows: Sequence[Row], columns: Sequence[Column]) -> list[str]:
    """What is printed as a total above the headings, where it is neither of a column nor of all amounts."""
    money = [one for one in columns if one.role in {*AMOUNTS, Role.TOTAL}]
    sums = {one.at: _sum(rows, one) for one in money}
    whole = sum((sums[one.at] for one in money if one.role in AMOUNTS), ZERO)
    said = []
    for line in above:
        first, *others = line.filled()
        for at in others if is_of_total(line.at(first)) else ():
            printed = _printed(line.at(at))
            could_be = [sums[at]] if at in sums else [whole, *sums.values()]
            if printed is not None and printed not in could_be:
                where = f"Row {line.number}, column {column_letter(at)} prints {printed.pounds()} as a total"
                said.append(f"{where}, and the amounts come to {could_be[0].pounds()}.")
    return said


def _printed(text: str) -> Money | None:
    try:
        return amounts.read(text)
    except Invalid:
        return None


def _of_person(rows: Sequence[Row], total: Row, column: Column, printed: Money) -> bool:
    """Whether a row such as “Ann Lee total” holds the sum of all rows of one person."""
    label = folded(total.name)
    own = [row for row in rows if row.name and row is not total and folded(row.name) in label]
    return bool(own) and _sum(own, column) == printed


def _sum(rows: Sequence[Row], column: Column) -> Money:
    of_people = [row for row in rows if row.sort in {Sort.PAYMENT, Sort.NAMELESS}]
    if column.role is Role.TOTAL:
        return sum((row.stated or ZERO for row in of_people), ZERO)
    return sum((row.amounts.get(column.at, ZERO) for row in of_people), ZERO)


def _letter(columns: Sequence[Column], at: int) -> str:
    return next(one.letter for one in columns if one.at == at)

"""Write rows in an organisation's own layout: each value in its shape, none wider than its column. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import tables
from tracker.errors import Refused
from tracker.exports.columns import CUT, OUR_FIELDS, Column
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.layout import ENDS, SEPARATORS, Layout, Parts
from tracker.money import Money, total

Value = str | int | Money | date | None
Values = Mapping[str, Value]


@dataclass(frozen=True)
class OwnRow:
    """A row's payment and its values by field; `amount` is what of it counts in the total."""

    payment: FrozenPayment
    values: Values
    amount: Money


@dataclass(frozen=True)
class Letters:
    """How a text is written in the file, and cut to a width where it may be."""

    written: Callable[[str], str]
    cut: Callable[[str, int], str]


# As people write them; only the signs by which a spreadsheet would see a formula are left out.
FOR_LEDGERS = Letters(tables.harmless, lambda text, width: tables.harmless(text)[:width].rstrip())


def own_file(run: FrozenRun, layout: Layout, parts: Parts, rows: Sequence[OwnRow], letters: Letters) -> Built:
    """The whole file. Raises Refused, naming the payment, where a value is wider than its column."""
    pence = total(row.amount for row in rows)
    of_run = {**_of_run(run, parts), "count": len(rows), "total": pence, "total_pence": pence.pence}
    writer = Writer(layout, letters)
    lines = [writer.row(parts.first, of_run, "The first row")] if parts.first else []
    if layout.headed:
        lines.append([column.heading for column in parts.columns])
    lines += [writer.row(parts.columns, {**of_run, **row.values}, row.payment.named) for row in rows]
    lines += [writer.row(parts.last, of_run, "The last row")] if parts.last else []
    content = tables.to_plain(lines, separator=SEPARATORS[layout.separator], ends=ENDS[layout.ends])
    return Built(content, len({row.payment.number for row in rows}), pence)


def _of_run(run: FrozenRun, parts: Parts) -> Values:
    values: dict[str, Value] = {"run": run.ref, "pay_date": run.pay_on, "made_date": run.made_on}
    named = {column.field for part in (parts.columns, parts.first, parts.last) for column in part}
    if named & set(OUR_FIELDS):
        ours = run.setup.account
        values |= {
            "our_name": ours.name,
            "our_sort_code": ours.sort_code,
            "our_account_number": ours.number,
            "our_fourteen_digits": f"{ours.sort_code}{ours.number}",
        }
    return values


@dataclass(frozen=True)
class Writer:
    """Writes the cells of a layout."""

    layout: Layout
    letters: Letters

    def row(self, columns: Sequence[Column], values: Values, named: str) -> list[str]:
        """The cells of a row, of which a sentence speaks as `named`. Raises Refused for one too wide."""
        return [self._cell(column, values, named) for column in columns]

    def _cell(self, column: Column, values: Values, named: str) -> str:
        if column.field is None:
            return column.text
        value = values[column.field]
        text = self.layout.text(value)
        if isinstance(value, str):
            text = self.letters.written(text)
        if isinstance(value, Money):
            text = tables.Figure(text)
        if not column.width:
            return text
        if len(text) > column.width and column.field in CUT:
            return self.letters.cut(text, column.width)
        if len(text) > column.width:
            raise Refused(
                f"Nothing was exported. {named}: its {column.field.replace('_', ' ')} has {len(text)} "
                f"letters or digits, and your layout gives it {column.width}. Widen the column.",
                code="too-wide",
            )
        if not column.noughts:
            return text
        filled = text.zfill(column.width)
        return tables.Figure(filled) if isinstance(text, tables.Figure) else filled

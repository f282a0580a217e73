"""The file by which a finance system sets payees up, in its own columns: a row for each payee. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker import tables
from tracker.exports.layout import ENDS, SEPARATORS, Layout
from tracker.exports.own_columns import FOR_LEDGERS, Values, Writer


@dataclass(frozen=True)
class Row:
    """A payee by the reference that a sentence names it with, and its values by field."""

    named: str
    values: Mapping[str, str | None]


def supplier_file(rows: Sequence[Row], layout: Layout, *, made_on: date) -> bytes:
    """The whole file. Raises Refused, naming the payee, where a value is wider than its column."""
    parts = layout.for_suppliers()
    of_file: Values = {"made_date": made_on, "count": len(rows)}
    writer = Writer(layout, FOR_LEDGERS)
    lines = [writer.row(parts.first, of_file, "The first row")] if parts.first else []
    if layout.headed:
        lines.append([column.heading for column in parts.columns])
    lines += [writer.row(parts.columns, {**of_file, **row.values}, row.named) for row in rows]
    lines += [writer.row(parts.last, of_file, "The last row")] if parts.last else []
    return tables.to_plain(lines, separator=SEPARATORS[layout.separator], ends=ENDS[layout.ends])

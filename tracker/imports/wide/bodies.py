"""A table that names the body of each row, or of each column, taken apart into a table for each body.

Where each row has its body, the same day may be a meeting of each of them: whether it is, a person is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tracker.imports.wide.grid import Line
from tracker.imports.wide.names import squeezed
from tracker.imports.wide.tables import Table

_HEADED = frozenset(
    {
        "committee", "committees", "committeename", "nameofcommittee", "subcommittee", "body", "bodyname",
        "nameofbody", "board", "panel", "forum", "meeting", "meetingname", "workinggroup", "workstream",
        "taskforce",
    }
)  # fmt: skip


def apart(tables: Sequence[Table]) -> list[Table]:
    """The tables in their order, each with one body."""
    found: list[Table] = []
    for table in (one for whole in tables for one in _side_by_side(whole)):
        at = _column(table)
        groups = {} if at is None else _grouped(table.rows, at)
        if len(groups) > 1:
            found += [replace(table, title=body, body_column=at, rows=rows) for body, rows in groups.items()]
        else:
            found.append(table)
    return [replace(table, number=number) for number, table in enumerate(found)]


def _side_by_side(table: Table) -> list[Table]:
    """A table for each body that is named over days of its own; all of them have the same people."""
    bodies = dict.fromkeys(column.body for column in table.columns)
    if len(bodies) < 2:
        return [table]
    every = frozenset(column.index for column in table.columns)
    found = []
    for body in bodies:
        mine = tuple(column for column in table.columns if column.body == body)
        beside = every - {column.index for column in mine}
        found.append(replace(table, title=body, band=replace(table.band, columns=mine), beside=beside))
    return found


def _column(table: Table) -> int | None:
    """The column left of the days that names bodies."""
    first = table.columns[0].index
    texts = {at: text for at, text in table.band.texts.items() if at < first and at not in table.names}
    return next((at for at, text in texts.items() if squeezed(text) in _HEADED), None)


def _grouped(rows: Sequence[Line], at: int) -> dict[str, list[Line]]:
    """The rows of each body; one that names none goes on with the body above."""
    found: dict[str, list[Line]] = {}
    body = ""
    for line in rows:
        body = line.at(at) or body
        found.setdefault(body, []).append(line)
    return found

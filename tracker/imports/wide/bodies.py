"""A table that names the body of each row, such as a committee, taken apart into a table for each body.

The same day may be a meeting of each of them: whether it is, a person is asked.
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
    for table in tables:
        at = _column(table)
        groups = {} if at is None else _grouped(table.rows, at)
        if len(groups) > 1:
            found += [replace(table, title=body, body_column=at, rows=rows) for body, rows in groups.items()]
        else:
            found.append(table)
    return [replace(table, number=number) for number, table in enumerate(found)]


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

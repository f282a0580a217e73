"""Forms of many alike rows that two people may fill in together: only rows somebody changed are saved.

The page carries, for each row, the version that was looked at and what its fields showed then, so that what
was not touched here never meets what somebody else saved meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from flask import request

from tracker.web.ids import encode

Record = TypeVar("Record")
Values = dict[str, Any]


class Rows(Generic[Record]):
    """The rows of a form: `shown` gives what a record's fields hold, by the beginnings of their names.

    A field's name is such a beginning and the record's key: `fee_0g3k...`.
    """

    def __init__(
        self,
        form: Any,
        records: Sequence[Any],
        shown: Callable[[Any], Values],
        name: Callable[[Any], str],
    ) -> None:
        self.form = form
        self.records = records
        self._shown = shown
        self._name = name

    def typed(self, record: Any) -> Values:
        """The values of a row's fields as they were typed."""
        return {name: self.form[f"{name}_{encode(record.id)}"].data for name in self._shown(record)}

    def touched(self) -> list[Any]:
        """The rows that somebody changed on the screen, whatever became of them in the database meanwhile."""
        if not self.form.is_submitted():
            return []
        return [
            record
            for record in self.records
            if mark(self.typed(record)) != request.form.get(f"shown_{encode(record.id)}")
        ]

    def version(self, record: Any) -> int:
        """The version of a row that the person was looking at, if what they sent carries one."""
        version = request.form.get(f"version_{encode(record.id)}", "")
        return int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0

    def laid_out(self) -> list[tuple[Any, str, int, str]]:
        """Each record with its key, and the version and values that its row sends along as those looked at.

        For the page: rows that nobody changed here show what stands now, changed ones what was typed.
        """
        touched = self.touched()
        kept, unseen = {record.id for record in touched}, {record.id for record in self._unseen(touched)}
        rows = []
        for record in self.records:
            key = encode(record.id)
            if record.id not in kept:
                self._show_anew(record)
            self._name_faults(record)
            version, shown = record.version, mark(self._shown(record))
            if record.id in unseen:
                version, shown = self.version(record), request.form.get(f"shown_{key}", shown)
            rows.append((record, key, version, shown))
        return rows

    def _unseen(self, touched: list[Any]) -> list[Any]:
        """The changed rows of which the page does not show what somebody else saved: all but the refused."""
        overtaken = [record for record in touched if self.version(record) != record.version]
        refused = overtaken[:1] if self.form.stale else []
        return [record for record in touched if record not in refused]

    def _show_anew(self, record: Any) -> None:
        for name, value in self._shown(record).items():
            field = self.form[f"{name}_{encode(record.id)}"]
            field.raw_data, field.data = None, value

    def _name_faults(self, record: Any) -> None:
        """Say in the list of errors whose row each one is in."""
        name = self._name(record)
        for beginning in self._shown(record):
            field = self.form[f"{beginning}_{encode(record.id)}"]
            field.errors = [text if text.startswith(name) else f"{name}: {text}" for text in field.errors]


def mark(values: Values) -> str:
    """A row's values as one text, which the page carries to tell afterwards whether somebody changed it."""
    return "|".join("" if value is None else str(value) for value in values.values())

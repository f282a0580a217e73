"""The plan of an import: one line for each row of the file, and the rows to write."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.imports.problem import Problem


class Fate(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    MATCHED = "matched"
    UPDATED = "updated"
    REFUSED = "refused"


class Line(NamedTuple):
    """What becomes of one row, and what a person should know about it."""

    sheet: str
    row: int | None
    kind: str
    fate: Fate
    sentence: str
    column: str | None = None

    def where(self) -> str:
        """The row, and the column where one is at fault, as people find it in the sheet."""
        parts = [self.sheet]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


@dataclass
class Plan:
    """Everything an import would do. `rows` holds column values ready to insert, by the table's noun."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    # Changed fields of records that are there already: (noun, record id) to the new values.
    changes: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)

    def say(
        self, sheet: str, row: int | None, kind: str, fate: Fate, sentence: str, *, column: str | None = None
    ) -> None:
        """Note what becomes of a row, or of one cell of it."""
        self.lines.append(Line(sheet, row, kind, fate, sentence, column))

    def refuse(self, problem: Problem, kind: str) -> None:
        """Note that a row cannot come in, and why."""
        self.lines.append(
            Line(problem.sheet, problem.row, kind, Fate.REFUSED, problem.sentence, problem.column)
        )

    def note(self, sentence: str) -> None:
        """Say once what concerns the file as a whole."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    @property
    def refusals(self) -> list[Line]:
        """The rows that cannot come in; while there is one, nothing does."""
        refused = [line for line in self.lines if line.fate == Fate.REFUSED]
        sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(line.sheet for line in refused))}
        return sorted(refused, key=lambda line: (sheets[line.sheet], line.row or 0))

    def totals(self) -> dict[str, Counter[Fate]]:
        """How many rows of each kind meet which fate."""
        counted: dict[str, Counter[Fate]] = defaultdict(Counter)
        for (kind, fate), times in Counter([(line.kind, line.fate) for line in self.lines]).items():
            counted[kind][fate] += times
        return dict(counted)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is here already."""
        return not self.changes and not any(self.rows.values())

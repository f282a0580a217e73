"""The rows of a table: people with their marks, totals, marks without a name, and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.imports import lost
from tracker.imports.wide.grid import Line, touching
from tracker.imports.wide.tables import Table
from tracker.values import folded

_TOTAL = frozenset({"total", "totals", "subtotal", "sum", "count", "headcount", "average", "mean", "quorum"})
_BESIDE_TOTAL_WORDS = """
    grand sub number no of people persons members guests participants attendees present attending attended
    attendance attendances percentage percent % overall all per meeting meetings session sessions day each
    in and the at for by staff apologies absent absences yes ticks marks quorate hours tot # n
"""
_SECTION_WORDS = """
    members guests staff observers apologies officers visitors others absent attendees participants speakers
    facilitators volunteers carers patients public professionals non-members
"""
_BESIDE_TOTAL = frozenset(_BESIDE_TOTAL_WORDS.split())
_SECTIONS = frozenset(_SECTION_WORDS.split())
_COUNTED = frozenset({"number", "no", "percentage", "percent", "%", "#", "n", "tot"})
_COUNTED_OF = frozenset(
    {"present", "attending", "attended", "attendees", "attendance", "absent", "apologies"}
)
_NOTE = re.compile(
    r"^(?:[*†‡§^]|note|nb\b|n\.b\.|key\b|legend|source|last updated|updated)|[=:!?]|^(?:\S+\s+){3,}\S{4,}\.$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)?\s*%?|y|n|yes|no)$", re.IGNORECASE)
_BEGINS_OR_ENDS = re.compile(r"^(?:(?:grand|sub)[\s-]*)?totals?\b|\b(?:sub[\s-]*)?totals?$")
_LONGEST_NAME = 80
_MOST_FIGURES = 6


class Sort(StrEnum):
    """What a row of a table is."""

    PERSON = "person"
    TOTALS = "totals"
    NAMELESS = "nameless"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is, its name, and what stands under each day that is not blank."""

    line: Line
    sort: Sort
    name: str
    marks: dict[int, str] = field(default_factory=dict)


def sorted_out(table: Table) -> list[Row]:
    """Every row below the headings of a table, with what it is."""
    days = [column.index for column in table.columns]
    last = max((at for at, line in enumerate(table.rows) if _marks(line, days)), default=-1)
    found = [row for line in table.above if (row := _total_above(line, days)) is not None]
    for at, line in enumerate(table.rows):
        name = " ".join(filter(None, (line.at(column) for column in table.names)))
        marks = _marks(line, days)
        # What stands right below the headings is somebody who came to nothing.
        apart = at > max(last, 0) and (not touching(table.rows[at - 1], line) or found[-1].sort is Sort.NOTE)
        found.append(Row(line, _sort(line, name, marks, days, apart=apart), name, marks))
    return found


def _total_above(line: Line, days: Sequence[int]) -> Row | None:
    """A row of totals that stands above the headings."""
    label = next((line.at(at) for at in line.filled() if at not in days), "")
    marks = _marks(line, days)
    sums = bool(marks) and _holds_sums(label, marks)
    return Row(line, Sort.TOTALS, label, marks) if sums else None


def _marks(line: Line, days: Sequence[int]) -> dict[int, str]:
    return {at: text for at in days if (text := line.at(at))}


def _sort(line: Line, name: str, marks: dict[int, str], days: Sequence[int], *, apart: bool) -> Sort:
    label = name or next((line.at(at) for at in line.filled() if at not in days), "")
    if _holds_sums(label, marks):
        return Sort.TOTALS
    if name and marks:
        return Sort.PERSON
    if marks:
        return Sort.NAMELESS
    if not name or len(name) > _LONGEST_NAME or _NOTE.search(name):
        return Sort.NOTE
    alone = len(line.filled()) == 1
    if alone and (apart or folded(name).removesuffix(":") in _SECTIONS):
        return Sort.NOTE
    return Sort.PERSON


def _holds_sums(label: str, marks: Mapping[int, str]) -> bool:
    """Whether a row is one of totals; somebody may be called Ann Total, and has no numbers beyond 1."""
    if is_total(label):
        return all(map(_may_be_sum, marks.values()))
    numbers = [text for text in marks.values() if text.isdecimal() and int(text[:_MOST_FIGURES]) > 1]
    return bool(numbers) and is_of_total(label) and all(map(_may_be_sum, marks.values()))


def _may_be_sum(text: str) -> bool:
    return bool(_NUMBER.match(text)) or lost.is_lost(text)


def is_total(label: str) -> bool:
    """Whether a row or a column labelled so holds sums of the others."""
    words = set(re.findall(r"[\w%#-]+", folded(label).replace("sub-total", "subtotal")))
    if not words or not words <= _TOTAL | _BESIDE_TOTAL:
        return False
    return bool(words & _TOTAL or (words & _COUNTED and words & _COUNTED_OF) or label.strip() == "%")


def is_of_total(label: str) -> bool:
    """Whether a row of money labelled so holds sums: Total, April total, Total for the quarter."""
    return is_total(label) or bool(_BEGINS_OR_ENDS.search(folded(label).strip(" :.*()£")))


def are_sums(row: Row) -> bool:
    """Whether a row without a name holds whole numbers of which one at least is no mark."""
    texts = list(row.marks.values())
    whole = all(text.isdecimal() and len(text) <= _MOST_FIGURES for text in texts)
    return whole and any(int(text) > 1 for text in texts)

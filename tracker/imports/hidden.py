"""What a workbook hides: rows, columns and whole sheets. They are read like all others, and said. Pure."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tracker.imports import parts
from tracker.imports.parts import Attributes, number

_MOST_KEPT = 2_000
_TAGS = parts.pattern_of("row", "col", "table", "table-row", "table-column")
_LAST_COLUMN = 1_000


@dataclass
class Hidden:
    """What is hidden of one sheet: numbers of rows, columns (0 is the first), or the sheet itself."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    sheet: bool = False


def of_workbook(packed: zipfile.ZipFile) -> dict[str, Hidden]:
    """What is hidden in each sheet of an XLSX or ODS file, by the sheet's name."""
    if parts.is_open_document(packed):
        return _open_document(packed)
    found: dict[str, Hidden] = {}
    for name, part, is_hidden in list(parts.excel_sheets(packed)):
        hidden = found[name] = Hidden(sheet=is_hidden)
        if part is not None and parts.holds(packed, part, b"hidden"):
            _look_at_excel_sheet(hidden, parts.tags(packed, part, _TAGS))
    return found


def _look_at_excel_sheet(hidden: Hidden, tags: Iterator[tuple[str, Attributes]]) -> None:
    row = 0
    for name, tag in tags:
        is_hidden = tag.get("hidden") in {"1", "true"}
        if name == "row":
            row = number(tag.get("r"), row + 1)
            if is_hidden and len(hidden.rows) < _MOST_KEPT:
                hidden.rows.append(row)
        elif name == "col" and is_hidden:
            first = number(tag.get("min"), 1)
            last = min(number(tag.get("max"), first), _LAST_COLUMN)
            hidden.columns += range(first - 1, last)


def _open_document(packed: zipfile.ZipFile) -> dict[str, Hidden]:
    found: dict[str, Hidden] = {}
    hidden = Hidden()
    row = column = 0
    for name, tag in parts.tags(packed, "content.xml", _TAGS):
        is_hidden = tag.get("visibility") in {"collapse", "filter"}
        if name == "table":
            hidden = found[tag.get("name", "")] = Hidden()
            row = column = 0
        elif name == "table-row":
            times = number(tag.get("number-rows-repeated"), 1)
            if is_hidden:
                room = max(0, _MOST_KEPT - len(hidden.rows))
                hidden.rows += range(row + 1, row + 1 + min(times, room))
            row += times
        elif name == "table-column":
            times = number(tag.get("number-columns-repeated"), 1)
            if is_hidden and column < _LAST_COLUMN:
                hidden.columns += range(column, min(column + times, _LAST_COLUMN))
            column += times
    return found


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order as stretches from one to another."""
    found: list[tuple[int, int]] = []
    for one in sorted(set(numbers)):
        if found and found[-1][1] == one - 1:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found

"""What a workbook hides: rows, columns and whole sheets. They are read like all others, and said.

Pure. Only the tags that can hide something are looked at, piece by piece, so that memory stays bounded.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape

_PIECE = 1024 * 1024
_LONGEST_TAG = 20_000
_MOST_KEPT = 2_000
_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|col|table|table-row|table-column|sheet|Relationship)(\s[^<>]*)?/?>")
_ATTRIBUTE = re.compile(r"""(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_QUOTES = {"&quot;": '"', "&apos;": "'"}
_LAST_COLUMN = 1_000


@dataclass
class Hidden:
    """What is hidden of one sheet: numbers of rows, columns (0 is the first), or the sheet itself."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    sheet: bool = False


def of_workbook(content: bytes) -> dict[str, Hidden]:
    """What is hidden in each sheet of an XLSX or ODS file, by the sheet's name."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = set(packed.namelist())
        if "content.xml" in names:
            return _open_document(packed)
        if "xl/workbook.xml" in names:
            return _excel(packed, names)
    return {}


def _tags(packed: zipfile.ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of a part that can hide something, with their attributes."""
    with packed.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"<")
            rest = text[end:] if end >= 0 and len(text) - end < _LONGEST_TAG else b""
            for name, attributes in _TAG.findall(text[:end] if rest else text):
                yield name.decode(), _attributes(attributes)
        for name, attributes in _TAG.findall(rest):
            yield name.decode(), _attributes(attributes)


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name: unescape(one or other, _QUOTES)
        for name, one, other in _ATTRIBUTE.findall(text.decode("utf-8", "replace"))
    }


def _excel(packed: zipfile.ZipFile, names: set[str]) -> dict[str, Hidden]:
    found: dict[str, Hidden] = {}
    rels = "xl/_rels/workbook.xml.rels"
    targets = {
        tag.get("Id"): tag.get("Target", "")
        for name, tag in (_tags(packed, rels) if rels in names else ())
        if name == "Relationship"
    }
    for name, tag in list(_tags(packed, "xl/workbook.xml")):
        if name != "sheet":
            continue
        hidden = found[tag.get("name", "")] = Hidden(sheet=tag.get("state", "visible") != "visible")
        target = targets.get(tag.get("id"), "").removeprefix("/").removeprefix("xl/")
        if f"xl/{target}" in names:
            _look_at_excel_sheet(hidden, _tags(packed, f"xl/{target}"))
    return found


def _look_at_excel_sheet(hidden: Hidden, tags: Iterator[tuple[str, dict[str, str]]]) -> None:
    number = 0
    for name, tag in tags:
        is_hidden = tag.get("hidden") in {"1", "true"}
        if name == "row":
            number = _number(tag.get("r"), number + 1)
            if is_hidden and len(hidden.rows) < _MOST_KEPT:
                hidden.rows.append(number)
        elif name == "col" and is_hidden:
            first = _number(tag.get("min"), 1)
            last = min(_number(tag.get("max"), first), _LAST_COLUMN)
            hidden.columns += range(first - 1, last)


def _open_document(packed: zipfile.ZipFile) -> dict[str, Hidden]:
    found: dict[str, Hidden] = {}
    hidden = Hidden()
    row = column = 0
    for name, tag in _tags(packed, "content.xml"):
        is_hidden = tag.get("visibility") in {"collapse", "filter"}
        if name == "table":
            hidden = found[tag.get("name", "")] = Hidden()
            row = column = 0
        elif name == "table-row":
            times = _number(tag.get("number-rows-repeated"), 1)
            if is_hidden:
                room = max(0, _MOST_KEPT - len(hidden.rows))
                hidden.rows += range(row + 1, row + 1 + min(times, room))
            row += times
        elif name == "table-column":
            times = _number(tag.get("number-columns-repeated"), 1)
            if is_hidden and column < _LAST_COLUMN:
                hidden.columns += range(column, min(column + times, _LAST_COLUMN))
            column += times
    return found


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Numbers in order as stretches from one to another."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found

"""Large files: a worker reads one once, and its rows are kept in a form that is quick to load. Pure."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tracker.imports.hidden import Hidden
from tracker.imports.many_rows import makes_many_rows
from tracker.imports.reading import Sheet

# From this size on, in bytes, nobody waits at a page: some ten thousand rows.
LARGE = 500_000
# The quickest: what is kept is deleted within days.
_LITTLE = 1


def is_large(size: int) -> bool:
    """Whether a file of so many bytes is read, checked and brought in while nobody waits at a page."""
    return size >= LARGE


@makes_many_rows
def packed(sheets: Sequence[Sheet]) -> bytes:
    """The sheets of a file as bytes."""
    return zlib.compress(json.dumps([_kept(sheet) for sheet in sheets]).encode(), _LITTLE)


@makes_many_rows
def unpacked(content: bytes) -> list[Sheet]:
    """The sheets as they were packed."""
    return [_sheet(kept) for kept in json.loads(zlib.decompress(content))]


def _kept(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "headings": sheet.headings,
        "heading_row": sheet.heading_row,
        "numbers": [number for number, _ in sheet.rows],
        "rows": [row for _, row in sheet.rows],
        "hidden": asdict(sheet.hidden),
    }


def _sheet(kept: dict[str, Any]) -> Sheet:
    return Sheet(
        name=kept["name"],
        headings=tuple(kept["headings"]),
        heading_row=kept["heading_row"],
        rows=list(zip(kept["numbers"], kept["rows"], strict=True)),
        hidden=Hidden(**kept["hidden"]),
    )

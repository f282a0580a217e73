"""On which page a file is looked at first, by what its sheets are. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.imports import engine, recognising
from tracker.imports.reading import Sheet
from tracker.imports.recognising import LISTS, REGISTERS


def page(sheets: Sequence[Sheet]) -> str:
    """The last part of the page's address, which is the name of its view too."""
    if engine.is_ours(sheets):
        return "check"
    shapes = [recognising.shape(sheet) for sheet in sheets]
    # One register comes before all lists.
    first = [one for one in shapes if one in REGISTERS] or [one for one in shapes if one in LISTS]
    return "sheets" if len(first) > 1 else "columns"

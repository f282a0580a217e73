"""The columns of a sheet as a person chooses among them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.imports.reading import Sheet, column_letter
from tracker.imports.withheld import Withheld

# How many of a column's different cells are shown beside its heading.
_SHOWN = 3


def column_names(sheet: Sheet, left_out: Sequence[Withheld] = ()) -> dict[int, str]:
    """Each column that may be chosen, by its number: heading, letter, and the first things in it."""
    names = {}
    closed = {one.letter for one in left_out}
    for index, heading in enumerate(sheet.headings):
        if column_letter(index) in closed:
            continue
        seen: list[str] = []
        for _, row in sheet.rows:
            text = row[index] if index < len(row) else ""
            if text and text not in seen:
                seen.append(text)
                if len(seen) == _SHOWN:
                    break
        shown = ", ".join(text[:24] for text in seen)
        names[index] = f"{heading or 'No heading'} ({column_letter(index)}){f': {shown}' if shown else ''}"
    return names

"""An upload as the screens need it: read again, with what was said of its columns so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tracker.errors import Refused
from tracker.imports import engine, guessing, reading
from tracker.imports.engine import Source
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet, column_letter

# How many of a column's different cells are shown beside its heading.
_SHOWN = 3


@dataclass(frozen=True)
class Reopened:
    """A file that waits, its sheets, and which one is being looked at."""

    upload: Upload
    sheets: list[Sheet]
    ours: bool
    number: int

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being brought in, where the headings are not ours."""
        return self.sheets[self.number]

    @property
    def others(self) -> list[tuple[int, str]]:
        """The sheets that are not being looked at, with their numbers."""
        return [(number, sheet.name) for number, sheet in enumerate(self.sheets) if number != self.number]

    @property
    def said(self) -> Columns | None:
        """What a person said of the columns, if they have."""
        kept = self.upload.mapping.get("columns")
        return Columns.from_json(kept) if kept and self.upload.mapping.get("sheet") == self.number else None

    @property
    def columns(self) -> Columns | None:
        """What was said of the columns, or else what they seem to be."""
        return self.said or guessing.columns(self.sheet)

    def source(self) -> Source:
        """The file ready to be planned. Raises Refused while something about it is still to be said."""
        upload = self.upload
        if self.ours:
            return engine.of_our_headings(upload.file_name, upload.sha256, self.sheets)
        columns, target = self.said, target_of(upload.mapping)
        if columns is None or target is None:
            raise Refused("Say first what the columns mean and which project the list goes into.")
        return engine.of_register(upload.file_name, upload.sha256, self.sheet, columns, target)


def reopen(upload: Upload, number: int | None = None) -> Reopened:
    """Read an upload again; `number` is the sheet to look at, by default the one said or the likeliest."""
    sheets = reading.read(upload.content, upload.file_name)
    if number is None or not 0 <= number < len(sheets):
        number = upload.mapping.get("sheet", _likeliest(sheets))
    return Reopened(upload, sheets, engine.is_ours(sheets), number)


def _likeliest(sheets: list[Sheet]) -> int:
    readable = (index for index, sheet in enumerate(sheets) if guessing.columns(sheet) is not None)
    return next(readable, 0)


def target_of(mapping: dict[str, Any]) -> Target | None:
    """The project that was chosen, if one was."""
    ref = mapping.get("project")
    return Target(ref, mapping.get("project_name")) if ref else None


def column_names(sheet: Sheet) -> list[str]:
    """Each column as people know it: its heading, its letter, and the first things that stand in it."""
    names = []
    for index, heading in enumerate(sheet.headings):
        seen: list[str] = []
        for _, row in sheet.rows:
            text = row[index] if index < len(row) else ""
            if text and text not in seen:
                seen.append(text)
                if len(seen) == _SHOWN:
                    break
        shown = ", ".join(text[:24] for text in seen)
        names.append(f"{heading or 'No heading'} ({column_letter(index)}){f': {shown}' if shown else ''}")
    return names

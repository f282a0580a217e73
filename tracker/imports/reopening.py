"""An upload as the screens need it: read again, with what was said of its columns so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tracker.errors import Refused
from tracker.imports import engine, guessing, queries, reading, withheld
from tracker.imports.engine import Source
from tracker.imports.lists import table
from tracker.imports.lists.roles import What
from tracker.imports.lists.said import Said as ListSaid
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.planning import listed
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.recognising import LISTS, REGISTERS, Shape, shape
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand
from tracker.imports.withheld import Withheld
from tracker.permissions import Actor
from tracker.projects.models import ImportBatch

# How many of a column's different cells are shown beside its heading.
_SHOWN = 3


@dataclass(frozen=True)
class Reopened:
    """A file that waits, its sheets, and which one is being looked at."""

    upload: Upload
    sheets: list[Sheet]
    ours: bool
    number: int
    withheld: Sequence[Withheld] = ()
    # The last import of a sheet with the same headings, if there was one.
    before: ImportBatch | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being brought in, where the headings are not ours."""
        return self.sheets[self.number]

    @property
    def widest(self) -> Sheet:
        """The sheet, with a heading for each of its columns; its first row may be a title alone."""
        width = max((len(row) for _, row in self.sheet.rows), default=0)
        missing = ("",) * (width - len(self.sheet.headings))
        return replace(self.sheet, headings=(*self.sheet.headings, *missing))

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
        """What was said of the columns, or of the same headings before, or else what they seem to be."""
        return self.said or self.remembered or guessing.columns(self.sheet)

    @property
    def remembered(self) -> Columns | None:
        """What was said of the columns when a sheet with the same headings came in."""
        kept = self.before.mapping.get("columns") if self.before else None
        return Columns.from_json(kept) if kept else None

    @property
    def said_wide(self) -> Said:
        """What a person said of a register with days across, if anything."""
        kept = self.upload.mapping.get("wide")
        return Said.from_json(kept) if kept and self.upload.mapping.get("sheet") == self.number else Said()

    def said_list(self, what: What | None = None) -> ListSaid:
        """What a person said of a list, or said of one with the same headings before, if anything.

        `what` is what the list is to be of, where somebody says so.
        """
        kept = self.upload.mapping.get("list")
        said = ListSaid.from_json(kept) if kept and self.upload.mapping.get("sheet") == self.number else None
        if said is None and self.list_before is not None:
            said = ListSaid.from_json(self.list_before.mapping["list"]).remembered()
        if said is None or what not in {None, said.what}:
            said = ListSaid(what or LISTS.get(self.shape, What.PAYMENTS))
        return said

    @cached_property
    def list_before(self) -> ImportBatch | None:
        """The last import of a list with the same headings, if there was one."""
        headings = list(table.find(self.sheet).headings.values())
        kinds = [listed.PEOPLE] if self.shape is Shape.PEOPLE else [listed.PAYMENTS, listed.PEOPLE]
        found = (queries.batch_with_headings(headings, kind) for kind in kinds)
        return next((one for one in found if one is not None), None)

    @property
    def is_list(self) -> bool:
        """Whether the sheet seems to be a list of payments or people, or was said to be one."""
        said = bool(self.upload.mapping.get("list")) and self.upload.mapping.get("sheet") == self.number
        return said or self.shape in LISTS

    @property
    def is_said(self) -> bool:
        """Whether everything has been said that it takes to look at what would come in."""
        mapping = self.upload.mapping
        if mapping.get("list"):
            return True
        return bool((mapping.get("columns") or mapping.get("wide")) and mapping.get("project"))

    @cached_property
    def shape(self) -> Shape:
        """What the sheet seems to be."""
        return shape(self.sheet)

    def understood(self) -> Understood:
        """A register with days across, with what was said of it."""
        return understand(self.sheet, self.said_wide, engine.group_of(self.sheet, self.upload.file_name))

    def source(self) -> Source:
        """The file ready to be planned. Raises Refused while something about it is still to be said."""
        upload = self.upload
        return replace(self._source(), people=upload.mapping.get("people") or {})

    def _source(self) -> Source:
        upload = self.upload
        if self.ours:
            return engine.of_our_headings(upload.file_name, upload.sha256, self.sheets)
        columns, target = self.said, target_of(upload.mapping)
        if upload.mapping.get("list"):
            source = engine.of_list(upload.file_name, upload.sha256, self.sheet, self.said_list(), target)
            return replace(source, withheld=self.withheld)
        if upload.mapping.get("wide") and target is not None:
            source = engine.of_wide(upload.file_name, upload.sha256, self.sheet, self.said_wide, target)
            return replace(source, withheld=self.withheld)
        if columns is None or target is None:
            raise Refused("Say first what the columns mean and which project the list goes into.")
        return engine.of_register(upload.file_name, upload.sha256, self.sheet, columns, target, self.withheld)


def reopen(upload: Upload, number: int | None = None) -> Reopened:
    """Read an upload again; `number` is the sheet to look at, by default the one said or the likeliest."""
    sheets = reading.read(upload.content, upload.file_name)
    ours = engine.is_ours(sheets)
    sheets, left_out = (sheets, []) if ours else withheld.without_in(sheets)
    if number is None or not 0 <= number < len(sheets):
        number = upload.mapping.get("sheet", _likeliest(sheets))
    shown = [one for one in left_out if one.sheet == sheets[number].name]
    before = None if ours else queries.batch_with_headings(sheets[number].headings)
    return Reopened(upload, sheets, ours, number, shown, before)


def _likeliest(sheets: list[Sheet]) -> int:
    shapes = [shape(one) for one in sheets]
    registers = [at for at, one in enumerate(shapes) if one in REGISTERS]
    return next(iter(registers or (at for at, one in enumerate(shapes) if one in LISTS)), 0)


def reopen_for(viewer: Actor, upload_id: int, sheet: str = "") -> Reopened:
    """The viewer's upload with this id; `sheet` is the number of the sheet to look at, as text."""
    number = int(sheet) if sheet.isdecimal() and len(sheet) < 4 else None
    return reopen(queries.upload(viewer, upload_id), number)


def target_of(mapping: dict[str, Any]) -> Target | None:
    """The project that was chosen, if one was."""
    ref = mapping.get("project")
    return Target(ref, mapping.get("project_name")) if ref else None


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

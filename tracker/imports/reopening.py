"""An upload as the screens need it: read again, with what was said of its columns so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tracker.errors import Refused
from tracker.imports import engine, guessing, queries, reading, services, taken, withheld
from tracker.imports.confidential import Chosen
from tracker.imports.engine import Source
from tracker.imports.large import is_large, unpacked
from tracker.imports.lists import table
from tracker.imports.lists.roles import What
from tracker.imports.lists.said import Said as ListSaid
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.planning import listed
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet
from tracker.imports.recognising import COME_IN, LISTS, REGISTERS, Shape, as_headed, shape
from tracker.imports.taken import Taken
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand
from tracker.imports.withheld import Withheld
from tracker.permissions import Actor
from tracker.projects.models import ImportBatch


class NotRead(Exception):
    """A page asks for a large file that no worker has read yet."""

    def __init__(self, upload: Upload) -> None:
        super().__init__()
        self.upload = upload


@dataclass(frozen=True)
class Reopened:
    """A file that waits, its sheets, and which one is being looked at."""

    upload: Upload
    sheets: list[Sheet]
    ours: bool
    number: int
    left_out: Sequence[Withheld] = ()
    # What a holder of the permission chose of the sheet, and the sheet as it is, where they did.
    chosen_of: tuple[Sheet, Chosen] | None = None

    @property
    def sheet(self) -> Sheet:
        """The sheet that is being brought in, where the headings are not ours."""
        return self.sheets[self.number]

    @property
    def withheld(self) -> list[Withheld]:
        """The columns of the sheet that were left out."""
        return [one for one in self.left_out if one.sheet == self.sheet.name]

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

    @cached_property
    def before(self) -> ImportBatch | None:
        """The last import of a sheet with the same headings, if there was one."""
        return None if self.ours else queries.batch_with_headings(self.sheet.headings)

    @property
    def _answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = self.upload.mapping.get("answers", {}).get(str(self.number), {})
        return answers

    def kept(self, **answers: Any) -> dict[str, Any]:
        """What is said of the sheet, as kept with the upload beside what was said of the others."""
        every = {**self.upload.mapping.get("answers", {}), str(self.number): answers}
        return {"answers": every, "sheet": self.number}

    @property
    def said(self) -> Columns | None:
        """What a person said of the columns, if they have."""
        kept = self._answers.get("columns")
        return Columns.from_json(kept) if kept else None

    @property
    def columns(self) -> Columns | None:
        """What was said of the columns, or of the same headings before, or else what they seem to be."""
        return self.said or self.remembered or guessing.columns(self.sheet)

    @property
    def remembered(self) -> Columns | None:
        """What was said of the columns when a sheet with the same headings came in."""
        taken_for = queries.register_with_headings(self.before, self.sheet.headings) if self.before else None
        kept = taken_for.get("columns") if taken_for else None
        return Columns.from_json(kept) if kept else None

    @property
    def said_wide(self) -> Said:
        """What a person said of a register with days across, if anything."""
        kept = self._answers.get("wide")
        return Said.from_json(kept) if kept else Said()

    @property
    def chosen(self) -> list[int]:
        """The numbers of the sheets that are to come in."""
        mapping = self.upload.mapping
        together: list[int] = mapping.get("together") or [mapping.get("sheet", self.number)]
        return [number for number in together if 0 <= number < len(self.sheets)]

    def said_list(self, what: What | None = None) -> ListSaid:
        """What a person said of a list, or said of one with the same headings before, if anything.

        `what` is what the list is to be of, where somebody says so.
        """
        kept = self._answers.get("list")
        said = ListSaid.from_json(kept) if kept else None
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
        """Whether the sheet was said to be a list of payments or people, or seems to be one."""
        return self.is_said_list or (self.shape in LISTS and not self._answers)

    @property
    def is_said_list(self) -> bool:
        """Whether somebody said what a list of payments or people holds."""
        return bool(self._answers.get("list"))

    @property
    def is_register(self) -> bool:
        """Whether the sheet can come in as sessions: it seems so, or was said to."""
        return not self.is_said_list and (self.shape in REGISTERS or bool(self._answers))

    @property
    def alone(self) -> Reopened | None:
        """The file with the list looked at that is to come in, alone; None where registers are."""
        only = self.at(self.chosen[0]) if len(self.chosen) == 1 else None
        return only if only is not None and only.is_said_list else None

    @property
    def is_said(self) -> bool:
        """Whether everything has been said that it takes to look at what would come in."""
        if self.alone is not None:
            return True
        ready = all(self.at(number).is_answered for number in self.chosen)
        return bool(ready and self.upload.mapping.get("project"))

    @property
    def is_answered(self) -> bool:
        """Whether the sheet can be taken for a register as it is, or by what was said of it."""
        return bool(self._answers) or self.shape is Shape.WIDE

    @property
    def next_page(self) -> str:
        """Where to go once a sheet is understood: to those with which it comes in, or to the check."""
        return ".sheets" if self.upload.mapping.get("together") else ".check"

    @property
    def page(self) -> str:
        """Where it is said what the sheet leaves open: a list, or a register with days across."""
        return ".listed" if self.is_list else ".wide"

    def at(self, number: int) -> Reopened:
        """The same file, with another of its sheets looked at."""
        return replace(self, number=number)

    @cached_property
    def shape(self) -> Shape:
        """What the sheet seems to be."""
        return shape(self.sheet)

    @cached_property
    def registers(self) -> list[int]:
        """The numbers of the sheets that seem to be registers."""
        return [number for number, sheet in enumerate(self.sheets) if shape(sheet) in REGISTERS]

    @cached_property
    def fitting(self) -> list[int]:
        """The numbers of the sheets that seem to be something that can come in."""
        return [number for number, sheet in enumerate(self.sheets) if shape(sheet) in COME_IN]

    @property
    def group(self) -> str:
        """What tells the sessions of the sheet from those of the others."""
        return taken.group_of(self.sheet, self.upload.file_name)

    def understood(self) -> Understood:
        """A register with days across, with what was said of it."""
        return understand(self.sheet, self.said_wide, self.group)

    def taken(self) -> Taken | None:
        """The sheet as a register; None for a list, and while something about it is still to be said."""
        if self.is_said_list:
            return None
        if self.said is not None:
            group = self.group if len(self.registers) > 1 else ""
            return taken.as_list(self.sheet, self.said, self.withheld, group)
        if self.shape is Shape.WIDE or self._answers.get("wide"):
            return taken.as_wide(self.sheet, self.said_wide, self.withheld, self.group)
        return None

    def source(self) -> Source:
        """The file ready to be planned. Raises Refused while something about it is still to be said."""
        return replace(self._source(), people=self.upload.mapping.get("people") or {})

    def _source(self) -> Source:
        upload, target = self.upload, target_of(self.upload.mapping)
        if self.chosen_of is not None:
            return engine.of_confidential(upload.file_name, upload.sha256, *self.chosen_of)
        if self.ours:
            return engine.of_our_headings(upload.file_name, upload.sha256, self.sheets)
        if (one := self.alone) is not None:
            said, left_out = one.said_list(), one.withheld
            return engine.of_list(upload.file_name, upload.sha256, one.sheet, said, target, left_out)
        chosen = [self.at(number).taken() for number in self.chosen]
        known = [one for one in chosen if one is not None]
        if target is None or not known or len(known) < len(chosen):
            raise Refused("Say first what the columns mean and which project the list goes into.")
        return engine.of_registers(upload.file_name, upload.sha256, known, target)


def reopen(upload: Upload, number: int | None = None) -> Reopened:
    """Read an upload again; `number` is the sheet to look at, by default the one said or the likeliest.

    The rows of a large file are those that a worker read. Columns that must not come in are blanked.
    """
    sheets = sheets_of(upload)
    if kept := upload.mapping.get(services.CHOSEN):
        chosen = Chosen.from_json(kept)
        return Reopened(upload, sheets, True, chosen.sheet, chosen_of=(sheets[chosen.sheet], chosen))
    ours = engine.is_ours(sheets)
    sheets, left_out = (sheets, []) if ours else withheld.without_in(sheets)
    sheets = sheets if ours else [as_headed(one) for one in sheets]
    if number is None or not 0 <= number < len(sheets):
        number = upload.mapping.get("sheet", _likeliest(sheets))
    return Reopened(upload, sheets, ours, number, left_out)


def sheets_of(upload: Upload) -> list[Sheet]:
    """The sheets of an upload as they are: nothing is left out of them yet."""
    rows = queries.part(upload, services.ROWS) if is_large(upload.size) else None
    return unpacked(rows) if rows is not None else reading.read(upload.content, upload.file_name)


def _likeliest(sheets: list[Sheet]) -> int:
    shapes = [shape(one) for one in sheets]
    registers = [at for at, one in enumerate(shapes) if one in REGISTERS]
    return next(iter(registers or (at for at, one in enumerate(shapes) if one in LISTS)), 0)


def reopen_for(viewer: Actor, upload_id: int, sheet: str = "") -> Reopened:
    """The viewer's upload with this id; `sheet` is the number of the sheet to look at, as text.

    Raises NotRead for a large file that no worker has read yet.
    """
    number = int(sheet) if sheet.isdecimal() and len(sheet) < 4 else None
    upload = queries.upload(viewer, upload_id)
    if is_large(upload.size) and services.ROWS not in queries.parts(upload):
        raise NotRead(upload)
    return reopen(upload, number)


def target_of(mapping: dict[str, Any]) -> Target | None:
    """The project that was chosen, if one was."""
    ref = mapping.get("project")
    return Target(ref, mapping.get("project_name")) if ref else None

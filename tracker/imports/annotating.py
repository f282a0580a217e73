"""A copy of somebody's own sheet with our remarks beside each row, to be corrected and brought in again.

Rows and columns stand where they stand in the sheet; what we say comes in two columns beyond its last.
Columns that must not come in are blank, in the copy as everywhere, and our remarks never quote them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker import tables
from tracker.errors import Invalid
from tracker.imports.engine import Source
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.rows import Sort as ListSort
from tracker.imports.lists.understanding import Listed
from tracker.imports.planning.plan import Fate, Line, Plan
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.taken import Taken
from tracker.imports.wide.rows import Sort
from tracker.imports.withheld import Withheld

HEADINGS = ("What would happen", "Remarks")
_ABOUT = "About this copy"
_WIDTHS = (22, 80)
# The one that decides over a row comes first.
_GRAVEST = (Fate.REFUSED, Fate.UPDATED, Fate.CREATED, Fate.MATCHED)
_OF_LISTS = {ListSort.TOTALS: "Taken for totals.", ListSort.NO_AMOUNT: "No amount stands here."}
_LEFT_OUT = {Sort.TOTALS: "Taken for totals.", Sort.NOTE: "Taken for a note or a title."}
# Of sheets of ours that hold what was told in confidence, or bank details: the columns that are copied.
_COPIED = {"circumstances": ("person_ref",), "payees": ("person_ref",)}
_MOST_REMARKS = 40


@dataclass(frozen=True)
class Copy:
    """One sheet as it is to be copied: its rows by their numbers, and what is said of each."""

    name: str
    rows: Mapping[int, Sequence[str]]
    said: Mapping[int, tuple[str, str]]
    width: int

    def lines(self) -> Iterator[list[str]]:
        """Every row from the first to the last, blank ones too, so that each keeps its number."""
        for number in range(1, max(self.rows) + 1):
            cells = [_fitting(text) for text in self.rows.get(number, ())]
            yield [
                *cells,
                *([""] * (self.width - len(cells))),
                *map(_fitting, self.said.get(number, ("", ""))),
            ]


def copies(source: Source, plan: Plan) -> list[Copy]:
    """A copy of each sheet that comes in; of ours, what was told in confidence is not copied, nor quoted."""
    if source.is_register:
        return [
            _copy(one.sheet, one.withheld, _by_row(plan, one.sheet.name), _others(one))
            for one in source.taken
        ]
    if source.listed is not None:
        (sheet,) = source.sheets
        return [_copy(sheet, source.withheld, _by_row(plan, sheet.name), _beside(source.listed, sheet))]
    kinds = {table.sheet: table.kind for table in source.tables}
    return [_of_ours(sheet, kinds.get(sheet.name, ""), plan) for sheet in source.sheets]


def _of_ours(sheet: Sheet, kind: str, plan: Plan) -> Copy:
    lines = _by_row(plan, sheet.name)
    kept = _COPIED.get(kind)
    if kept is None:
        return _copy(sheet, (), lines, {})
    left = [
        Withheld(sheet.name, "", column_letter(at), "")
        for at, heading in enumerate(sheet.headings)
        if heading.casefold() not in kept
    ]
    return _copy(_only(sheet, kept), left, _unquoted(lines), {})


def written(source: Source, plan: Plan, ending: str) -> bytes:
    """The copy as the kind of file that its ending says. Raises Invalid for one that cannot be."""
    made, notes = copies(source, plan), _notes(plan)
    if ending == "xlsx":
        return _as_xlsx(made, notes)
    if ending != "csv":
        raise Invalid("The copy is a CSV or an XLSX file: give a name that ends so.", field="annotated")
    if len(made) > 1:
        raise Invalid(
            "A CSV holds one sheet: take the copy as XLSX, where each has its own.", field="annotated"
        )
    return _as_csv(made[0], notes)


def _as_csv(copy: Copy, notes: Sequence[str]) -> bytes:
    """One sheet, with what concerns all of it below."""
    first, *rest = copy.lines()
    below = [[""] * (copy.width + 1) + [_fitting(note)] for note in notes]
    return tables.to_csv(first, [*rest, *below])


def _as_xlsx(made: Sequence[Copy], notes: Sequence[str]) -> bytes:
    """Every sheet, and a last one with what concerns all of them."""
    sheets: list[tuple[str, Iterator[list[str]]]] = [(copy.name, copy.lines()) for copy in made]
    about = ["Nothing was brought in: this says what would come in, and what to correct.", *notes]
    return tables.to_book(_ABOUT, [*sheets, (_ABOUT, ([_fitting(note)] for note in about))], widths=_WIDTHS)


def _notes(plan: Plan) -> list[str]:
    """What is said of the file as a whole: remarks, and refusals that name no row."""
    whole = [f"{line.where()}: {line.sentence}" for line in plan.lines if line.row is None]
    return list(dict.fromkeys([*whole, *plan.notes]))


def _copy(
    sheet: Sheet,
    left_out: Sequence[Withheld],
    lines: Mapping[int, Sequence[Line]],
    others: Mapping[int, tuple[str, str]],
) -> Copy:
    rows: dict[int, Sequence[str]] = {
        **dict(sheet.above),
        sheet.heading_row: sheet.headings,
        **dict(sheet.rows),
    }
    width = max(map(len, rows.values()))
    headings = list(rows[sheet.heading_row]) + [""] * (width - len(rows[sheet.heading_row]))
    for one in left_out:
        at = next((at for at in range(width) if column_letter(at) == one.letter), None)
        if at is not None:
            headings[at] = one.short
    rows[sheet.heading_row] = headings
    said = {number: _said(found) for number, found in lines.items()}
    said = {**others, **said}
    said.setdefault(sheet.heading_row, HEADINGS)
    return Copy(sheet.name, rows, said, width)


def _by_row(plan: Plan, sheet: str) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in plan.lines:
        if line.sheet == sheet and line.row is not None:
            found.setdefault(line.row, []).append(line)
    return found


def _said(lines: Sequence[Line]) -> tuple[str, str]:
    """What becomes of a row, and why: each refusal by its column, the rest counted where it is much."""
    fate = next(fate for fate in _GRAVEST if any(line.fate == fate for line in lines))
    refused = [
        f"Column {line.column}: {line.sentence}" if line.column else line.sentence
        for line in lines
        if line.fate in {Fate.REFUSED, Fate.UPDATED}
    ]
    if fate is Fate.REFUSED or refused:
        more = [f"And {len(refused) - _MOST_REMARKS:,} more."] if len(refused) > _MOST_REMARKS else []
        return _word(fate), " ".join(refused[:_MOST_REMARKS] + more)
    if len(lines) == 1:
        return _word(fate), lines[0].sentence
    counted = {one: sum(line.fate == one for line in lines) for one in _GRAVEST}
    return _word(fate), ", ".join(f"{times:,} {one.value}" for one, times in counted.items() if times) + "."


def _word(fate: Fate) -> str:
    return fate.value.capitalize()


def _others(one: Taken) -> dict[int, tuple[str, str]]:
    """What is said of the rows of a register with days across that are no people."""
    if one.wide is None:
        return {}
    found = {
        row.line.number: ("Left out", _LEFT_OUT[row.sort])
        for group in one.wide.rows
        for row in group
        if row.sort in _LEFT_OUT
    }
    for table in one.wide.tables:
        found.update({line.number: ("Left out", "Taken for a title or a heading.") for line in table.above})
        turned = one.wide.turned
        found[turned.heading_row if turned else table.heading_row] = HEADINGS
    return found


def _beside(listed: Listed, sheet: Sheet) -> dict[int, tuple[str, str]]:
    """What is said of the rows of a list that nothing comes in from, and where its headings stand."""
    table = listed.table
    kept = {line.number for line in table.rows}
    above = [sheet.heading_row, *(number for number, _ in sheet.rows if number not in kept)]
    found = dict.fromkeys(above, ("Left out", "Taken for a title or a heading."))
    if isinstance(listed, PaymentList):
        sorts = {row.number: row.sort for row in listed.rows if row.sort in _OF_LISTS}
        found.update({number: ("Left out", _OF_LISTS[sort]) for number, sort in sorts.items()})
    else:
        nobody = kept - {person.row for person in listed.people}
        found.update(dict.fromkeys(nobody, ("Left out", _OF_LISTS[ListSort.TOTALS])))
    return {**found, table.heading_row: HEADINGS}


def _unquoted(lines: Mapping[int, Sequence[Line]]) -> dict[int, list[Line]]:
    """The same lines without their sentences, which may quote a cell."""
    return {
        number: [Line(one.sheet, one.row, one.kind, one.fate, _elsewhere(one), one.column) for one in found]
        for number, found in lines.items()
    }


def _elsewhere(line: Line) -> str:
    return "The page of the dry run says why." if line.fate is Fate.REFUSED else ""


def _only(sheet: Sheet, kept: Sequence[str]) -> Sheet:
    """The sheet with every other column blank."""
    at = {index for index, heading in enumerate(sheet.headings) if heading.casefold() in kept}

    def blanked(cells: Sequence[str]) -> list[str]:
        return [text if index in at else "" for index, text in enumerate(cells)]

    rows = [(number, blanked(cells)) for number, cells in sheet.rows]
    return Sheet(sheet.name, tuple(blanked(sheet.headings)), sheet.heading_row, rows)


def _fitting(text: str) -> str:
    """A text that fits into a cell: a longer one is cut."""
    return text if len(text) < tables.LONGEST_TEXT else f"{text[: tables.LONGEST_TEXT - 2]}…"

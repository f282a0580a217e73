"""What each sheet of a file is: a wide register, a long list, a summary, or nothing that is known. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tracker.errors import Invalid
from tracker.imports import contents, guessing, money_lists, titles, unread
from tracker.imports.lists import seeming
from tracker.imports.lists.roles import What
from tracker.imports.reading import Sheet
from tracker.imports.wide import summaries
from tracker.imports.wide.understand import is_wide

_NOT_FOUND = "No columns of names and dates were found."
_ELSEWHERE = (
    " Give the columns our headings, or bring the file in on the screen, where you can say which column is "
    "which."
)


class Shape(StrEnum):
    """What a sheet is."""

    WIDE = "a register with days across"
    LONG = "a list with a row for each person and sitting"
    PAYMENTS = "a list of payments"
    PEOPLE = "a list of people"
    SUMMARY = "a summary"
    MONEY = "a list of money"
    NAMES = "perhaps a list of people"
    NOTES = "notes"
    UNKNOWN = "no register"


# What can come in as sessions, one or several together.
REGISTERS = frozenset({Shape.WIDE, Shape.LONG})
# What can come in as a list, alone.
LISTS = {Shape.PAYMENTS: What.PAYMENTS, Shape.PEOPLE: What.PEOPLE}
# What can come in as a list once somebody says so.
MAY_BE_LISTS = {**LISTS, Shape.MONEY: What.PAYMENTS, Shape.NAMES: What.PEOPLE}
COME_IN = REGISTERS | LISTS.keys()


def shape(sheet: Sheet) -> Shape:
    """What a sheet seems to be."""
    what = seeming.what(sheet)
    # Days in cells make no register, however many numbers beside them look like days too.
    days_across = seeming.has_days_across(sheet) and not seeming.is_under_days(sheet)
    if (what is not What.PAYMENTS or days_across) and is_wide(sheet):
        return Shape.WIDE
    if what is not None:
        return Shape.PAYMENTS if what is What.PAYMENTS else Shape.PEOPLE
    if guessing.is_list(titles.below(sheet)):
        return Shape.LONG
    return _of_others(sheet)


def as_headed(sheet: Sheet) -> Sheet:
    """A long list from its headings on, wherever they stand; any other sheet as it is."""
    headed = titles.below(sheet)
    return headed if headed is not sheet and shape(sheet) is Shape.LONG else sheet


def _of_others(sheet: Sheet) -> Shape:
    """What a sheet seems to be that is neither a register nor a list that can come in."""
    if summaries.reason(sheet):
        return Shape.SUMMARY
    if money_lists.reason(sheet):
        return Shape.MONEY
    if contents.headed_by_names(sheet):
        return Shape.NAMES
    return Shape.NOTES if contents.are_notes(sheet) else Shape.UNKNOWN


def reason(sheet: Sheet) -> str | None:
    """Why a sheet that is known for what it is cannot come in; None where it is not known."""
    return summaries.reason(sheet) or money_lists.reason(sheet) or unread.why(sheet)


def why_not(sheet: Sheet) -> str:
    """Why a sheet cannot come in, or not together with a register; and where else that may be said."""
    said = why_not_here(sheet)
    return said + _ELSEWHERE if said == _NOT_FOUND else said


def why_not_here(sheet: Sheet) -> str:
    """The same, for a page on which it can be said which column is which."""
    kind = shape(sheet)
    if kind in LISTS:
        return f"It is {kind.value}: bring it in by itself."
    if not sheet.rows:
        return "It holds headings, and no rows below them. Add the rows, and choose the file again."
    said = reason(sheet) or sheet.said_lost()
    if said is None and (names := contents.headed_by_names(sheet)):
        said = f"{names} holds names, and no column or heading holds days: it may be a list of people."
    if said is None and contents.are_notes(sheet):
        said = "It holds lines of text and no table."
    return said or _NOT_FOUND


def why(sheet: Sheet) -> str:
    """Why a sheet is taken for a register."""
    sheet = as_headed(sheet)
    columns = guessing.columns(sheet)
    if is_wide(sheet) or columns is None:
        return contents.row_of_days(sheet)
    names = ", ".join(sheet.headings[at] for at in columns.person)
    return f"{names} holds names, {sheet.headings[columns.date]} holds dates."


def chosen(
    sheets: Sequence[Sheet], names: Sequence[str], file_name: str, *, as_registers: bool = False
) -> tuple[list[tuple[Sheet, Shape]], list[str]]:
    """The sheets of these names, or the only one that is a register, or else the only list; what is left out.

    Several are registers, or said to be. Raises Invalid where there is none, or a person has to say which.
    """
    if names:
        found = list(dict.fromkeys(_number(sheets, name, file_name) for name in names))
        several = len(found) > 1 and not as_registers
        named = [_fitting(sheets[at], file_name, several=several) for at in sorted(found)]
        return [(as_headed(sheet), shape(sheet)) for sheet in named], []
    shapes = [(sheet, shape(sheet)) for sheet in sheets]
    fitting = [(sheet, kind) for sheet, kind in shapes if kind in REGISTERS]
    fitting = fitting or [(sheet, kind) for sheet, kind in shapes if kind in LISTS]
    if len(fitting) > 1:
        said = "".join(f"\n  --sheet {_quoted(sheet.name)}: {_what(sheet, kind)}" for sheet, kind in shapes)
        how = "one, or several together" if fitting[0][1] in REGISTERS else "one"
        raise Invalid(f"{file_name} has several sheets. Say which to bring in, {how}:{said}", field="sheet")
    if not fitting:
        raise Invalid(f"{file_name}: {_reasons(sheets, file_name)}", field="sheet")
    (only,) = fitting
    left_out = [
        f"The sheet {sheet.name} is left out: {why_not(sheet)}" for sheet in sheets if sheet is not only[0]
    ]
    return [(as_headed(only[0]), only[1])], left_out


def the_one(sheets: Sequence[Sheet], names: Sequence[str], file_name: str) -> tuple[Sheet, Shape]:
    """The sheet of this name, or the only one that can come in. Raises Invalid for several."""
    if len(names) > 1:
        raise Invalid("Give one sheet: what is said of voices is said of one register.", field="sheet")
    ((sheet, kind),), _ = chosen(sheets, names, file_name)
    return sheet, kind


def _number(sheets: Sequence[Sheet], name: str, file_name: str) -> int:
    for number, sheet in enumerate(sheets):
        if sheet.name.casefold() == name.casefold():
            return number
    known = ", ".join(sheet.name for sheet in sheets)
    raise Invalid(f"{file_name} has no sheet called {name}. It has: {known}.", field="sheet")


def _what(sheet: Sheet, kind: Shape) -> str:
    hidden = "hidden in the workbook; " if sheet.hidden.sheet else ""
    if kind in LISTS:
        return f"{hidden}{kind}, which comes in by itself"
    return f"{hidden}{kind}" if kind in REGISTERS else f"{hidden}{kind}. {why_not(sheet)}"


def _fitting(sheet: Sheet, file_name: str, *, several: bool) -> Sheet:
    if shape(sheet) not in (REGISTERS if several else COME_IN):
        raise Invalid(f"{file_name}, {sheet.name}: {why_not(sheet)}", field="sheet")
    return sheet


def _reasons(sheets: Sequence[Sheet], file_name: str) -> str:
    if len(sheets) == 1:
        return why_not(sheets[0])
    return " ".join(f"{sheet.name}: {why_not(sheet)}" for sheet in sheets)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name

"""The columns of an organisation's own layout, as finance writes them: one a line, heading and source. Pure.

`Sort code = sort_code` is a field under its heading, `Name = account_name, 18` one of at most 18 letters,
`total, 15, noughts` one filled with noughts, `Type = "01"` a fixed text, and `empty 9` nine empty columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import Invalid
from tracker.tables import harmless

MOST_COLUMNS = 200
LONGEST = 200

# What a row can hold, with what each means; the rows before and after the others hold the first alone, and
# where the file is a bank's, the second.
RUN_FIELDS: Mapping[str, str] = {
    "run": "the run's reference, like R26-0007",
    "pay_date": "the day on which the money is to arrive",
    "made_date": "the day on which the file is first made",
    "count": "how many rows there are",
    "total": "what their amounts add up to",
    "total_pence": "the same in pence, whatever the amounts are in",
}
OUR_FIELDS: Mapping[str, str] = {
    "our_name": "the name of the account you pay from",
    "our_sort_code": "its six digits",
    "our_account_number": "its eight digits",
    "our_fourteen_digits": "its sort code and number together",
}
PAYMENT_FIELDS: Mapping[str, str] = {
    "number": "the payment's number in the run",
    "reference": "the payment's reference, as people see it on their statement",
    "person": "the person's reference",
    "name": "the person's name",
    "method": "how it is paid",
    "amount": "the amount of the row",
}
BANK_FIELDS: Mapping[str, str] = {
    "account_name": "the name on the person's account",
    "sort_code": "its six digits",
    "sort_code_hyphens": "the same as 12-34-56",
    "account_number": "its eight digits",
    "bank_reference": "the roll number where there is one, else the reference",
}
LEDGER_FIELDS: Mapping[str, str] = {
    "line": "the number of the row within its payment",
    "claim": "the claim's reference",
    "kind": "fee, expense, allowance or advance",
    "worked_date": "the day it was worked or spent",
    "cost_code": "the cost code",
    "payment_total": "what the whole payment adds up to",
    "receipt": "the receipt's number, once the run is paid",
    "payee_number": "what your finance system calls whoever gets the money, once you read it in",
}
SUPPLIER_FIELDS: Mapping[str, str] = {
    "payee_ref": "our reference of the payee: the number that comes back is found by it",
    "payee_number": "the number that your finance system gave it, where only its bank details change",
    "name": "the payee's name",
    "for_person": "the person's reference, where somebody else gets money for them",
    "account_name": "the name on the account",
    "sort_code": "its six digits",
    "sort_code_hyphens": "the same as 12-34-56",
    "account_number": "its eight digits",
    "roll_number": "the roll number of a building society, where there is one",
    "what": "new, or change where the bank details changed",
}
FILE_FIELDS: Mapping[str, str] = {
    "made_date": "the day on which the file is made",
    "count": "how many rows there are",
}
FOR_BANK = {**RUN_FIELDS, **OUR_FIELDS, **PAYMENT_FIELDS, **BANK_FIELDS}
FOR_LEDGER = {**RUN_FIELDS, **PAYMENT_FIELDS, **LEDGER_FIELDS}
FOR_SUPPLIERS = {**FILE_FIELDS, **SUPPLIER_FIELDS}

# Names may be cut to a column's width; anything else that is too wide refuses the file.
CUT = frozenset({"account_name", "name", "our_name"})

_EMPTY = re.compile(r"empty(?: +(\d{1,3}))?")
_FIXED = re.compile(r'"([^"]*)"')
_FIELD = re.compile(r"([a-z_]+)(?: *, *(\d{1,3}))?(?: *, *(noughts))?")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"'})


@dataclass(frozen=True)
class Column:
    """One column: a field, or a fixed text where `field` is None. `width` 0 is any."""

    heading: str
    field: str | None
    text: str = ""
    width: int = 0
    noughts: bool = False


def read(text: str, fields: Mapping[str, str], *, name: str) -> Sequence[Column]:
    """The columns that a text lists. Raises Invalid, naming the line, and the form's field `name`."""
    columns: list[Column] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            columns += _line(line.translate(_QUOTES), fields, f"Line {number}", name)
    if len(columns) > MOST_COLUMNS:
        raise Invalid(f"Keep to {MOST_COLUMNS} columns or fewer: there are {len(columns)}.", field=name)
    headings = [column.heading for column in columns if column.heading]
    twice = next((one for one in headings if headings.count(one) > 1), None)
    if twice:
        raise Invalid(f"Two columns are headed {twice}: give each a heading of its own.", field=name)
    return columns


def _line(line: str, fields: Mapping[str, str], where: str, name: str) -> Sequence[Column]:
    before, equals, after = line.partition("=")
    heading, source = (before.strip(), after.strip()) if equals and '"' not in before else ("", line.strip())
    if heading != harmless(heading):
        raise Invalid(f"{where}: a heading begins with a letter or a digit, not with a sign.", field=name)
    if empty := _EMPTY.fullmatch(source):
        return [Column(heading, None)] * int(empty[1] or 1)
    if fixed := _FIXED.fullmatch(source):
        if fixed[1].strip() != harmless(fixed[1]):
            raise Invalid(f"{where}: a fixed text begins with a letter or a digit.", field=name)
        return [Column(heading, None, fixed[1])]
    found = _FIELD.fullmatch(source)
    if found is None or found[1] not in fields:
        raise Invalid(
            f"{where}: {source[:40]!r} is none of the fields. Choose one of the list below, or put a fixed "
            "text between quotation marks.",
            field=name,
        )
    return [Column(heading, found[1], width=_width(found, where, name), noughts=bool(found[3]))]


def _width(found: re.Match[str], where: str, name: str) -> int:
    width = int(found[2] or 0)
    if width > LONGEST or (found[2] and width == 0) or (found[3] and not width):
        raise Invalid(f"{where}: a width is a number from 1 to {LONGEST}.", field=name)
    return width

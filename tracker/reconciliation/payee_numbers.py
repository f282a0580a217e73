"""The list of payees that a finance system gives back, with their numbers: which column is which. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tracker.errors import Invalid
from tracker.imports import reading
from tracker.imports.reading import Sheet
from tracker.tables import clean
from tracker.values import folded

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
# What the column of numbers may be called, the likeliest first.
_NUMBERS = (
    "payee number", "payee no", "supplier number", "supplier no", "vendor number", "vendor no", "creditor",
    "supplier id", "vendor id", "account ref", "supplier", "vendor", "number", "account",
)  # fmt: skip


def read(content: bytes, file_name: str, refs: Collection[str]) -> Mapping[str, str]:
    """The number of each payee by our reference, of those rows that have both.

    Raises Invalid, field `file`, where no column holds references of ours, none is headed as a number, or a
    payee has two.
    """
    if len(content) > LARGEST_BYTES:
        raise _refusal(f"{file_name} is too large: it may be up to 5 MB.")
    sheet = max(reading.read(content, file_name), key=lambda one: len(one.rows))
    if len(sheet.rows) > MOST_ROWS:
        raise _refusal(f"{file_name} has more than {MOST_ROWS:,} rows: take out old payees.")
    known = {folded(ref): ref for ref in refs}
    ours = _column_of_ours(sheet, known, file_name)
    number = _column_of_numbers(sheet, ours, file_name)
    return _pairs([(row, _cell(cells, ours), _cell(cells, number)) for row, cells in sheet.rows], known)


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, field="file")


def _cell(row: Sequence[str], index: int) -> str:
    return clean(row[index]).strip() if index < len(row) else ""


def _column_of_ours(sheet: Sheet, known: Mapping[str, str], file_name: str) -> int:
    hits = [
        sum(folded(_cell(row, index)) in known for _, row in sheet.rows)
        for index in range(len(sheet.headings))
    ]
    if not any(hits):
        raise _refusal(
            f"No reference of ours stands in {file_name}. It needs the column payee_ref of the set-up file."
        )
    return hits.index(max(hits))


def _column_of_numbers(sheet: Sheet, ours: int, file_name: str) -> int:
    headings = [folded(heading.replace("_", " ")) for heading in sheet.headings]
    others = [index for index in range(len(headings)) if index != ours]
    for called in _NUMBERS:
        found = [index for index in others if called in headings[index]]
        if len(found) == 1:
            return found[0]
    if len(others) == 1:
        return others[0]
    raise _refusal(f"Head one column of {file_name} payee number: it is not clear which holds the numbers.")


def _pairs(rows: Sequence[tuple[int, str, str]], known: Mapping[str, str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row, text, number in rows:
        ref = known.get(folded(text), text)
        if not ref or not number:
            continue
        if found.setdefault(ref, number) != number:
            raise _refusal(f"Row {row}: {ref} has the number {found[ref]} above. Keep one of the two.")
    return found

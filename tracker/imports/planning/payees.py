"""Rows of bank details: brought in by finance alone; a change is a new version, the old one stays on file.

The lines of the plan name the person, never a digit.
"""

from __future__ import annotations

from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.people.payees import read_account_number, read_sort_code
from tracker.permissions import Permission

# Account name, sort code, account number, roll number.
Details = tuple[str, str, str, str | None]


def plan(book: Book, table: Table, kept: dict[int, Details]) -> None:
    """Plan every row of a sheet of bank details, one a person; `kept` holds each person's newest."""
    seen: dict[int, int] = {}
    book.each(table, lambda record: _plan_row(book, record, kept, seen))


def _plan_row(book: Book, record: Record, kept: dict[int, Details], seen: dict[int, int]) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    book.demand(Permission.MANAGE_PAYEES)
    person = book.person_of(record.get("person_ref"), Permission.MANAGE_PAYEES)
    first = seen.setdefault(person.id, record.row)
    if first != record.row:
        raise Invalid(
            f"Row {first} holds bank details of the same person. Keep one of the two.", field="person_ref"
        )
    name, roll_number = record.get("account_name"), record.get("roll_number")
    sort_code = read_sort_code(record.get("sort_code"))
    account_number = read_account_number(record.get("account_number"))
    known = kept.get(person.id)
    if known == (name, sort_code, account_number, roll_number):
        return Fate.MATCHED, f"{person.name}, bank details: there already."
    book.plan.rows["payees"].append(
        {
            "participant_id": person.id,
            "account_name": name,
            "sort_code": sort_code,
            "account_number": account_number,
            "roll_number": roll_number,
        }
    )
    if known is None:
        return Fate.CREATED, f"{person.name}, bank details: recorded."
    return Fate.UPDATED, f"{person.name}, bank details: a new version, the old one stays on file."

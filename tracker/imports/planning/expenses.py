"""Rows of expenses: lines of the person's draft claim for the session."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning import fees
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import Category, ExpenseKey, Person, SessionState
from tracker.money import ZERO, Money
from tracker.payments.models import LineKind
from tracker.permissions import Permission

_MILEAGE = "mileage"
_OTHER = "other"
_NO_RECEIPT = "The imported sheet says that there is no receipt."
_NOT_SAID = "The imported sheet does not say whether there is a receipt."


@dataclass(frozen=True, slots=True)
class _Price:
    """What a row comes to; for miles, with the rate of the day."""

    pence: Money
    rate_id: int | None = None
    rate_pence: Money | None = None


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of expenses.

    Of rows alike in all cells, as many are new as are not there yet.
    """
    counted: Counter[ExpenseKey] = Counter()
    book.each(table, lambda record: _plan_row(book, record, counted))


def _plan_row(book: Book, record: Record, counted: Counter[ExpenseKey]) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    involvement = book.session_of(record.get("session_ref"))
    person = book.person_of(record.get("person_ref"))
    book.demand(Permission.LOG_CLAIMS, involvement.project)
    if involvement.held_on > book.on:
        raise Invalid(
            "The session has not taken place yet: bring in its expenses afterwards.", field="session_ref"
        )
    category = _category(book, record)
    price = _price(book, record, category, involvement)
    if category.cap is not None and price.pence > category.cap:
        raise Invalid(
            f"{category.label} is paid up to {category.cap.pounds()}. Enter that, or less.", field="amount"
        )
    key = _key(record, involvement, person, category, price)
    counted[key] += 1
    said = f"{person.name}, {category.label}"
    if counted[key] <= book.expenses[key]:
        return Fate.MATCHED, f"{said}: there already."
    _add(book, record, involvement, person, category, price)
    return Fate.CREATED, f"{said}: {price.pence.pounds()}."


def _category(book: Book, record: Record) -> Category:
    """The kind of expense; one that is not in the list yet is planned and said."""
    code = record.get("category") or (_MILEAGE if record.get("miles") else _OTHER)
    known = book.categories.get(code)
    if known is None:
        known = Category(code, code.replace("-", " ").capitalize(), by_mileage=code == _MILEAGE)
        book.categories[code] = known
        book.plan.rows["categories"].append(
            {
                "code": code,
                "label": known.label,
                "by_mileage": known.by_mileage,
                "import_batch_id": book.batch_id,
            }
        )
        book.plan.note(f"“{known.label}” is a new kind of expense and will be added to the list.")
    return known


def _price(book: Book, record: Record, category: Category, involvement: SessionState) -> _Price:
    if category.by_mileage:
        return _mileage(book, record, involvement)
    if record.get("miles") is not None:
        raise Invalid(
            f"{category.label} is not paid by the mile. Move the miles, or call this mileage.", field="miles"
        )
    if record.get("amount") is None:
        raise Invalid("Enter how much was spent.", field="amount")
    return _Price(record.get("amount"))


def _mileage(book: Book, record: Record, involvement: SessionState) -> _Price:
    """Miles at the rate of the day of the session."""
    amount, miles, vehicle = record.get("amount"), record.get("miles"), record.get("vehicle")
    if miles is None:
        raise Invalid("Enter how many miles.", field="miles")
    if vehicle is None:
        raise Invalid("Enter how they travelled, like car.", field="vehicle")
    rates = [rate for rate in book.mileage.get(vehicle, ()) if rate[0] <= involvement.held_on]
    if not rates:
        raise Invalid(
            f"There is no mileage rate for {vehicle} on that day. Ask your administrator to add it.",
            field="vehicle",
        )
    _, pence_per_mile, rate_id = rates[-1]
    pence = pence_per_mile.times(miles)
    if amount is not None and amount != pence:
        raise Invalid(
            f"{miles} miles by {vehicle} come to {pence.pounds()} at {pence_per_mile.pence}p a mile, not "
            f"{amount.pounds()}. Correct one of the two, or leave the amount empty.",
            field="amount",
        )
    return _Price(pence, rate_id, pence_per_mile)


def _key(
    record: Record, involvement: SessionState, person: Person, category: Category, price: _Price
) -> ExpenseKey:
    miles = record.get("miles")
    return ExpenseKey(
        involvement.id,
        person.id,
        category.code,
        # Miles stand for themselves: a rate that is corrected later does not make another journey.
        price.pence if miles is None else ZERO,
        miles,
        record.get("vehicle") if miles is not None else None,
        bool(record.get("receipt")),
    )


def _add(
    book: Book, record: Record, involvement: SessionState, person: Person, category: Category, price: _Price
) -> None:
    book.join(person, involvement.project, min(book.on, involvement.held_on))
    claim = fees.draft_claim(book, involvement, person)
    line = fees.claim_line(book, claim, involvement, LineKind.EXPENSE, price.pence)
    miles, receipt, vehicle = record.get("miles"), record.get("receipt"), record.get("vehicle")
    line.update(
        category=category.code,
        description=category.label,
        receipt_seen=bool(receipt),
        no_receipt_reason=None if receipt else _NO_RECEIPT if receipt is False else _NOT_SAID,
        tenths_of_miles=None if miles is None else int(miles * 10),
        vehicle=vehicle if miles is not None else None,
        rate_id=price.rate_id,
        rate_pence=price.rate_pence,
        rate_label=f"{vehicle}, {price.rate_pence.pence}p a mile" if price.rate_pence else None,
    )
    book.plan.rows["expense_lines"].append(line)

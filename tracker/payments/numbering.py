"""Gap-free numbers: one locked counter row a series and year; a rolled-back write gives its number back."""

from __future__ import annotations

from sqlalchemy import select, text

from tracker.db import db
from tracker.payments.models import Counter

_BEGIN = text("INSERT INTO counter (series, year, last) VALUES (:series, :year, 0) ON CONFLICT DO NOTHING")

RECEIPTS = "receipt"
CLAIMS = "claim"
RUNS = "pay-run"
DAY_SHEETS = "day-sheet"
DOCUMENTS = "document"
ADVANCES = "advance"
FLOATS = "cash-float"
VOUCHERS = "voucher-stock"


def next_number(series: str, year: int) -> int:
    """The next number of a series in a calendar year of recording. Holds the counter until the commit."""
    return _next_numbers(series, year, 1)[0]


def _next_numbers(series: str, year: int, count: int) -> range:
    asked = select(Counter).where(Counter.series == series, Counter.year == year).with_for_update()
    counter = db.session.scalars(asked).one_or_none()
    if counter is None:
        # Two people may take a year's first number at once: the second waits here for the first.
        db.session.execute(_BEGIN, {"series": series, "year": year})
        counter = db.session.scalars(asked).one()
    counter.last += count
    db.session.flush()
    return range(counter.last - count + 1, counter.last + 1)


def receipt_numbers(year: int, count: int) -> list[str]:
    """Numbers of the receipts of one run, like 2026-000123, for one lock of the counter."""
    return [f"{year}-{number:06d}" for number in _next_numbers(RECEIPTS, year, count)]


def claim_ref(year: int) -> str:
    """A claim's reference, like C26-00042."""
    return f"C{year % 100:02d}-{next_number(CLAIMS, year):05d}"


def claim_refs(year: int, count: int) -> list[str]:
    """References for many claims made at once, as an import does, for one lock of the counter."""
    return [f"C{year % 100:02d}-{number:05d}" for number in _next_numbers(CLAIMS, year, count)]


def run_ref(year: int) -> str:
    """A pay run's reference, like R26-0007."""
    return f"R{year % 100:02d}-{next_number(RUNS, year):04d}"


def day_sheet_ref(year: int) -> str:
    """A day sheet's reference, like D26-0007."""
    return f"D{year % 100:02d}-{next_number(DAY_SHEETS, year):04d}"


def advance_ref(year: int) -> str:
    """An advance's reference, like A26-0007."""
    return f"A{year % 100:02d}-{next_number(ADVANCES, year):04d}"


def cash_float_ref(year: int) -> str:
    """A cash float's reference, like F26-0007."""
    return f"F{year % 100:02d}-{next_number(FLOATS, year):04d}"


def voucher_stock_ref(year: int) -> str:
    """The reference of a range of vouchers, like V26-0007."""
    return f"V{year % 100:02d}-{next_number(VOUCHERS, year):04d}"


def document_ref(year: int) -> str:
    """The reference of a letter or a statement, like L26-00042; of one series, so that it tells no kind."""
    return f"L{year % 100:02d}-{next_number(DOCUMENTS, year):05d}"

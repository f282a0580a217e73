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


def next_number(series: str, year: int) -> int:
    """The next number of a series in a calendar year of recording. Holds the counter until the commit."""
    asked = select(Counter).where(Counter.series == series, Counter.year == year).with_for_update()
    counter = db.session.scalars(asked).one_or_none()
    if counter is None:
        # Two people may take a year's first number at once: the second waits here for the first.
        db.session.execute(_BEGIN, {"series": series, "year": year})
        counter = db.session.scalars(asked).one()
    counter.last += 1
    db.session.flush()
    return counter.last


def receipt_number(year: int) -> str:
    """A receipt's number, like 2026-000123."""
    return f"{year}-{next_number(RECEIPTS, year):06d}"


def claim_ref(year: int) -> str:
    """A claim's reference, like C26-00042."""
    return f"C{year % 100:02d}-{next_number(CLAIMS, year):05d}"


def claim_refs(year: int, count: int) -> list[str]:
    """References for many claims made at once, as an import does, for one lock of the counter."""
    last = next_number(CLAIMS, year) + count - 1
    if count > 1:
        counter = db.session.get_one(Counter, (CLAIMS, year))
        counter.last = last
        db.session.flush()
    return [f"C{year % 100:02d}-{number:05d}" for number in range(last - count + 1, last + 1)]


def run_ref(year: int) -> str:
    """A pay run's reference, like R26-0007."""
    return f"R{year % 100:02d}-{next_number(RUNS, year):04d}"


def day_sheet_ref(year: int) -> str:
    """A day sheet's reference, like D26-0007."""
    return f"D{year % 100:02d}-{next_number(DAY_SHEETS, year):04d}"


def document_ref(year: int) -> str:
    """The reference of a letter or a statement, like L26-00042; of one series, so that it tells no kind."""
    return f"L{year % 100:02d}-{next_number(DOCUMENTS, year):05d}"

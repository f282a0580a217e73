"""The day of each row of a list of payments: how it is written, and whether of payment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.lists import words
from tracker.imports.lists.roles import AMOUNTS, Column, Role
from tracker.imports.lists.said import DayIs, Said
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Ask


def order_of(texts: Iterable[str], said: Order | None) -> tuple[Order | None, str | None]:
    """How dates such as 03/04/2025 are written, and the first that only a person can tell.

    What the dates themselves say comes before what is said or was said before.
    """
    day_first = month_first = False
    unclear: str | None = None
    for text in dict.fromkeys(texts):
        one, other = read(text, Order.DAY_FIRST), read(text, Order.MONTH_FIRST)
        day_first = day_first or bool(one and not other)
        month_first = month_first or bool(other and not one)
        if unclear is None and one and other and one != other:
            unclear = text
    if day_first != month_first:
        return (Order.DAY_FIRST if day_first else Order.MONTH_FIRST), None
    if said in {Order.DAY_FIRST, Order.MONTH_FIRST}:
        return said, None
    return None, unclear


def read(text: str, order: Order | None) -> date | None:
    """A day, or None where the text is none."""
    try:
        return cells.day(text, month_first=order is Order.MONTH_FIRST)
    except Invalid:
        return None


def ask_order(texts: Sequence[str], unclear: str) -> Ask:
    """The question how dates are written, with what each answer makes of the first and of how many."""
    both = sum(read(text, Order.DAY_FIRST) != read(text, Order.MONTH_FIRST) for text in texts)
    options = [
        (order.value, f"{unclear} is {written(found)}")
        for order in (Order.DAY_FIRST, Order.MONTH_FIRST)
        if (found := read(unclear, order)) is not None
    ]
    counted = "1 day is" if both == 1 else f"{both:,} days are"
    return Ask(
        "order",
        f"{counted} another day if the month stands first: how are the dates written?",
        tuple(options),
    )


def written(day: date) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}"


def in_headings(columns: Sequence[Column]) -> dict[int, str]:
    """The columns of amounts that are headed by a day, where the rows have none."""
    if any(one.role is Role.DAY for one in columns):
        return {}
    return {one.at: one.heading for one in columns if one.role in AMOUNTS and is_heading(one.heading)}


def is_heading(heading: str) -> bool:
    """Whether a heading is a day, in whatever order its numbers stand."""
    return any(read(heading, order) is not None for order in (Order.DAY_FIRST, Order.MONTH_FIRST))


def is_paid(columns: Sequence[Column], said: Said) -> tuple[DayIs | None, str | None]:
    """Whether the day of a row is that of its payment, and what says so; None where nothing does."""
    day = next((one for one in columns if one.role is Role.DAY), None)
    if day is None or said.day_is is not None:
        return said.day_is, None
    if words.is_day_paid(day.heading):
        return DayIs.PAID, None
    amount = next((one for one in columns if one.role in AMOUNTS and words.is_day_paid(one.heading)), None)
    if amount is None or day.heading.casefold().strip() != "date":
        return None, None
    return (
        DayIs.PAID,
        f"{day.named} is taken for the day of payment, since the amounts stand under {amount.named}.",
    )

"""Draw people by lot, so that anybody can repeat it with a pencil and a program for SHA-256. Pure.

Everybody in the draw has tickets, numbered from 1. A ticket's lot is the SHA-256 of the seed, the person's
reference and the ticket's number, each on a line of its own, in UTF-8 and without a line end after the last.
A person's lot is the lowest of their tickets', read as 64 hexadecimal digits. Those with the lowest lots are
drawn. With one ticket each, every choice of people is equally likely; with more tickets for one, they are
so many times as likely to be drawn first, and so on among those who are left.

Nothing here depends on the version of a library, on the order of a list or on rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

# What a kept draw was made by; another way of drawing has another name.
METHOD = "lowest-sha256-1"

# A ticket for each whole stretch of so many days since somebody was last heard, and one for being there.
STRETCH_DAYS = 30
# As many as for a year; whoever was never heard has them too.
MOST_TICKETS = 13


@dataclass(frozen=True)
class Lot:
    """One person in a draw: their reference, their tickets, their lowest lot, and whether they are drawn."""

    ref: str
    tickets: int
    lot: str
    drawn: bool


def tickets(last_heard: date | None, on: date, *, weighted: bool) -> int:
    """How many tickets somebody has on a day: one, or more the longer they were not heard."""
    if not weighted:
        return 1
    if last_heard is None:
        return MOST_TICKETS
    return min(MOST_TICKETS, 1 + max(0, (on - last_heard).days) // STRETCH_DAYS)


def lot_of(seed: str, ref: str, tickets_held: int) -> tuple[str, int]:
    """The lowest lot of somebody's tickets, and the number of the ticket that has it."""
    return min(
        (sha256(f"{seed}\n{ref}\n{number}".encode()).hexdigest(), number)
        for number in range(1, tickets_held + 1)
    )


def draw(seed: str, tickets_by_ref: Mapping[str, int], places: int) -> list[Lot]:
    """Everybody of the draw, the lowest lot first; the first `places` of them are drawn."""
    lots = sorted((lot_of(seed, ref, held)[0], ref, held) for ref, held in tickets_by_ref.items())
    return [Lot(ref, held, lot, drawn=place < places) for place, (lot, ref, held) in enumerate(lots)]

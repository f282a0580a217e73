"""The journal of money that moves beside pay runs: advances, cash floats and vouchers in stock. Pure.

What a run pays is booked by the run's own journal, with what an advance covers of it. Both together come to
what the organisation holds: an advance that is settled, and a float that is handed back, to nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.errors import Refused
from tracker.exports import plain_text
from tracker.exports.codes import Codes, words
from tracker.money import ZERO, Money, total


@dataclass(frozen=True)
class Side:
    """What a movement does to one account, named by a kind of cost or a way of paying: more is a debit."""

    name: str
    pence: Money
    cost_code: str | None = None


@dataclass(frozen=True)
class Move:
    """One movement, on its day: its sides come to nothing."""

    on: date
    ref: str
    what: str
    sides: tuple[Side, ...]


def moved(on: date, ref: str, what: str, *sides: Side) -> Move:
    """A movement, without the sides of £0.00. Raises ValueError where the others do not come to nothing."""
    if total(side.pence for side in sides) != ZERO:
        raise ValueError(f"{what} of {ref} does not come to nothing")
    return Move(on, ref, what, tuple(side for side in sides if side.pence))


def journal(moves: Collection[Move], codes: Codes, period: tuple[date, date]) -> str:
    """The text of the journal. Raises Refused, naming every account code that is missing."""
    missing = {side.name for move in moves for side in move.sides if codes.of(side.name) is None}
    if missing:
        named = ", ".join(sorted(words(name) for name in missing))
        raise Refused(
            f"These have no account code: {named}. Enter one for each under Pay runs, Set up files.",
            code="no-codes",
        )
    start, end = period
    head = f"; Journal beside pay runs, {start.isoformat()} to {end.isoformat()}\n; Movements: {len(moves)}\n"
    return "\n".join([head, *(_entry(move, codes) for move in moves)])


def _entry(move: Move, codes: Codes) -> str:
    first = f"{move.on.isoformat()} * ({plain_text.part(move.ref)}) {plain_text.part(move.what)}\n"
    return first + "".join(_side(side, codes, move.what) for side in move.sides)


def _side(side: Side, codes: Codes, what: str) -> str:
    to = plain_text.account(side.name, codes.of(side.name) or "", side.cost_code)
    return plain_text.posting(to, side.pence, what)

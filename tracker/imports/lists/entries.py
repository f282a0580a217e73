"""The rows of a list of payments read into entries, one for each amount. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.lists import asking, days, proposing
from tracker.imports.lists.asking import Word
from tracker.imports.lists.kinds import Kind
from tracker.imports.lists.roles import KINDS, Column, Role
from tracker.imports.lists.rows import Row, Sort
from tracker.imports.lists.said import Differing, Refunds, Said
from tracker.imports.problem import Problem
from tracker.imports.wide.headings import Order
from tracker.money import ZERO, Money
from tracker.values import folded

_NO_REFUND = (
    "{pounds} stands here, and a cost of a session that is still to be paid cannot be below nought. Correct "
    "it, or take it out of the sheet together with the cost that it lowers."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount: whose, of which day and kind, how it was paid, and the row and column it stands in."""

    row: int
    column: str
    name: str
    ref: str
    # None only of a cost of a session, which is of the session's day.
    day: date | None
    kind: Kind
    # What kind of expense, in the words of the list.
    category: str
    pence: Money
    method: str | None = None
    session: str = ""
    minutes: int | None = None


class Reader:
    """Reads row after row, and keeps what came of it."""

    def __init__(
        self,
        sheet: str,
        columns: Sequence[Column],
        seen: Sequence[Word],
        order: Order | None,
        said: Said,
        *,
        paid: bool,
    ) -> None:
        self.sheet, self.order, self.said, self.paid = sheet, order, said, paid
        self.columns = {one.at: one for one in columns}
        self.where = {role: proposing.only(columns, role) for role in Role}
        self.across = days.in_headings(columns) if said.paid_on is None else {}
        self.words = {(word.about, folded(word.text)): word.meaning for word in seen}
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.nought: list[int] = []
        self.left_out: list[tuple[int, Money]] = []

    def read(self, row: Row, owner: Row | None, *, differs: bool) -> None:
        """The entries of a row that is about the person of `owner`, or what is wrong with it."""
        for at, sentence in row.unread.items():
            if self.columns[at].role is not Role.TOTAL:
                self._refuse(row, at, sentence)
        if row.sort is Sort.NAMELESS and self.said.blanks is None:
            # Whose these are is asked.
            return
        if owner is None or not (owner.name or owner.ref):
            self._refuse(row, None, "There are amounts in this row and no name. Enter whose they are.")
            return
        try:
            day, minutes = self._day(row, owner), self._minutes(row)
            across = {at: self._written(text, at) for at, text in self.across.items() if at in row.amounts}
        except Invalid as error:
            self._refuse(row, int(error.field or 0), error.message)
            return
        for at, pence in self._amounts(row, differs=differs):
            self._enter(row, owner, at, pence, across.get(at, day), minutes)

    def with_day(self, above: Row, row: Row) -> Row:
        """The person above, with the day of the last row that has one."""
        at = self.where[Role.DAY]
        return replace(above, line=row.line) if at is not None and row.line.at(at) else above

    def _amounts(self, row: Row, *, differs: bool) -> list[tuple[int, Money]]:
        """The amounts that count; where the total does instead, it stands for all of them."""
        total = self.where[Role.TOTAL]
        if not differs or self.said.differing is not Differing.TOTAL or total is None or row.stated is None:
            return list(row.amounts.items())
        roles = {self.columns[at].role for at, pence in row.amounts.items() if pence}
        if len(roles) != 1:
            sentence = "This total cannot be parted into what it was for. Correct the amounts of this row."
            self._refuse(row, total, sentence)
            return []
        return [(next(at for at, pence in row.amounts.items() if pence), row.stated)]

    def _enter(
        self, row: Row, owner: Row, at: int, pence: Money, day: date | None, minutes: int | None
    ) -> None:
        """Keep an amount, unless it is nought, of no kind, left out or refused."""
        if not pence:
            self.nought.append(row.number)
            return
        kind, category = self._kind(row, at)
        if kind is None or kind is Kind.OTHER:
            return
        if pence < ZERO and self.said.refunds is Refunds.LEAVE_OUT:
            self.left_out.append((row.number, pence))
            return
        if why := self._why_not(row, at, pence, kind):
            self._refuse(row, *why)
            return
        entry = Entry(
            row=row.number,
            column=self.columns[at].named,
            name=owner.name,
            ref=owner.ref,
            day=day,
            kind=kind,
            category=category,
            pence=pence,
            method="voucher" if kind is Kind.VOUCHER else self._method(row),
            session=self._at(row, Role.SESSION),
            minutes=minutes,
        )
        self.entries.append(entry)

    def _why_not(self, row: Row, at: int, pence: Money, kind: Kind) -> tuple[int | None, str] | None:
        """The column at fault and the sentence that refuses an amount; None where it comes in."""
        if not self.paid and pence < ZERO:
            return at, _NO_REFUND.format(pounds=pence.pounds())
        if not self.paid and kind is not Kind.EXPENSE:
            return at, "This is no expense, and no day says when it was paid. Fees come in with attendance."
        if not self.paid and not self._at(row, Role.SESSION):
            return self.where[Role.SESSION], "This cell says which session it was, and it is empty."
        return None

    def _kind(self, row: Row, at: int) -> tuple[Kind | None, str]:
        """What an amount was for, None while that is asked; and the words that say so."""
        role, by_row = self.columns[at].role, self._at(row, Role.KIND)
        if role in KINDS:
            return KINDS[role], self.columns[at].heading
        if at in self.across and self.where[Role.KIND] is None:
            by_row = asking.ACROSS
        meaning = self.words.get((asking.KIND, folded(by_row)))
        by_row = "" if by_row == asking.ACROSS else by_row
        return (Kind(meaning) if meaning else None), by_row

    def _method(self, row: Row) -> str | None:
        meaning = self.words.get((asking.METHOD, folded(self._at(row, Role.METHOD))))
        return None if meaning == "not-known" else meaning

    def _day(self, row: Row, owner: Row) -> date | None:
        """The day on which it was paid. Raises Invalid, its field the number of the column."""
        at = self.where[Role.DAY]
        if self.said.paid_on is not None or at is None:
            return self.said.paid_on
        text = row.line.at(at) or owner.line.at(at)
        if not text:
            if not self.paid:
                return None
            raise Invalid("Enter the day it was paid: this row has none.", field=str(at))
        return self._written(text, at)

    def _written(self, text: str, at: int) -> date:
        """A day as it stands in this list. Raises Invalid, its field the number of the column."""
        try:
            return cells.day(text, month_first=self.order is Order.MONTH_FIRST)
        except Invalid as error:
            raise Invalid(error.message, field=str(at)) from None

    def _minutes(self, row: Row) -> int | None:
        text = self._at(row, Role.MINUTES)
        try:
            return cells.minutes(text) if text else None
        except Invalid as error:
            raise Invalid(error.message, field=str(self.where[Role.MINUTES])) from None

    def _at(self, row: Row, role: Role) -> str:
        at = self.where[role]
        return "" if at is None else row.line.at(at)

    def _refuse(self, row: Row, at: int | None, sentence: str) -> None:
        named = self.columns[at].named if at in self.columns else None
        self.problems.append(Problem(self.sheet, row.number, named, sentence))

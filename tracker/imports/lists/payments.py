"""A list of payments or expenses in anybody's words: each amount with its person, day and kind. Pure.

Whatever could be meant in two ways is asked and never guessed; a cell that cannot be read is a problem with
its row and column; totals are held against the sums and bring in nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tracker.imports.lists import asking, days, kinds, proposing, rows, table, totals
from tracker.imports.lists.asking import Word
from tracker.imports.lists.entries import Entry, Reader
from tracker.imports.lists.roles import Column, Role, What
from tracker.imports.lists.rows import Row, Sort
from tracker.imports.lists.said import Blanks, DayIs, Said
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet
from tracker.imports.wide import joined
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Ask
from tracker.money import ZERO, Money
from tracker.values import folded

_MOST_ROWS = 6


@dataclass
class PaymentList:
    """What a list of payments says, as far as it says it."""

    table: table.Table
    columns: list[Column]
    rows: list[Row]
    said: Said
    day_is: DayIs | None = None
    order: Order | None = None
    words: list[Word] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def settled(self) -> Said:
        """Everything that was said or seemed so, as it holds of this list: the same again means the same."""
        return replace(
            self.said,
            roles={one.at: one.role for one in self.columns},
            words={word.key: word.meaning for word in self.words if word.meaning is not None},
            order=self.order,
            day_is=self.day_is,
        )

    def day_texts(self) -> list[str]:
        """The days as written: of the rows with money, or of the headings where the rows have none."""
        at = proposing.only(self.columns, Role.DAY)
        if at is None:
            return list(days.in_headings(self.columns).values())
        return [text for row in asking.of_people(self.rows) if (text := row.line.at(at))]

    @property
    def is_of_sessions(self) -> bool:
        """Whether the amounts are costs of sessions, still to be paid."""
        return self.said.paid_on is None and self.day_is is DayIs.SPENT

    @property
    def problem_rows(self) -> int:
        """How many rows cannot come in as they stand."""
        return len({problem.row for problem in self.problems})

    def sentence(self) -> str:
        """How much of what, in a sentence."""
        people = {folded(one.ref or one.name) for one in self.entries}
        sums: Counter[kinds.Kind] = Counter()
        for one in self.entries:
            sums[one.kind] += one.pence.pence
        of = ", ".join(f"{kind.value} {Money(pence).pounds()}" for kind, pence in sums.items())
        counted = "1 amount" if len(self.entries) == 1 else f"{len(self.entries):,} amounts"
        whose = "1 person" if len(people) == 1 else f"{len(people):,} people"
        whole = Money(sum(sums.values())).pounds()
        return f"{counted} for {whose}: {whole} in all ({of})." if of else "No amount comes in."


def understand(sheet: Sheet, said: Said) -> PaymentList:
    """The payments of a sheet with what a person said of it."""
    found = table.find(sheet)
    columns = proposing.columns(found, What.PAYMENTS, said.roles)
    made = PaymentList(found, columns, rows.sorted_out(found, columns), said)
    made.asks += asking.about_columns(columns, said)
    made.asks += asking.about_kinds(made.rows, columns, said)
    _days(made)
    made.words = list(_words(made))
    made.asks += asking.about_words(made.words)
    nameless = [row for row in made.rows if row.sort is Sort.NAMELESS]
    made.asks += asking.about_blanks(nameless, said)
    made.asks += asking.about_differing(made.rows, columns, said)
    made.remarks += [joined.said_beyond(found.beyond)] if found.beyond else []
    made.remarks += totals.above_headings(found.above, made.rows, columns)
    made.remarks += totals.remarks(made.rows, columns)
    if all(ask.about != "columns" for ask in made.asks):
        _read(made)
    return made


def _days(made: PaymentList) -> None:
    """How the days are written, and whether they are those of payments."""
    made.day_is, remark = days.is_paid(made.columns, made.said)
    texts = made.day_texts()
    if not texts:
        return
    if remark:
        made.remarks.append(remark)
    made.order, unclear = days.order_of(texts, made.said.order)
    if unclear is not None:
        made.asks.append(days.ask_order(texts, unclear))
    if made.said.paid_on is not None:
        return
    if made.day_is is None:
        made.asks += asking.about_day(made.rows, made.columns, made.said)
    elif made.day_is is DayIs.SPENT and proposing.only(made.columns, Role.SESSION) is None:
        made.asks.append(Ask("paid-on", asking.NOT_PAID))


def _words(made: PaymentList) -> Iterator[Word]:
    """The words of the columns of kinds and methods, the commonest first."""
    across = days.in_headings(made.columns)
    if proposing.only(made.columns, Role.KIND) is None and across:
        roles = {one.at: one.role for one in made.columns}
        amounts = [
            pence
            for row in asking.of_people(made.rows)
            for at, pence in row.amounts.items()
            if at in across and roles[at] is Role.AMOUNT
        ]
        if amounts:
            meaning = _meaning(made.said, asking.KIND, asking.ACROSS)
            yield Word(asking.KIND, asking.ACROSS, len(amounts), sum(amounts, ZERO), meaning)
    for role, about in ((Role.KIND, asking.KIND), (Role.METHOD, asking.METHOD)):
        at = proposing.only(made.columns, role)
        if at is None:
            continue
        times: Counter[str] = Counter()
        money: dict[str, Money] = {}
        written: dict[str, str] = {}
        for row in asking.of_people(made.rows):
            amounts = _of_words(made, row, role)
            text = folded(row.line.at(at))
            if amounts:
                written.setdefault(text, row.line.at(at))
                times[text] += len(amounts)
                money[text] = sum(amounts, money.get(text, ZERO))
        for text, count in times.most_common():
            yield Word(about, written[text], count, money[text], _meaning(made.said, about, text))


def _of_words(made: PaymentList, row: Row, role: Role) -> list[Money]:
    """The amounts of a row that a word of it is about: a kind is only of those that have none already."""
    by_column = {one.at: one.role for one in made.columns}
    return [
        pence
        for at, pence in row.amounts.items()
        if pence and (role is Role.METHOD or by_column[at] is Role.AMOUNT)
    ]


def _meaning(said: Said, about: str, text: str) -> str | None:
    told = said.words.get(f"{about} {text}".strip())
    if told is not None:
        return told
    if about == asking.METHOD:
        return kinds.method_of(text) if text else "not-known"
    kind = kinds.kind_of(text)
    return kind.value if kind else None


def _read(made: PaymentList) -> None:
    """Every amount as an entry, or as a problem."""
    reader = Reader(
        made.table.sheet, made.columns, made.words, made.order, made.said, paid=not made.is_of_sessions
    )
    apart = {row.number for row in totals.differing(made.rows, made.columns)}
    above: Row | None = None
    for row in made.rows:
        if row.sort is Sort.TOTALS:
            above = None
            continue
        owner = above if row.sort is Sort.NAMELESS and made.said.blanks is Blanks.ABOVE else row
        if row.sort is not Sort.NO_AMOUNT:
            reader.read(row, owner, differs=row.number in apart)
        if row.name or row.ref:
            above = row
        elif above is not None and row.sort is Sort.NAMELESS and owner is above:
            above = reader.with_day(above, row)
    made.entries, made.problems = reader.entries, reader.problems
    made.remarks += _remarks(made, reader)


def _remarks(made: PaymentList, reader: Reader) -> list[str]:
    said = []
    empty = [row.number for row in made.rows if row.sort is Sort.NO_AMOUNT and (row.name or row.ref)]
    if empty:
        said.append(f"No amount stands in {_numbers(empty)}, so nothing comes in from there.")
    if reader.nought:
        said.append(f"Amounts of £0.00 bring nothing in: {_numbers(reader.nought)}.")
    if reader.left_out:
        money = sum((pence for _, pence in reader.left_out), ZERO)
        said.append(
            f"Paid back and left out: {_numbers([at for at, _ in reader.left_out])}, {money.pounds()} in all."
        )
    back = [one for one in reader.entries if one.pence < ZERO]
    if back:
        money = sum((one.pence for one in back), ZERO)
        where = _numbers([one.row for one in back])
        said.append(
            f"Paid back: {where}, {money.pounds()} in all. They lower what was paid, and are no payments."
        )
    unused = [one for one in made.columns if one.role is Role.OTHER and made.table.texts(one.at)]
    said += [
        f"{one.named} is left out: {one.evidence}." for one in unused if "nobody was paid" in one.evidence
    ]
    rest = [one.named for one in unused if "nobody was paid" not in one.evidence]
    if rest:
        said.append(f"Left out: {', '.join(rest)}.")
    if any(one.kind is kinds.Kind.EXPENSE for one in reader.entries) and not made.is_of_sessions:
        said.append("An expense that was paid before is kept as an expense, without its category.")
    return said


def _numbers(numbers: Sequence[int]) -> str:
    listed = [str(number) for number in dict.fromkeys(numbers)]
    more = f" and {len(listed) - _MOST_ROWS:,} more" if len(listed) > _MOST_ROWS else ""
    return f"row{'s' if len(listed) > 1 else ''} {', '.join(listed[:_MOST_ROWS])}{more}"

"""What a list of payments leaves open, asked with the figures that each answer gives. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.imports.lists import days, proposing, totals, words
from tracker.imports.lists.kinds import KIND_LABELS, METHOD_LABELS, Kind
from tracker.imports.lists.roles import AMOUNTS, KINDS, Column, Role
from tracker.imports.lists.rows import Row, Sort, names_of
from tracker.imports.lists.said import Blanks, DayIs, Differing, Said
from tracker.imports.wide.said import Ask
from tracker.money import ZERO, Money
from tracker.values import folded

_MOST_ROWS = 6
COLUMN, KIND, METHOD = "column", "kind", "method"
# Stands for a word of kind where days stand across and nothing says what the amounts were for.
ACROSS = "amounts under the days"
NO_DAY = (
    "Nothing here says on which day a payment was made, and a payment is only brought in with its day. If "
    "everything in this list was paid on one day, say which. A whole year or month is no day."
)
NOT_PAID = (
    "The days of this list are not those of payments. Say which column holds the session’s reference here, "
    "and expenses come in as claims to be paid; or, if all of it was paid on one day, say which."
)


_NOT_IN_POUNDS = (
    "{} says that its amounts are in {}. Write them in pounds, change the heading, and choose the file "
    "again; or say that the column is something else."
)


@dataclass(frozen=True)
class Word:
    """A word of the column of kinds or of methods: how often it stands there, its money, and its meaning."""

    about: str
    text: str
    times: int
    pence: Money
    # The code of a kind or a method; None where the word is not known and nothing was said.
    meaning: str | None

    @property
    def key(self) -> str:
        """As kept with what was said."""
        return f"{self.about} {folded(self.text)}".strip()


def about_columns(columns: Sequence[Column], said: Said) -> list[Ask]:
    """What is missing among the columns, before any row can be read."""
    asks = []
    if not names_of(columns) and proposing.only(columns, Role.REF) is None:
        asks.append(Ask("columns", "Which column holds the names or the references of the people?"))
    if all(one.role not in AMOUNTS for one in columns):
        asks.append(Ask("columns", "Which column holds the amounts?"))
    for role in (Role.NAME, Role.FIRST, Role.LAST, Role.REF, Role.DAY, Role.KIND, Role.METHOD, Role.TOTAL):
        same = [one.named for one in columns if one.role is role]
        if len(same) > 1:
            asks.append(
                Ask("columns", f"{' and '.join(same)} are both said to be the {role.value}. Keep one.")
            )
    asks += [
        Ask("columns", _NOT_IN_POUNDS.format(one.named, unit))
        for one in columns
        if one.role in {*AMOUNTS, Role.TOTAL} and (unit := words.unit_of(one.heading)) is not None
    ]
    money = [one.at for one in columns if one.role in AMOUNTS]
    across = days.in_headings(columns)
    dated = proposing.only(columns, Role.DAY) is not None or (money and all(at in across for at in money))
    if not dated and said.paid_on is None:
        asks.append(Ask("paid-on", NO_DAY))
    return asks


def about_kinds(rows: Sequence[Row], columns: Sequence[Column], said: Said) -> list[Ask]:
    """Columns of amounts of which nothing says what they were for, and those that may be a total."""
    asks = []
    by_row, across = proposing.only(columns, Role.KIND) is not None, days.in_headings(columns)
    open_still = [one for one in columns if one.role is Role.AMOUNT and one.at not in across]
    for one in columns:
        if one.role is Role.TOTAL and one.at not in said.roles and not words.is_total(one.heading):
            asks.append(
                Ask(
                    f"{COLUMN} {one.at}", _is_a_total(one), _answers(rows, columns, one, [Role.TOTAL, *KINDS])
                )
            )
        elif one in open_still and (not by_row or (len(open_still) > 1 and one.at not in said.roles)):
            amounts = [row.amounts[one.at] for row in of_people(rows) if one.at in row.amounts]
            sentence = (
                f"What were the amounts under {one.named} for? {_amounts(len(amounts))}, "
                f"{sum(amounts, ZERO).pounds()} in all."
            )
            asks.append(
                Ask(
                    f"{COLUMN} {one.at}",
                    sentence,
                    # Several amounts of a row may be the same money, such as what was asked for and granted.
                    _answers(rows, columns, one, [*([Role.AMOUNT] if by_row else []), *KINDS, Role.OTHER]),
                )
            )
    return asks


def _is_a_total(one: Column) -> str:
    return f"Is {one.named} the total of the other amounts? It {one.evidence}."


def of_people(rows: Iterable[Row]) -> list[Row]:
    """The rows with money in them, those of sums left out."""
    return [row for row in rows if row.sort in {Sort.PAYMENT, Sort.NAMELESS}]


def _answers(
    rows: Sequence[Row], columns: Sequence[Column], asked: Column, roles: Sequence[Role]
) -> tuple[tuple[str, str], ...]:
    """Each answer with what fees and expenses then come to, of what is known so far."""
    return tuple((role.value, f"{_LABELS[role]}: {_come_to(rows, columns, asked, role)}") for role in roles)


_LABELS: Mapping[Role, str] = {
    **{role: KIND_LABELS[kind] for role, kind in KINDS.items()},
    Role.AMOUNT: "of the kind that each row says",
    Role.OTHER: KIND_LABELS[Kind.OTHER],
    Role.TOTAL: "the total of the others",
}


def _come_to(rows: Sequence[Row], columns: Sequence[Column], asked: Column, answer: Role) -> str:
    roles = {one.at: one.role for one in columns} | {asked.at: answer}
    fees = expenses = ZERO
    for row in of_people(rows):
        stated = {asked.at: row.stated} if asked.role is Role.TOTAL and row.stated is not None else {}
        for at, pence in {**row.amounts, **stated}.items():
            if roles[at] is Role.EXPENSE:
                expenses += pence
            elif roles[at] in KINDS:
                fees += pence
    return f"fees {fees.pounds()}, expenses {expenses.pounds()}"


def about_words(seen: Sequence[Word]) -> list[Ask]:
    """Words of which nobody has said what they mean."""
    asks = []
    for word in seen:
        if word.meaning is not None:
            continue
        labels: Mapping[str, str] = KIND_LABELS if word.about == KIND else METHOD_LABELS  # type: ignore[assignment]
        named = f"“{word.text}”" if word.text else "an empty cell"
        said = "mean it was for" if word.about == KIND else "say of how it was paid"
        money = f"{_amounts(word.times)}, {word.pence.pounds()}"
        options = tuple((str(code), label) for code, label in labels.items())
        question = f"What does {named} {said}?" if word.text != ACROSS else f"What were the {ACROSS} for?"
        asks.append(Ask(word.key, f"{question} {money}.", options))
    return asks


def about_blanks(nameless: Sequence[Row], said: Said) -> list[Ask]:
    """Whose the amounts in rows without a name are."""
    if not nameless or said.blanks is not None:
        return []
    money = sum((row.added for row in nameless), ZERO).pounds()
    return [
        Ask(
            "blanks",
            f"{_rows(nameless)} without a name hold{'s' if len(nameless) == 1 else ''} amounts. Are they "
            "of the person above? If not, write the names into the sheet.",
            ((Blanks.ABOVE.value, f"they are of the person above: {money}"),),
        )
    ]


def about_differing(rows: Sequence[Row], columns: Sequence[Column], said: Said) -> list[Ask]:
    """Which sum counts where the parts of a row are not its total."""
    apart = totals.differing(rows, columns)
    if not apart or said.differing is not None:
        return []
    parts, _ = totals.sums(rows)
    instead = parts + sum(((row.stated or ZERO) - row.added for row in apart), ZERO)
    return [
        Ask(
            "differing",
            f"{_rows(apart)}: the amounts are not what the total says. Correct the sheet, or say "
            "which counts.",
            (
                (Differing.PARTS.value, f"the amounts: {parts.pounds()} in all"),
                (Differing.TOTAL.value, f"in those rows the total: {instead.pounds()} in all"),
            ),
        )
    ]


def about_day(rows: Sequence[Row], columns: Sequence[Column], said: Said) -> list[Ask]:
    """Whether the days are those of payments."""
    day = next((one for one in columns if one.role is Role.DAY), None)
    where = f"under {day.named}" if day is not None else "in the headings"
    money = sum((row.added for row in of_people(rows)), ZERO).pounds()
    return [
        Ask(
            "day",
            f"What are the days {where}?",
            (
                (DayIs.PAID.value, f"the days on which the money was paid: {money} comes in as paid on them"),
                (DayIs.SPENT.value, "the days of the work or the cost: when it was paid is not said there"),
            ),
        )
    ]


def _amounts(count: int) -> str:
    return "1 amount" if count == 1 else f"{count:,} amounts"


def _rows(rows: Sequence[Row]) -> str:
    numbers = [str(row.number) for row in rows]
    if len(numbers) == 1:
        return f"Row {numbers[0]}"
    more = f" and {len(numbers) - _MOST_ROWS:,} more" if len(numbers) > _MOST_ROWS else ""
    return f"Rows {', '.join(numbers[:_MOST_ROWS])}{more}"

"""The columns of every table with the day of each, what is left out, and what is wrong or to be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.imports import lost
from tracker.imports.problem import Problem
from tracker.imports.reading import column_letter
from tracker.imports.wide import days
from tracker.imports.wide.band import Column
from tracker.imports.wide.headings import Kind, Order, Reading
from tracker.imports.wide.names import is_heading_of_names
from tracker.imports.wide.rows import Row, Sort
from tracker.imports.wide.said import Ask, Said
from tracker.imports.wide.tables import Table, title_years
from tracker.values import folded

# A heading with so many figures may be a date that was mistyped.
_FIGURES_OF_A_DAY = 3
_LOST_HEADING = (
    "The heading of this column shows {}. Open the file in your spreadsheet program, mend the formula or "
    "type in the day, save it, and choose it again; or say that the column is to be left out."
)
_SIDE_BY_SIDE = (
    "Names stand in this column too, and marks to the right of it: two lists stand side by side. Put the one "
    "below the other, with its headings, or each into a sheet of its own."
)


@dataclass(frozen=True, slots=True)
class Day:
    """A column of a table that says who came on a day."""

    table: int
    column: Column
    on: date

    @property
    def at(self) -> int:
        """Where the column stands: 0 is A."""
        return self.column.index


@dataclass
class Dated:
    """The columns that count, and what is to be said of all the others."""

    days: list[Day] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    asks: dict[str, Ask] = field(default_factory=dict)


def place(column: Column) -> str:
    """A column as people find it: its heading and its letter."""
    return f"{column.named()} ({column_letter(column.index)})"


def find(sheet: str, tables: Sequence[Table], rows: Sequence[Sequence[Row]], said: Said) -> Dated:
    """The days of every table. `rows` are those of each table, sorted out."""
    found = Dated()
    for table, chosen, sorted_rows in zip(tables, _chosen(tables, said), rows, strict=True):
        if chosen.ask:
            found.asks.setdefault(chosen.ask, _ask(table, chosen))
            continue
        found.remarks += _as_read(table, chosen)
        for column, on in zip(table.columns, chosen.days, strict=True):
            marked = _marked(sorted_rows, column.index)
            if column.index in said.without:
                found.remarks.append(f"{place(column)} is left out, as you said.")
            elif column.other and on is not None:
                found.remarks.append(f"{place(column)} does not say who came, and is left out.")
            elif (trouble := _trouble(column, on)) is None and on is not None:
                found.days.append(Day(table.number, column, on))
            elif marked:
                found.problems.append(Problem(sheet, marked[0].line.number, place(column), trouble or ""))
            else:
                found.remarks.append(f"Nobody is marked under {place(column)}, and it is left out. {trouble}")
        _look_beside(found, sheet, table, sorted_rows, said)
    found.remarks = list(dict.fromkeys(found.remarks))
    return found


def _chosen(tables: Sequence[Table], said: Said) -> list[days.Days]:
    """The days of each table; where one leaves the order open, the others may say it."""

    def choose(table: Table, order: Order | None) -> days.Days:
        columns = [days.Dated(column.heading, column.year) for column in table.columns]
        return days.choose(columns, title_years(tables, table.number), order=order, year=said.year)

    found = [choose(table, said.order) for table in tables]
    orders = {one.order for one in found if one.order}
    if len(orders) == 1:
        (order,) = orders
        return [
            choose(table, order) if one.ask == days.ASK_ORDER else one
            for table, one in zip(tables, found, strict=True)
        ]
    return found


def _ask(table: Table, chosen: days.Days) -> Ask:
    first = next(column for column in table.columns if column.heading.kind is Kind.DAY)
    where = f"The heading {place(first)} in row {table.heading_row}"
    if chosen.ask == days.ASK_ORDER:
        ways = tuple((order.value, f"{on.day} {on:%B %Y}") for order, on in chosen.options)
        return Ask("order", f"{where} can be read as more than one date. Say which is meant.", ways)
    if chosen.ask == days.ASK_MONTHS:
        sentence = (
            f"{where} may be a month of a year, and then this is a summary that cannot come in as sessions; "
            "or it is a day, and then say of which year the first one is."
        )
        return Ask("year", sentence)
    return Ask("year", f"{where} has no year, and no title says it. Say of which year it is.")


def _as_read(table: Table, chosen: days.Days) -> list[str]:
    """How the headings were read, where they could be read otherwise or the year stands elsewhere."""
    both = [(column, on) for column, on in zip(table.columns, chosen.days, strict=True) if on is not None]
    said = []
    for column, on in both:
        if len({str(reading) for reading in column.heading.readings.values()}) > 1:
            said.append(f"Dates like {column.heading.text} are read like {on.day} {on:%B %Y}.")
            break
    yearless = [
        (column, on)
        for column, on in both
        if column.year is None and all(not one.year for one in column.heading.readings.values())
    ]
    if yearless:
        (first, begun), (last, ended) = yearless[0], yearless[-1]
        said.append(
            f"{place(first)} to {place(last)} have no year of their own, and are read as {begun.day} "
            f"{begun:%B %Y} to {ended.day} {ended:%B %Y}."
        )
    return said


def _trouble(column: Column, on: date | None) -> str | None:
    """Why a column has no day; None where it has one."""
    heading = column.heading
    if heading.kind is Kind.STRETCH:
        return "It is headed by a stretch of days, and a session needs one day."
    if heading.kind is Kind.TEMPLATE:
        return "Its heading is still to be filled in with a date."
    if on is None and any(_is_day(one) for one in heading.readings.values()):
        return (
            f"{heading.text} comes before the day beside it and has no year: it may be out of order, or of "
            "the next year. Write the year into its heading."
        )
    if on is None:
        return f"There is no such date as {heading.text}. Check the day and the month."
    if heading.weekday not in {None, on.weekday()}:
        return f"{on.day} {on:%B %Y} was a {on:%A}. Check the day, the month and the year."
    return None


def _is_day(reading: Reading) -> bool:
    """Whether this is a day of every year, and only the year is missing."""
    return reading.year is None and reading.on(2023) is not None


def _marked(rows: Sequence[Row], column: int) -> list[Row]:
    return [row for row in rows if row.sort is Sort.PERSON and row.line.at(column)]


def _look_beside(found: Dated, sheet: str, table: Table, rows: Sequence[Row], said: Said) -> None:
    """The columns that are no days: those beside them are said, those among them or without heading asked."""
    dated = {column.index for column in table.columns}
    width = max((len(row.line.cells) for row in rows), default=0)
    for at in range(width):
        if at in dated or at in table.names or at == table.body_column or at in table.beside:
            continue
        text, letter = table.band.texts.get(at, ""), column_letter(at)
        marked = _marked(rows, at)
        if not marked:
            continue
        if min(dated) < at < max(dated) and is_heading_of_names(text):
            found.problems.append(Problem(sheet, marked[0].line.number, letter, _SIDE_BY_SIDE))
            continue
        shown = lost.within(text)
        beside = not shown and (at < min(dated) or (text and at > max(dated)))
        if at in said.without or (beside and not _like_a_day(text, marked, at, rows)):
            found.remarks.append(f"{text or 'No heading'} ({letter}) is not about a day, and is left out.")
        else:
            sentence = _LOST_HEADING.format(shown) if shown else _no_day(text)
            found.problems.append(Problem(sheet, marked[0].line.number, letter, sentence))


def _like_a_day(text: str, marked: Sequence[Row], at: int, rows: Sequence[Row]) -> bool:
    """Whether a column beside the days has the figures of a date above it and the register's marks below."""
    marks = {folded(mark) for row in rows if row.sort is Sort.PERSON for mark in row.marks.values()}
    figures = sum(map(str.isdecimal, text)) >= _FIGURES_OF_A_DAY
    return figures and all(folded(row.line.at(at)) in marks for row in marked)


def _no_day(text: str) -> str:
    headed = f"headed {text}, which is no date" if text else "that has no heading"
    return (
        f"Something stands here in a column {headed}. Give it the date of its session, or say that it is to "
        "be left out."
    )


def by_table(found: Sequence[Day]) -> Iterator[list[Day]]:
    """The days of each table that has any."""
    for number in sorted({day.table for day in found}):
        yield [day for day in found if day.table == number]

"""What SQL says differently on SQLite and on PostgreSQL, as elements of a query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class Listed(FunctionElement[str]):
    """Aggregates numbers into one text, with commas between them."""

    type = Text()
    inherit_cache = True


@compiles(Listed)
def _group_concat(element: Listed, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


@compiles(Listed, "postgresql")
def _string_agg(element: Listed, compiler: Any, **options: Any) -> str:
    return f"string_agg(CAST({compiler.process(element.clauses, **options)} AS TEXT), ',')"


class DayNumber(FunctionElement[int]):
    """A date as a number, such as 20261123."""

    type = BigInteger()
    inherit_cache = True


@compiles(DayNumber)
def _digits_of_text(element: DayNumber, compiler: Any, **options: Any) -> str:
    return f"CAST(replace({compiler.process(element.clauses, **options)}, '-', '') AS INTEGER)"


@compiles(DayNumber, "postgresql")
def _digits_of_date(element: DayNumber, compiler: Any, **options: Any) -> str:
    return f"CAST(to_char({compiler.process(element.clauses, **options)}, 'YYYYMMDD') AS BIGINT)"


class ReadThrough(FunctionElement[int]):
    """A column to group a whole table by, so that the table is read straight through.

    By a plain column, SQLite would walk the column's index and fetch a million rows out of order.
    """

    type = BigInteger()
    inherit_cache = True


@compiles(ReadThrough)
def _no_column_of_an_index(element: ReadThrough, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} + 0)"


@compiles(ReadThrough, "postgresql")
def _plain(element: ReadThrough, compiler: Any, **options: Any) -> str:
    # There it is the other way about: of an expression it does not know how many values there are.
    return f"({compiler.process(element.clauses, **options)})"

"""The options with which a command says what a register leaves open, and the questions that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from tracker.errors import Invalid
from tracker.imports.reading import column_letter
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Ask, Said
from tracker.values import folded

_OPTIONS = (
    click.option(
        "--sheet",
        metavar="NAME",
        multiple=True,
        help="Of a workbook with several: the sheet to bring in; several times for several together.",
    ),
    click.option(
        "--sessions",
        "choice",
        metavar="CHOICE",
        help="What makes a session in a register: half-day, day, meeting, titled, part, column or table.",
    ),
    click.option(
        "--dates",
        type=click.Choice([order.value for order in Order]),
        help="How dates such as 220523 are written.",
    ),
    click.option(
        "--year", type=click.IntRange(1900, 2200), help="Of the first day, where the days have no year."
    ),
    click.option("--names", metavar="LETTERS", help="The column of the names, as B, or two as B,C."),
    click.option("--came", metavar="MARK", multiple=True, help="A mark that means that somebody came."),
    click.option("--absent", metavar="MARK", multiple=True, help="A mark that means that they did not."),
    click.option("--no-mark", metavar="MARK", multiple=True, help="A mark that means nothing."),
    click.option("--hours/--no-hours", default=None, help="Whether the numbers in it are hours."),
    click.option("--without", metavar="LETTER", multiple=True, help="A column that is not about who came."),
)
_HOW = {
    "order": "--dates",
    "sessions": "--sessions",
    "year": "--year",
    "names": "--names",
    "marks": "--came, --absent or --no-mark, or with --hours",
}


def register_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a register."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def said(given: dict[str, Any]) -> Said:
    """What the options say of a wide register. Raises Invalid for letters that are no column."""
    return Said(
        session=given["choice"] or "",
        order=Order(given["dates"]) if given["dates"] else None,
        year=given["year"],
        names=tuple(column_of(letters) for letters in (given["names"] or "").split(",") if letters),
        came=tuple(map(folded, given["came"])),
        did_not=tuple(map(folded, given["absent"])),
        nothing=tuple(map(folded, given["no_mark"])),
        hours=given["hours"],
        without=tuple(map(column_of, given["without"])),
    )


def column_of(letters: str) -> int:
    """The place of a column (0 is the first) by its letter. Raises Invalid."""
    wanted = letters.strip().upper()
    for index in range(1000):
        if column_letter(index) == wanted:
            return index
    raise Invalid(f"{letters} is no letter of a column. Give one like B.", field="names")


def questions(asks: Sequence[Ask]) -> str:
    """What has to be said first, each with its option and the answers that can be given."""
    said = []
    for ask in asks:
        how = _HOW[ask.about]
        said.append(f"{ask.sentence} Say so with {how}{':' if ask.options else '.'}")
        said += [f"  {how} {answer}: {meaning}" for answer, meaning in ask.options]
    return "\n".join(said)

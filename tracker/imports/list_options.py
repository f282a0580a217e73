"""The options with which a command says what a list leaves open, and the questions that ask for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

import click

from tracker.errors import Invalid
from tracker.imports import cells, confidential
from tracker.imports.confidential import KINDS, WHO, Chosen
from tracker.imports.lists import asking
from tracker.imports.lists.kinds import KIND_LABELS, METHOD_LABELS
from tracker.imports.lists.roles import LABELS, Role, What
from tracker.imports.lists.said import Blanks, DayIs, Differing, Refunds, Said
from tracker.imports.reading import Sheet, column_letter
from tracker.imports.register_options import column_of
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Ask
from tracker.values import folded

REGISTER = "register"
_HELD = ", ".join(dict.fromkeys(cells.code(name) for kind in KINDS.values() for name in (*WHO, *kind.labels)))


def _one_of(name: str, kind: type[StrEnum], about: str) -> Callable[..., Any]:
    return click.option(name, type=click.Choice([one.value for one in kind]), help=about)


_OPTIONS = (
    click.option(
        "--of",
        "of",
        type=click.Choice([*(one.value for one in What), REGISTER, *KINDS]),
        help="What a list with headings of its own is of, if it is taken for something else; or which of the "
        "columns that are left out come in alone, where you may enter such facts.",
    ),
    click.option(
        "--column",
        "roles",
        metavar="LETTER=WORD",
        multiple=True,
        help=f"What a column holds. Of a list: {', '.join(Role)}. Of what is left out: {_HELD}.",
    ),
    click.option(
        "--kind",
        "kinds",
        metavar="TEXT=KIND",
        multiple=True,
        help=f"Of a list: what a word says an amount was for. {', '.join(KIND_LABELS)}.",
    ),
    click.option(
        "--method",
        "methods",
        metavar="TEXT=METHOD",
        multiple=True,
        help=f"Of a list: what a word says of how it was paid. {', '.join(METHOD_LABELS)}.",
    ),
    _one_of("--day", DayIs, "Of a list: whether its days are those of payments."),
    click.option("--paid-on", metavar="DAY", help="Of a list: the day on which all of it was paid."),
    _one_of("--blank-names", Blanks, "Of a list: whose the amounts in rows without a name are."),
    _one_of("--differing", Differing, "Of a list: which counts where amounts and their total differ."),
    _one_of("--refunds", Refunds, "Of a list: what becomes of amounts that were paid back."),
)
_HOW = {"order": "--dates", "day": "--day", "blanks": "--blank-names", "differing": "--differing"}


def list_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a list of payments, expenses or people."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def said(given: dict[str, Any], what: What) -> Said:
    """What the options say of a list. Raises Invalid for what is no column, word or day."""
    return Said(
        what=what,
        roles=dict(_role(text, what) for text in given["roles"]),
        words={
            **dict(_word(asking.KIND, text, KIND_LABELS) for text in given["kinds"]),
            **dict(_word(asking.METHOD, text, METHOD_LABELS) for text in given["methods"]),
        },
        order=Order(given["dates"]) if given["dates"] else None,
        day_is=DayIs(given["day"]) if given["day"] else None,
        blanks=Blanks(given["blank_names"]) if given["blank_names"] else None,
        differing=Differing(given["differing"]) if given["differing"] else None,
        refunds=Refunds(given["refunds"]) if given["refunds"] else None,
        paid_on=cells.day(given["paid_on"]) if given["paid_on"] else None,
    )


def chosen(given: dict[str, Any], sheet: Sheet, number: int) -> Chosen:
    """Which columns of a sheet hold bank details or benefits: as they seem to, and as the options say.

    Raises Invalid for what is no column, or holds what may not come in.
    """
    kind = KINDS[given["of"]]
    columns = confidential.guessed(sheet, kind)
    known = {cells.code(name): name for name in (*WHO, *kind.labels)}
    for text in given["roles"]:
        letter, word = _parted(text)
        if word not in known:
            raise Invalid(f"“{word}” is nothing that a column can hold here. Known: {', '.join(known)}.")
        columns[known[word]] = column_of(letter)
    return Chosen(kind, number, columns)


def _parted(text: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign:
        raise Invalid(f"“{text}” has no sign = in it. Write it like F=fee.", field="file")
    return left.strip(), cells.code(right)


def _role(text: str, what: What) -> tuple[int, Role]:
    letter, word = _parted(text)
    known = LABELS[what]
    if word not in set(known):
        raise Invalid(
            f"“{word}” is nothing that a column can hold here. Known: {', '.join(known)}.", field="file"
        )
    return column_of(letter), Role(word)


def _word(about: str, text: str, known: Any) -> tuple[str, str]:
    written, code = _parted(text)
    if code not in set(map(str, known)):
        raise Invalid(f"“{code}” is not known here. Known: {', '.join(known)}.", field="file")
    return f"{about} {folded(written)}".strip(), code


def questions(asks: Sequence[Ask]) -> str:
    """What has to be said first, each with its option and the answers that can be given."""
    said = []
    for ask in asks:
        how, answers = _how(ask)
        said.append(f"{ask.sentence} Say so with {how}{':' if answers else '.'}")
        said += [f"  {answer}: {meaning}" for answer, meaning in answers]
    return "\n".join(said)


def _how(ask: Ask) -> tuple[str, list[tuple[str, str]]]:
    """The option that answers a question, and each answer as it is typed."""
    about, _, rest = ask.about.partition(" ")
    if about == asking.COLUMN:
        letter = column_letter(int(rest))
        return "--column", [(f"--column {letter}={code}", label) for code, label in ask.options]
    if about in {asking.KIND, asking.METHOD}:
        typed = f'"{rest}=' if re.search(r"\W", rest) or not rest else f"{rest}="
        end = '"' if typed.startswith('"') else ""
        return f"--{about}", [(f"--{about} {typed}{code}{end}", label) for code, label in ask.options]
    if about == "paid-on":
        return "--paid-on", []
    if about == "columns":
        return "--column, such as --column B=name", []
    return _HOW[about], [(f"{_HOW[about]} {code}", label) for code, label in ask.options]


def on_one_day(money: Sequence[Sheet], of: int) -> str:
    """How to say of lists of money without days that all of one was paid on a day; nothing where none is."""
    if not money:
        return ""
    sheet = f'--sheet "{money[0].name}" ' if of > 1 else ""
    return f"\n  {sheet}--paid-on DAY, such as 2025-03-31: all of it was paid on that day"

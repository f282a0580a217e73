"""The first rows of a wide register as they are understood, for a person to see whether that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.imports.wide.dated import Day
from tracker.imports.wide.marks import Meaning
from tracker.imports.wide.rows import Sort
from tracker.imports.wide.understand import Understood

_MOST_ROWS = 10
_MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Person:
    """One person: the row or column as the sheet names it, the name, and what became of them on each day."""

    place: str
    name: str
    days: Sequence[Meaning | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """The first days and people of the first table, and how many days there are besides."""

    days: Sequence[Day]
    more: int
    people: Sequence[Person]


def first_people(made: Understood) -> Preview | None:
    """The first rows as understood; None while no day is known."""
    if not made.days:
        return None
    number = made.days[0].table
    days = [day for day in made.days if day.table == number]
    shown = days[:_MOST_DAYS]
    people = [
        Person(
            _place(made, row.line.number), row.name, [_meaning(made, row.marks.get(day.at)) for day in shown]
        )
        for row in made.rows[number]
        if row.sort is Sort.PERSON
    ]
    return Preview(shown, len(days) - len(shown), people[:_MOST_ROWS])


def _place(made: Understood, number: int) -> str:
    return made.turned.letter_of(number) if made.turned else str(number)


def _meaning(made: Understood, mark: str | None) -> Meaning | None:
    meaning = made.alphabet.meaning(mark) if mark else None
    return None if meaning is Meaning.NOTHING else meaning

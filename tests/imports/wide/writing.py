"""Write a wide register out as somebody might, from the facts that it must be read back to."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from tracker.imports.wide.headings import Order

_FIRST = ("Ann", "Bo", "Zoë", "May", "Siân", "João", "April", "Mary Jane", "J.", "Noor", "Sun", "Dr Priya")
_LAST = ("Lee", "Lind", "O’Keefe", "Brzęczyk", "March", "Okonkwo-Hill", "Total", "Day", "Smith Jr.", "Ng")


@dataclass(frozen=True)
class Shape:
    """A way to write days: the text, and what a person says where the text leaves it open."""

    name: str
    write: Callable[[date], str]
    order: Order = Order.DAY_FIRST
    # Where the year stands: in the day itself, in a title, or in a row above.
    year: str = "own"


SHAPES = (
    Shape("2022-05-23", date.isoformat),
    Shape("23/05/2022", lambda day: f"{day:%d/%m/%Y}"),
    Shape("23.5.2022", lambda day: f"{day.day}.{day.month}.{day:%Y}"),
    Shape("23/05/22", lambda day: f"{day:%d/%m/%y}"),
    Shape("220523", lambda day: f"{day:%y%m%d}", Order.YEAR_FIRST),
    Shape("230522", lambda day: f"{day:%d%m%y}"),
    Shape("20220523", lambda day: f"{day:%Y%m%d}"),
    Shape("20.05.11", lambda day: f"{day:%y.%m.%d}", Order.YEAR_FIRST),
    Shape("11-05-20", lambda day: f"{day:%d-%m-%y}"),
    Shape("11 May 2020", lambda day: f"{day.day} {day:%B %Y}"),
    Shape("Mon 11 May 20", lambda day: f"{day:%a} {day.day} {day:%b %y}"),
    Shape("11th May", lambda day: f"{day.day}th {day:%B}", year="title"),
    Shape("11-May", lambda day: f"{day.day}-{day:%b}", year="above"),
    Shape("Sep 23", lambda day: f"{day:%b} {day.day}", year="above"),
)
ALPHABETS = (
    ("Y", "N"),
    ("✓", ""),
    ("P", "A"),
    ("1", "0"),
    ("x", ""),
    ("Present", "Apologies"),
    ("yes", "no"),
)


@dataclass(frozen=True)
class Written:
    """A register: its facts, and its rows as they stand in the sheet."""

    people: list[str]
    days: list[date]
    came: dict[tuple[str, date], bool]
    shape: Shape
    rows: list[list[str]]
    present: str = ""

    def csv(self, delimiter: str = ",") -> str:
        """As a CSV."""
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(self.rows)
        return out.getvalue()

    def facts(self) -> set[tuple[str, str, bool]]:
        """Who came, or did not, on which day."""
        return {(name, day.isoformat(), came) for (name, day), came in self.came.items()}


@st.composite
def registers(draw: st.DrawFn) -> Written:
    """Registers of every supported kind, with everything about them that people add."""
    names = st.builds(lambda first, last: f"{first} {last}", st.sampled_from(_FIRST), st.sampled_from(_LAST))
    people = draw(st.lists(names, min_size=1, max_size=7, unique_by=str.casefold))
    days = [draw(st.dates(date(2012, 1, 1), date(2020, 12, 31)))]
    for gap in draw(st.lists(st.integers(1, 400), min_size=1, max_size=5)):
        days.append(days[-1] + timedelta(days=gap))
    present, absent = draw(st.sampled_from(ALPHABETS))
    marks = draw(st.lists(st.sampled_from([True, True, False, None]), min_size=42, max_size=42))
    came = {}
    for at, (name, day) in enumerate((name, day) for name in people for day in days):
        if marks[at] or (marks[at] is False and absent):
            came[name, day] = bool(marks[at])
    if not came:
        came[people[0], days[0]] = True
    shape = draw(st.sampled_from([one for one in SHAPES if one.year != "title" or _turn_by_turn(days)]))
    writer = _Writer(draw, days, came, shape, (present, absent))
    return Written(people, days, came, writer.shape, writer.rows(people), present)


def _turn_by_turn(days: list[date]) -> bool:
    """Whether the days say their years by their order alone: a year ends where the next is much earlier."""
    year = days[0].year
    for before, day in pairwise(days):
        year += (day.month, day.day) < (before.month, before.day)
        back = before.replace(year=2024).timetuple().tm_yday - day.replace(year=2024).timetuple().tm_yday
        if day.year != year or (day.month, day.day) == (before.month, before.day) or 0 < back < 120:
            return False
    return True


class _Writer:
    def __init__(
        self,
        draw: st.DrawFn,
        days: list[date],
        came: dict[tuple[str, date], bool],
        shape: Shape,
        marks: tuple[str, str],
    ) -> None:
        self.draw = draw
        self.days = days
        self.came = came
        self.shape = shape
        self.marks = marks
        self.group, self.flag, self.total, self.template = (draw(st.booleans()) for _ in range(4))

    def rows(self, people: list[str]) -> list[list[str]]:
        """The whole sheet."""
        rows: list[list[str]] = []
        years = sorted({day.year for day in self.days})
        if self.shape.year == "title":
            rows.append([f"Attendance {' and '.join(map(str, years))}"])
        elif self.draw(st.booleans()):
            rows.append(["Attendance of the panel"])
        if rows and self.draw(st.booleans()):
            rows.append([""])
        cut = self.draw(st.integers(1, len(people)))
        parts = [people[:cut], people[cut:]]
        for part in filter(None, parts):
            rows += self.table(part)
            rows.append([""])
        if self.draw(st.booleans()):
            rows.append(["* joined during the year, see the minutes."])
        return rows

    def table(self, people: list[str]) -> list[list[str]]:
        """One table: its headings, a row for each person, and perhaps totals."""
        rows = []
        if self.shape.year == "above":
            shown = [
                str(day.year) if at == 0 or day.year != self.days[at - 1].year else ""
                for at, day in enumerate(self.days)
            ]
            rows.append([*([""] * (1 + self.group + self.flag)), *shown])
        rows.append(
            [
                *(["Organisation"] if self.group else []),
                "Name",
                *(["Voting"] if self.flag else []),
                *map(self.shape.write, self.days),
                *(["YY.MM.DD"] if self.template else []),
                *(["Total"] if self.total else []),
            ]
        )
        rows += [self.person(name) for name in people]
        if self.draw(st.booleans()):
            counts = [str(sum(bool(self.came.get((name, day))) for name in people)) for day in self.days]
            rows.append(
                [*(["Total"] if not self.group else ["", "Total"]), *([""] if self.flag else []), *counts]
            )
        return rows

    def person(self, name: str) -> list[str]:
        """The row of a person."""
        marks = [self.mark(self.came.get((name, day))) for day in self.days]
        total = str(sum(bool(self.came.get((name, day))) for day in self.days))
        return [
            *(["Acme, Ltd"] if self.group else []),
            self.draw(st.sampled_from([name, f" {name}", f"{name}\u00a0"])),
            *([self.marks[0]] if self.flag else []),
            *marks,
            *([""] if self.template else []),
            *([total] if self.total else []),
        ]

    def mark(self, came: bool | None) -> str:
        """What stands for a person on a day."""
        if came is None:
            return ""
        return self.marks[0] if came else self.marks[1]

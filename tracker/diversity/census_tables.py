"""The census of any area of England and Wales, from the bulk tables that the ONS publishes. Pure.

A table is a file as Nomis packs it, such as census2021-ts021-ltla.csv: a row for each area and a column for
each category. What comes out has the columns of the files in `census/`, so that an area is compared with as
Birmingham and England are. Counts of different tables differ by tens: the ONS changes small cells on purpose.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tracker.errors import Invalid

COLUMNS = ("dimension", "category", "area", "count", "percent", "source", "base_total", "note")
# The sizes of area that tables are published for, those asked for most first.
LEVELS = ("ltla", "utla", "rgn", "ctry")
WHERE = "https://www.nomisweb.co.uk/sources/census_2021_bulk"
_CODE, _NAME = "geography code", "geography"
# Single years are added up; the last of them is an age and over.
_OLDEST = 100


@dataclass(frozen=True)
class Table:
    """One table of the census: its number, what it answers here, and the headings that make each category."""

    number: str
    title: str
    dimension: str
    headings: Mapping[str, Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class AreaCensus:
    """The counts of one area: its code and name as the ONS has them, by dimension and category."""

    code: str
    name: str
    counts: Mapping[str, Mapping[str, int]]


def _same(title: str, *categories: str) -> dict[str, list[str]]:
    """Categories each of one column, headed by the title and the category."""
    return {category: [f"{title}: {category}"] for category in categories}


def _ages(first: int, last: int) -> list[str]:
    words = [f"Age: Aged {age} years" for age in range(first, min(last, _OLDEST - 1) + 1)]
    return [*words, f"Age: Aged {_OLDEST} years and over"] if last >= _OLDEST else words


_PROFICIENCY = "Proficiency in English language: Main language is"
_BANDS = {"16-24": (16, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-64": (55, 64)}
TABLES = (
    Table(
        "ts007",
        "age by single year",
        "age_band_16plus",
        {band: _ages(*ends) for band, ends in {**_BANDS, "65-74": (65, 74), "75+": (75, _OLDEST)}.items()},
        "base = residents aged 16+",
    ),
    Table("ts008", "sex", "sex", _same("Sex", "Female", "Male")),
    Table(
        "ts021",
        "ethnic group",
        "ethnic_group_5",
        _same(
            "Ethnic group",
            "Asian, Asian British or Asian Welsh",
            "Black, Black British, Black Welsh, Caribbean or African",
            "Mixed or Multiple ethnic groups",
            "Other ethnic group",
            "White",
        ),
    ),
    Table(
        "ts029",
        "proficiency in English",
        "main_language_age3plus",
        {
            "English": [f"{_PROFICIENCY} English (English or Welsh in Wales)"],
            "Not English": [
                f"{_PROFICIENCY} not English (English or Welsh in Wales): {speaks}"
                for speaks in (
                    *("Can speak English very well", "Can speak English well"),
                    *("Cannot speak English well", "Cannot speak English"),
                )
            ],
        },
        "base = residents aged 3+",
    ),
    Table(
        "ts030",
        "religion",
        "religion",
        _same(
            "Religion",
            *("Buddhist", "Christian", "Hindu", "Jewish", "Muslim"),
            *("No religion", "Not answered", "Other religion", "Sikh"),
        ),
    ),
    Table(
        "ts038",
        "disability",
        "disability_equality_act",
        _same("Disability", "Disabled under the Equality Act", "Not disabled under the Equality Act"),
    ),
    Table(
        "ts039",
        "provision of unpaid care",
        "unpaid_carer_age5plus",
        {
            "Provides any unpaid care": [
                f"Provision of unpaid care: Provides {hours} unpaid care a week"
                for hours in ("19 hours or less", "20 to 49 hours", "50 or more hours")
            ],
            "No unpaid care": ["Provision of unpaid care: Provides no unpaid care"],
        },
        "base = residents aged 5+",
    ),
    Table(
        "ts077",
        "sexual orientation",
        "sexual_orientation_16plus",
        _same(
            "Sexual orientation",
            *("All other sexual orientations", "Bisexual", "Gay or Lesbian"),
            *("Not answered", "Straight or Heterosexual"),
        ),
        "base = residents aged 16+ including not answered",
    ),
)


def file_names(level: str) -> dict[str, str]:
    """The name of each table's file, by its number."""
    return {table.number: f"census2021-{table.number}-{level}.csv" for table in TABLES}


def area_of(texts: Mapping[str, str], level: str, wanted: str) -> AreaCensus:
    """One area's census, asked for by name or code; `texts` are the files by name. Raises Invalid."""
    names = file_names(level)
    if missing := [name for name in names.values() if name not in texts]:
        raise Invalid(
            f"These tables are missing: {', '.join(missing)}. Download the zip file of each from {WHERE}, "
            "and put them all into one folder."
        )
    counts, found = {}, ("", "")
    for table in TABLES:
        code, name, counts[table.dimension] = _row(table, names[table.number], texts, wanted)
        if found[0] and code != found[0]:
            raise Invalid(
                f"{wanted} is {found[0]} in one table and {code} in another. Ask for it by its code."
            )
        found = code, name
    return AreaCensus(*found, counts)


def _row(table: Table, file: str, texts: Mapping[str, str], wanted: str) -> tuple[str, str, dict[str, int]]:
    rows = list(csv.reader(texts[file].removeprefix("\ufeff").splitlines()))
    # Some tables end their headings with what is measured, and some do not.
    headings = [_plain(cell) for cell in rows[0]] if rows else []
    at = {heading: place for place, heading in reversed(list(enumerate(headings)))}
    needed = [_CODE, _NAME, *(one for made_of in table.headings.values() for one in made_of)]
    for one in needed:
        if _plain(one) not in at:
            raise Invalid(
                f"{file} has no column “{one}”. Perhaps it is another table, or its headings were changed: "
                f"download it again from {WHERE}."
            )
    row = _area(rows[1:], file, wanted, (at[_CODE], at[_NAME]))
    counts = {
        category: sum(_count(row, at[_plain(one)], file, one) for one in made_of)
        for category, made_of in table.headings.items()
    }
    if not sum(counts.values()):
        raise Invalid(f"{file} counts nobody in {wanted}, so there is nothing to compare with.")
    return row[at[_CODE]].strip(), row[at[_NAME]].strip(), counts


def _area(rows: Sequence[Sequence[str]], file: str, wanted: str, places: tuple[int, int]) -> Sequence[str]:
    folded = _plain(wanted)
    named = [row for row in rows if len(row) > max(places)]
    found = [row for row in named if folded in {_plain(row[place]) for place in places}]
    if len(found) == 1:
        return found[0]
    if found:
        raise Invalid(f"{file} has {len(found)} areas called {wanted}. Ask for one by its code.")
    every = {_plain(row[places[1]]): row[places[1]].strip() for row in named}
    near = [every[one] for one in get_close_matches(folded, every, 3)]
    hint = f"Did you mean {', or '.join(near)}?" if near else "Ask as the ONS calls it, or by its code."
    raise Invalid(f"{file} has no area called {wanted}. {hint}")


def _count(row: Sequence[str], place: int, file: str, heading: str) -> int:
    text = row[place].strip().replace(",", "") if place < len(row) else ""
    if not (text.isascii() and text.isdigit()):
        raise Invalid(f"{file} has “{text}” under “{heading}”, where a number of people is needed.")
    return int(text)


def _plain(heading: str) -> str:
    return " ".join(heading.partition(";")[0].lower().split())


def rows_of(area: AreaCensus) -> Iterator[tuple[str, ...]]:
    """The area as rows under `COLUMNS`."""
    for table in TABLES:
        counts = area.counts[table.dimension]
        base = sum(counts.values())
        source = (
            "Census 2021 (ONS, Open Government Licence v3.0), table "
            f"{table.number.upper()} ({table.title}), bulk file from Nomis"
        )
        for category, count in counts.items():
            percent = f"{100 * count / base:.2f}"
            place = f"{area.name} ({area.code})"
            yield table.dimension, category, place, str(count), percent, source, str(base), table.note

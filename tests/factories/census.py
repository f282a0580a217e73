"""Bulk tables of the census with invented areas, headed as the published ones are."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from tracker.diversity.census_tables import TABLES

NORTON, SUTTON = ("E09999901", "Norton Example"), ("E09999902", "Sutton Example")


def tables(level: str = "ltla", areas: Mapping[str, str] | None = None) -> dict[str, str]:
    """Each file by name: two areas, of which the second counts twice as many people under every heading.

    Under the first, each heading counts ten more than the one before it.
    """
    named = areas or dict((NORTON, SUTTON))
    return {f"census2021-{table.number}-{level}.csv": _table(table.number, named) for table in TABLES}


def _table(number: str, areas: Mapping[str, str]) -> str:
    table = next(one for one in TABLES if one.number == number)
    # The age and sex tables say what is measured after each heading, the others do not.
    end = "; measures: Value" if number in {"ts007", "ts008"} else ""
    headings = [one for made_of in table.headings.values() for one in made_of]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    title = headings[0].partition(":")[0]
    writer.writerow(
        ["date", "geography", "geography code", f"{title}: Total{end}", *(f"{one}{end}" for one in headings)]
    )
    for times, (code, name) in enumerate(areas.items(), 1):
        counts = [times * 10 * (at + 1) for at in range(len(headings))]
        writer.writerow(["2021", name, code, sum(counts), *counts])
    return out.getvalue()

"""The independent answers: run by the other environment's Python, months in and reductions out, as JSON.

Both reductions of a month, with our money and without it, come from one simulation a year, in which every
month is a household of its own, twelve times as large.
"""

import json
import sys
from collections import defaultdict
from typing import Any

from policyengine_uk import Simulation

MONTHS = 12
# More than any reduction, so that the size of the award never cuts one short.
LARGE_AWARD = 1_000_000


def household(month: dict[str, Any], pence: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """A person with so many pence a month, and their benefit unit."""
    year = str(month["year"])
    person: dict[str, Any] = {
        "age": {year: 35},
        "employment_income": {year: pence * MONTHS / 100},
        "uc_limited_capability_for_work": {year: month["allowance"] != "none"},
    }
    unit = {
        "is_uc_eligible": {year: True},
        "uc_maximum_amount": {year: LARGE_AWARD},
        "uc_housing_costs_element": {year: 1200 if month["allowance"] == "with-housing" else 0},
    }
    return person, unit


def reductions(year: int, months: list[dict[str, Any]]) -> list[float]:
    """The reduction of each month in pence, unrounded."""
    situation: dict[str, dict[str, Any]] = {"people": {}, "benunits": {}, "households": {}}
    for number, month in enumerate(months):
        for name, pence in (("all", month["other"] + month["ours"]), ("other", month["other"])):
            key = f"{name}{number}"
            person, unit = household(month, pence)
            situation["people"][key] = person
            situation["benunits"][key] = {"members": [key], **unit}
            situation["households"][key] = {"members": [key]}
    found = Simulation(situation=situation).calculate("uc_income_reduction", year)
    yearly = [float(one) for one in found]
    pairs = zip(yearly[::2], yearly[1::2], strict=True)
    return [(every - other) * 100 / MONTHS for every, other in pairs]


def main() -> None:
    """Answer the months on standard input, in their order."""
    months = json.load(sys.stdin)
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    for place, month in enumerate(months):
        by_year[month["year"]].append(place)
    answers: list[float] = [0.0] * len(months)
    for year, places in by_year.items():
        for place, answer in zip(places, reductions(year, [months[one] for one in places]), strict=True):
            answers[place] = answer
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()

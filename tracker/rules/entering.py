"""Newly published figures written into a benefit's file, in the form that every rule file has.

The file that comes out is the whole file with one dated line more for each figure; `loader.later_rule` says
whether it may extend the rulebook. Comments do not survive: the file names who entered what.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import tomli_w


@dataclass(frozen=True)
class NewFigures:
    """Figures that hold from one day on, with where they were read and how far the file now reaches.

    `values` are by the figure's name, in the unit of its series: pounds, minutes, days or a rate.
    """

    starts_on: date
    values: Mapping[str, Decimal]
    source_title: str
    source_link: str
    read_on: date
    known_to: date
    review_by: date


def with_figures(text: bytes, new: NewFigures) -> bytes:
    """The rule file with the new figures after those it holds."""
    document = tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    source = f"entered-{new.starts_on.isoformat()}"
    if new.values:
        document.setdefault("sources", {})[source] = {"title": new.source_title, "link": new.source_link}
    for name, value in new.values.items():
        document["values"][name]["dated"].append(_dated(value, source, new))
    document["valid_through"] = new.known_to
    if new.values:
        # Who read one new figure has not read the rule again: when it was checked stays as it was.
        document["review_by"] = min(document["review_by"], new.review_by)
    else:
        document["verified_on"], document["review_by"] = new.read_on, new.review_by
    return tomli_w.dumps(document).encode("utf-8")


def _dated(value: Decimal, source: str, new: NewFigures) -> dict[str, Any]:
    whole = value.as_tuple().exponent == 0
    return {
        "from": new.starts_on,
        "value": int(value) if whole else value,
        "source": source,
        "verified_on": new.read_on,
        "confidence": "verified",
    }

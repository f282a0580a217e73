"""The public tables of a frozen report under the keys of the open diversity-data standard. Pure.

One row, a column for each group, as employers publish theirs; here of people heard. What the standard has no
key for has one made the same way. Hidden numbers stay hidden, as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracker.diversity.question_set import question_set
from tracker.diversity.representation import State, Tier

_DIMENSIONS = {
    "sex": "gender",
    "ethnic-group": "ethnicity",
    "gender-identity": "genderidentity",
    "sexual-orientation": "sexuality",
    "main-language": "language",
    "unpaid-care": "carer",
}
_GROUPS = {
    "The same as registered at birth": "same",
    "Different from registered at birth": "different",
    "White": "white",
    "Mixed or Multiple ethnic groups": "mixed",
    "Asian, Asian British or Asian Welsh": "asian",
    "Black, Black British, Black Welsh, Caribbean or African": "black",
    "Other ethnic group": "other",
    "Disabled under the Equality Act": "yes",
    "Not disabled under the Equality Act": "no",
    "No religion": "no",
    "Other religion": "other",
    "Straight or Heterosexual": "heterosexual",
    "Gay or Lesbian": "gayorlesbian",
    "All other sexual orientations": "useanotherterm",
    "Not English": "other",
    "No unpaid care": "no",
    "Provides any unpaid care": "yes",
}


def cells(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each column with its cell, in the order of the questions."""
    dimensions = question_set(content["question_set"]).dimensions
    for code in (code for code in dimensions if code in content["questions"]):
        table = content["questions"][code][Tier.PUBLIC.value]
        name = _DIMENSIONS.get(code, code)
        by_name = {group["name"]: group for group in table["groups"]}
        for group in dimensions[code].groups:
            yield f"{name}_{_GROUPS.get(group, group.lower())}", _cell(by_name.get(group))
        yield f"{name}_undisclosed", str(max(0, table["base"] - table["known"]))
        yield f"{name}_total", str(table["base"])


def _cell(group: Mapping[str, Any] | None) -> str:
    """A rounded count, or that it is hidden; of a table that is not printed every one is."""
    return str(group["count"]) if group and group["state"] == State.SHOWN else "hidden"

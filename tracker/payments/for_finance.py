"""What may be written where finance reads it: never a reason that comes from a person's benefits.

A free sentence can say anything, so the names of benefits and of who pays them are refused at the door:
finance sees no reason that comes from a benefit, nor one from permission to work.
"""

from __future__ import annotations

import re

from tracker.errors import Invalid
from tracker.people.benefits import BENEFIT_NAMES

# What people call them besides their names, and who pays them.
_CALLED = (
    "benefit",
    "benefits",
    "dwp",
    "esa",
    "jsa",
    "pip",
    "dla",
    "jobcentre",
    "job centre",
    "jobcentre plus",
    "work coach",
    "permitted work",
    "asylum",
    "immigration",
    "visa",
)
_NAMED = re.compile(
    r"\b({})\b".format("|".join(re.escape(name.casefold()) for name in (*BENEFIT_NAMES.values(), *_CALLED)))
)


def reason(text: str, *, field: str = "reason") -> str:
    """The reason, unless it is empty or speaks of benefits. Raises Invalid, naming the field."""
    if not text:
        raise Invalid("Say why, in a few words.", field=field)
    return note(text, field=field)


def note(text: str, *, field: str) -> str:
    """The same where nothing need be said."""
    if _NAMED.search(text.casefold().replace("’", "'")):
        raise Invalid(
            "Finance reads this, so leave out anything about a person's benefits or permission to work. "
            "“Ask the project” is enough.",
            field=field,
        )
    return text

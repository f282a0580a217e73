"""What may be written where finance reads it: never a reason that comes from a person's benefits.

A free sentence can say anything, so the names of benefits and of who pays them are refused at the door:
finance sees no reason that comes from a benefit, nor one from permission to work.
"""

from __future__ import annotations

import re
import unicodedata

from tracker.errors import Invalid
from tracker.people.benefits import BENEFIT_NAMES

# What people call them besides their names, and who pays them: single, in the letters that `_plain` leaves.
_CALLED = (
    "benefit",
    "uc",
    "esa",
    "jsa",
    "pip",
    "dla",
    "adp",
    "ssp",
    "smp",
    "dwp",
    "jobseeker",
    "job seeker",
    "job seeker allowance",
    "carer allowance",
    "jobcentre",
    "job centre",
    "jobcenter",
    "job center",
    "work coach",
    "permitted work",
    "credyd cynhwysol",
    "right to work",
    "permission to work",
    "work permit",
    "allowed to work",
    "leave to remain",
    "no recourse",
    "home office",
    "asylum",
    "refugee",
    "immigration",
    "immigrant",
    "prisoner",
)
_CARD = r"visa(?! (?:card|debit|credit))"


def _plain(text: str) -> str:
    """Text as it is compared: one case, no apostrophes, whatever stands between words as one space."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    without = re.sub(r"(?<=\w)['\u2018\u2019\u02bc\u02b9\u00b4`\u2032](?=\w|\s|$)", "", letters)
    return re.sub(r"[\W_]+", " ", without).strip()


def _with_endings(name: str) -> str:
    """A pattern for a name with or without the s of its plural or possessive, word by word."""
    return " ".join(rf"{re.escape(word.removesuffix('s'))}s?" for word in _plain(name).split())


_NAMED = re.compile(
    r"\b(?:{})\b".format("|".join([*map(_with_endings, (*BENEFIT_NAMES.values(), *_CALLED)), _CARD]))
)


def reason(text: str, *, field: str = "reason") -> str:
    """The reason, unless it is empty or speaks of benefits. Raises Invalid, naming the field."""
    if not text:
        raise Invalid("Say why, in a few words.", field=field)
    return note(text, field=field)


def note(text: str, *, field: str) -> str:
    """The same where nothing need be said."""
    if _NAMED.search(_plain(text)):
        raise Invalid(
            "Finance reads this, so leave out anything about a person's benefits or permission to work. "
            "“Ask the project” is enough.",
            field=field,
        )
    return text

"""What may be written where finance reads it: never a reason that comes from a person's benefits.

A free sentence can say anything, so the names of benefits and of who pays them are refused at the door:
finance sees no reason that comes from a benefit, nor one from permission to work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tracker.errors import Invalid
from tracker.people.benefits import BENEFIT_NAMES

# What nobody is called, no charity either: who pays benefits, and permission to work.
_NO_NAME = (
    "dwp",
    "permitted work",
    "credyd cynhwysol",
    "right to work",
    "permission to work",
    "work permit",
    "leave to remain",
    "no recourse",
)
# What people call benefits besides their names: single, in the letters that `_plain` leaves.
_CALLED = (
    "benefit",
    "uc",
    "lcw",
    "lcwra",
    "limited capability",
    "sick note",
    "fit note",
    "esa",
    "jsa",
    "pip",
    "dla",
    "adp",
    "ssp",
    "smp",
    "jobseeker",
    "job seeker",
    "job seeker allowance",
    "carer allowance",
    "jobcentre",
    "job centre",
    "jobcenter",
    "job center",
    "work coach",
    "allowed to work",
    "home office",
    "asylum",
    "refugee",
    "immigration",
    "immigrant",
    "prisoner",
)
_CARD = r"visas?(?! (?:card|debit|credit))"


def _plain(text: str) -> str:
    """Text as it is compared: one case, no apostrophes, whatever stands between words as one space.

    Marks that cannot be seen are taken out, and letters that stand apart are read as one word: D.W.P. is DWP.
    """
    letters = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(letter for letter in letters if unicodedata.category(letter) not in {"Cf", "Mn"})
    without = re.sub(r"(?<=\w)['\u2018\u2019\u02bc\u02b9\u00b4`\u2032](?=\w|\s|$)", "", seen)
    words = re.sub(r"[\W_]+", " ", without).strip()
    return re.sub(r"\b\w(?: \w\b)+", lambda apart: apart[0].replace(" ", ""), words)


def _with_endings(name: str) -> str:
    """A pattern for a name with or without the s of its plural or possessive, word by word."""
    return " ".join(rf"{re.escape(word.removesuffix('s'))}s?" for word in _plain(name).split())


def _pattern(names: Iterable[str], *more: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:{})\b".format("|".join([*map(_with_endings, names), *more])))


_SPOKEN_OF = _pattern((*BENEFIT_NAMES.values(), *_NO_NAME, *_CALLED), _CARD)
_IN_A_NAME = _pattern((*BENEFIT_NAMES.values(), *_NO_NAME))


def reason(text: str, *, field: str = "reason") -> str:
    """The reason, unless it is empty or speaks of benefits. Raises Invalid, naming the field."""
    if not text:
        raise Invalid("Say why, in a few words.", field=field)
    return note(text, field=field)


def note(text: str, *, field: str) -> str:
    """The same where nothing need be said."""
    return _without(_SPOKEN_OF, text, field)


def name(text: str, *, field: str) -> str:
    """The name of a person, a place, a charity or what was bought.

    One may be called Pip, another look after refugees, and the train may go to the Home Office.
    """
    return _without(_IN_A_NAME, text, field)


def _without(pattern: re.Pattern[str], text: str, field: str) -> str:
    if pattern.search(_plain(text)):
        raise Invalid(
            "Finance reads this, so leave out anything about a person's benefits or permission to work. "
            "“Ask the project” is enough.",
            field=field,
        )
    return text

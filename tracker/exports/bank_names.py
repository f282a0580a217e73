"""Which names a bank's file cannot carry as they are, and what a person writes in their place. Pure.

A name that only loses its small letters is written without asking. Any other, whose letters change or which
is cut, is suggested, and a person says whether it is right: a program does not know how somebody spells
themselves in A to Z.
"""

from __future__ import annotations

from tracker.errors import Invalid
from tracker.exports.letters import fitted, written


def is_plain(name: str, width: int) -> bool:
    """Whether a name of any case fits as it is, with nothing changed and nothing cut."""
    return name.isascii() and fitted(name, width) == " ".join(name.split()).upper()


def is_cut(name: str, width: int) -> bool:
    """Whether a name is longer than a file carries."""
    return len(written(name)) > width


def suggestion(name: str, width: int) -> str:
    """The name in the letters of banks, at most so wide; empty where it has none of their letters."""
    return fitted(name, width)


def read(typed: str, width: int, *, field: str) -> str:
    """A name as a person writes it for banks, in capitals. Raises Invalid, naming the field."""
    name = " ".join(typed.split()).upper()
    if not name:
        raise Invalid("Enter the name in letters from A to Z, as on the person's bank card.", field=field)
    if written(name) != name:
        raise Invalid(
            "Use letters from A to Z, digits, spaces and . - / & alone, beginning with a letter or a digit: "
            "banks carry no others.",
            field=field,
        )
    if len(name) > width:
        raise Invalid(
            f"This name has {len(name)} letters. The file carries {width}: shorten it.", field=field
        )
    return name

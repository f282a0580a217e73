"""Values as people and spreadsheets give them, checked once, so that a screen and an import refuse alike.

Every refusal is an `Invalid` that names the field and says what to enter instead. Pure: no web, no database.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from tracker.errors import Invalid

EARLIEST_DAY = date(1900, 1, 1)
LATEST_DAY = date(2200, 12, 31)

# Marks that turn the direction of text, so that what is read is not what is stored.
_TURNS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def line(text: str | None, *, field: str, longest: int) -> str | None:
    """One line of text: trimmed, inner spaces collapsed, printable; None when nothing is left."""
    # Fullwidth digits and ligatures stay as typed: only equal letters written two ways are made one.
    cleaned = " ".join(unicodedata.normalize("NFC", text or "").split())
    if unprintable(cleaned):
        raise Invalid("Type this again: it holds characters that cannot be printed.", field=field)
    if len(cleaned) > longest:
        raise Invalid(f"Make this {longest} letters or fewer: it has {len(cleaned)}.", field=field)
    return cleaned or None


def unprintable(text: str) -> bool:
    """Whether text holds control characters, or marks that turn its direction."""
    return any(unicodedata.category(letter) in {"Cc", "Cs"} or letter in _TURNS for letter in text)


def needed_line(text: str | None, *, field: str, longest: int, sentence: str) -> str:
    """One line of text that must be there; `sentence` says what to enter when it is not."""
    found = line(text, field=field, longest=longest)
    if found is None:
        raise Invalid(sentence, field=field)
    return found


def whole(number: int | None, *, field: str, least: int, most: int) -> int | None:
    """A whole number within bounds, or None for unknown."""
    if number is not None and not least <= number <= most:
        raise Invalid(f"Enter a whole number from {least:,} to {most:,}.", field=field)
    return number


def day(value: date | None, *, field: str, latest: date = LATEST_DAY) -> date | None:
    """A date that can be meant, or None for unknown."""
    if value is not None and not EARLIEST_DAY <= value <= LATEST_DAY:
        raise Invalid("Check the year of this date.", field=field)
    if value is not None and value > latest:
        raise Invalid(f"Enter a date no later than {latest.day} {latest:%B %Y}.", field=field)
    return value


def searched(text: str | None, *, longest: int = 100) -> str:
    """What somebody searches for, folded so that case does not matter; unprintable characters are dropped."""
    printable = "".join(letter for letter in text or "" if unicodedata.category(letter) not in {"Cc", "Cs"})
    return folded(printable[:longest])


def folded(text: str) -> str:
    """Text as matching sees it: one way of writing each letter, spaces collapsed, case folded."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())

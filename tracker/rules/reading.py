"""Reading one object of JSON or one table of TOML, field by field.

Every refusal is an `Invalid` whose `field` is the exact path, such as `payments[2].amount`, and whose
sentence says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from tracker import money
from tracker.errors import Invalid
from tracker.money import ZERO, Money

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class Record:
    """An object being read; call `finish` last, so that a misspelt field is refused, not ignored."""

    def __init__(self, raw: object, path: str) -> None:
        if not isinstance(raw, Mapping):
            what = f"{path} must be an object" if path else "The facts must be one object"
            raise Invalid(f"{what} with named fields, in curly brackets.", field=path or "document")
        self.raw: Mapping[str, Any] = raw
        self.path = path
        self.known: set[str] = set()

    def at(self, name: str) -> str:
        """The full path of a field of this object."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, message: str) -> Invalid:
        """The refusal to raise for a field of this object."""
        return Invalid(f"{self.at(name)}: {message}", field=self.at(name))

    def get(self, name: str) -> Any:
        """The raw value, or None where it is absent or null."""
        self.known.add(name)
        return self.raw.get(name)

    def required(self, name: str) -> Any:
        """The raw value; refuses an absent or null one."""
        value = self.get(name)
        if value is None:
            raise self.refuse(name, "this is needed; add it.")
        return value

    def text(self, name: str) -> str | None:
        """Text that is not blank."""
        value = self.get(name)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.refuse(name, "write this as text in quotes.")
        if value is not None and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise self.refuse(name, "this holds half a letter that cannot be printed; write it again.")
        return value

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of a few words."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or value not in choices:
            raise self.refuse(name, f"write one of: {', '.join(choices)}.")
        return value

    def day(self, name: str) -> date | None:
        """A date written as 2026-11-30."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            raise self.refuse(name, "write the date as year-month-day, like 2026-11-30.")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise self.refuse(name, f"{value} is not a day in the calendar; check it.") from None
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise self.refuse(name, f"check the year of {value}.")
        return found

    def pounds(self, name: str) -> Money | None:
        """An amount written as text, never negative; a bare number is refused, being pounds or pence."""
        value = self.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(name, 'write the amount as text in quotes, in pounds, like "75.00".')
        try:
            amount = money.parse(value)
        except Invalid as refusal:
            raise self.refuse(name, refusal.message) from None
        if amount.pence < 0:
            raise self.refuse(name, "an amount cannot be less than nothing; write 0.00 or more.")
        return amount

    def needed_choice(self, name: str, choices: Collection[str]) -> str:
        """One of a few words, which must be given."""
        self.required(name)
        return self.choice(name, choices) or ""

    def needed_day(self, name: str) -> date:
        """A date, which must be given."""
        self.required(name)
        return self.day(name) or date.min

    def needed_pounds(self, name: str) -> Money:
        """An amount, which must be given."""
        self.required(name)
        return self.pounds(name) or ZERO

    def needed_text(self, name: str) -> str:
        """Text, which must be given."""
        self.required(name)
        return self.text(name) or ""

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        value = self.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.refuse(name, f"write a whole number from {least} to {most}.")
        return value

    def yes_no(self, name: str) -> bool | None:
        """True or false."""
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.refuse(name, "write true, false or null.")
        return value

    def record(self, name: str) -> Record | None:
        """An object inside this one."""
        value = self.get(name)
        return None if value is None else Record(value, self.at(name))

    def records(self, name: str) -> list[Record]:
        """A list of objects inside this one; absent is empty."""
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(name, "write a list, in square brackets.")
        return [Record(item, f"{self.at(name)}[{index}]") for index, item in enumerate(value)]

    def tables(self, name: str) -> dict[str, Record]:
        """Objects by name inside this one; absent is empty."""
        table = self.record(name)
        return {key: Record(table.get(key), table.at(key)) for key in table.raw} if table else {}

    def finish(self) -> None:
        """Refuse any field that nobody asked for."""
        for name in self.raw:
            if name not in self.known:
                known = ", ".join(sorted(self.known))
                message = f"there is no such field; check the spelling or remove it. Known: {known}."
                raise self.refuse(str(name), message)

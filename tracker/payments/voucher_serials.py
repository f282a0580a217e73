"""Serial numbers of vouchers: letters that stay, and a number that counts up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.errors import Invalid

_SERIAL = re.compile(r"(?P<prefix>[A-Z0-9/-]{0,19}?)(?P<digits>[0-9]{1,12})")
_RANGE = re.compile(r"(?P<first>[^\s,]+)(?:\s*(?:\bto\b|\u2013)\s*(?P<last>[^\s,]+))?", re.IGNORECASE)
MOST = 10_000


@dataclass(frozen=True, order=True)
class Serial:
    """LS-000123: the prefix LS-, the number 123, six digits wide."""

    prefix: str
    width: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.number:0{self.width}d}"


def serial(text: str, *, field: str) -> Serial:
    """One serial number as it is printed. Raises Invalid, naming the field."""
    found = _SERIAL.fullmatch(text.strip().upper())
    if found is None:
        raise Invalid(
            f"{text.strip()[:30]!r} is no serial number. Enter it as it is printed: it ends in digits.",
            field=field,
        )
    return Serial(found["prefix"], len(found["digits"]), int(found["digits"]))


def is_serial(text: str) -> bool:
    """Whether a text is a serial number as we know them."""
    return _SERIAL.fullmatch(text.strip().upper()) is not None


def between(first: Serial, last: Serial, *, field: str) -> Sequence[Serial]:
    """Every serial from one to another, both included. Raises Invalid where they are of two series."""
    if (first.prefix, first.width) != (last.prefix, last.width):
        raise Invalid(f"{first} and {last} are not of one series: enter each series by itself.", field=field)
    if last.number < first.number:
        raise Invalid(f"{last} comes before {first}: enter the lower one first.", field=field)
    if last.number - first.number >= MOST:
        raise Invalid(f"Enter {MOST:,} vouchers or fewer at once.", field=field)
    numbers = range(first.number, last.number + 1)
    return [Serial(first.prefix, first.width, number) for number in numbers]


def read(text: str, *, field: str) -> Sequence[Serial]:
    """Serials as people list them: by lines or commas, and “A to B” for a range. Raises Invalid."""
    found: list[Serial] = []
    for part in re.split(r"[\n,;]+", text):
        if not part.strip():
            continue
        part_of = _RANGE.fullmatch(part.strip())
        if part_of is None:
            raise Invalid(f"{part.strip()[:40]!r} is not clear: write one number, or “A to B”.", field=field)
        first, last = serial(part_of["first"], field=field), part_of["last"]
        found += between(first, serial(last, field=field), field=field) if last else [first]
        if len(found) > MOST:
            raise Invalid(f"Enter {MOST:,} vouchers or fewer at once.", field=field)
    if not found:
        raise Invalid("Enter the serial numbers.", field=field)
    seen: set[Serial] = set()
    for one in found:
        if one in seen:
            raise Invalid(f"{one} is there twice: each voucher has a number of its own.", field=field)
        seen.add(one)
    return found


def ranges(serials: Iterable[Serial]) -> list[str]:
    """Serials as people read them: each unbroken range as one."""
    said: list[list[Serial]] = []
    for one in sorted(set(serials)):
        last = said[-1][-1] if said else None
        follows = last and (last.prefix, last.width, last.number + 1) == (one.prefix, one.width, one.number)
        if follows:
            said[-1].append(one)
        else:
            said.append([one])
    return [str(part[0]) if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in said]

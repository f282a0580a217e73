"""Turning a template of the rulebook and its values into a sentence.

A placeholder names its value and how to show it: `{counted:money}`, `{start:date}`, `{minutes:hours}`,
`{names:list}`. Values may be our own types or the plain text that `plain` made of them for storing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

from tracker import money
from tracker.money import Money

SHOWN_AS = ("", "money", "date", "hours", "list")


def plain(value: Any) -> Any:
    """A value as JSON can hold it: money as "12.34", dates as 2026-11-30."""
    if isinstance(value, Money | date):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def render(template: str, values: Mapping[str, Any]) -> str:
    """The sentence; a value missing from `values` is a fault of the program and raises KeyError."""
    return _Sentence().vformat(template, (), values)


def placeholders(template: str) -> list[tuple[str, str]]:
    """The names in a template with how each is shown, for checking a rulebook."""
    return [(name, spec or "") for _, name, spec, _ in Formatter().parse(template) if name is not None]


def hours(minutes: int) -> str:
    """Minutes as people say them: "15 hours 59 minutes"."""
    whole, rest = divmod(minutes, 60)
    parts = [_count(whole, "hour")] if whole or not rest else []
    return " ".join([*parts, _count(rest, "minute")] if rest else parts)


def day(value: date) -> str:
    """A date as people write it: 12 March 2026."""
    return f"{value.day} {value:%B %Y}"


def listed(items: list[str]) -> str:
    """Names joined as in a sentence: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class _Sentence(Formatter):
    """Formats by our few specifications only."""

    def format_field(self, value: Any, format_spec: str) -> str:
        match format_spec:
            case "money":
                return (money.parse(value) if isinstance(value, str) else value).pounds()
            case "date":
                return day(date.fromisoformat(value) if isinstance(value, str) else value)
            case "hours":
                return hours(value)
            case "list":
                return listed([str(item) for item in value])
            case _:
                return str(value)

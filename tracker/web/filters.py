"""How values look on a screen: dates as 12 March 2026, money as £75.00, states as words."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from flask import Flask, render_template
from markupsafe import Markup

from tracker import clock
from tracker.money import Money
from tracker.web import ids

NOTHING = "—"


def day(value: date | datetime | None) -> str:
    """12 March 2026; an instant is shown on its London day."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = value.astimezone(clock.LONDON).date()
    return f"{value.day} {value:%B %Y}"


def iso_day(value: str | None) -> str:
    """12 March 2026 from a stored 2026-03-12."""
    return NOTHING if value is None else day(date.fromisoformat(value))


def moment(value: datetime | None) -> str:
    """12 March 2026 at 14:05, London time."""
    if value is None:
        return NOTHING
    return f"{day(value)} at {value.astimezone(clock.LONDON):%H:%M}"


def clock_time(value: time | None) -> str:
    """14:05."""
    return NOTHING if value is None else f"{value:%H:%M}"


def pounds(value: Money | None) -> Markup:
    """£1,234.50, kept left to right inside any script; unknown is a dash, never £0.00."""
    if value is None:
        return Markup(NOTHING)  # noqa: S704 - a constant
    return Markup('<bdi dir="ltr">{}</bdi>').format(value.pounds())


def duration(minutes: int | None) -> str:
    """2 hours 30 minutes."""
    if minutes is None:
        return NOTHING
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(f"{hours} hour{'' if hours == 1 else 's'}")
    if rest or not hours:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def plain(value: StrEnum | str | None) -> str:
    """A code as words: `cancelled-by-us` is read as Cancelled by us."""
    if value is None or not str(value):
        return NOTHING
    words = str(value).replace("-", " ").replace("_", " ")
    return words[0].upper() + words[1:]


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """1 person, 2 people: a number with its noun."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def percent_of(part: int, whole: int) -> str:
    """A share as whole percent, half a percent rounded up: 1 of 8 is 13%. `whole` is above nought."""
    return f"{(200 * part + whole) // (2 * whole)}%"


def rendered(template: str, **values: Any) -> Markup:
    """A part of a page that one package draws for another's page; the template has escaped its values."""
    return Markup(render_template(template, **values))  # noqa: S704


def init_app(app: Flask) -> None:
    """Make the filters known to every template."""
    app.jinja_env.filters.update(
        day=day,
        iso_day=iso_day,
        moment=moment,
        clock_time=clock_time,
        pounds=pounds,
        duration=duration,
        plain=plain,
        counted=counted,
        percent_of=percent_of,
        record_id=ids.encode,
    )

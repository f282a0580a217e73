"""Spreadsheets that somebody brings in, in the columns that are ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tracker.demo.names import many, plain
from tracker.demo.story import Story
from tracker.imports import engine, reading, services
from tracker.permissions import Actor
from tracker.tables import Row, to_csv

Sheets = Mapping[str, tuple[Sequence[str], Sequence[Row]]]

# The headings under which `listed` has its cells.
LISTED = ("ref", "name", "email", "phone", "preferred_contact", "project_ref")
_BY_PHONE = 0.15


def listed(story: Story) -> Iterator[Row]:
    """People on a project's own list, without end: most gave an email address, some only a number."""
    ref, dice = story.project.ref, story.dice
    for number, (first, last) in enumerate(many(dice), start=1):
        phoned = dice.random() < _BY_PHONE
        email = None if phoned else f"{plain(first)}.{plain(last)}{story.copy or ''}@example.org"
        phone = f"01632 960 {number % 1000:03d}" if phoned else None
        yield f"{ref}-{number:03d}", f"{first} {last}", email, phone, "phone" if phoned else "email", ref


def bring_in(actor: Actor, on: date, name: str, sheets: Sheets) -> None:
    """Bring in some sheets, each under its kind with its headings and rows, as a folder of that name."""
    files = {kind: to_csv(headings, rows) for kind, (headings, rows) in sheets.items()}
    read = [sheet for kind, content in files.items() for sheet in reading.read(content, f"{kind}.csv")]
    source = engine.of_our_headings(name, engine.fingerprint(list(files.values())), read, folder=True)
    services.bring_in(actor=actor, on=on, source=source)

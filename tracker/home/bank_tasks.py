"""What an administrator does about bank checks: look for newer tables once those in force are old."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.task import Item, Task
from tracker.people import modulus_tables
from tracker.permissions import Actor
from tracker.web.filters import day


def old_tables(viewer: Actor, on: date) -> Task:
    """The tables in force, where a newer version is probably out. Who has none is not asked for any."""
    table = modulus_tables.in_force()
    items = []
    if table is not None and modulus_tables.is_old(table, on):
        said = f"Published on {day(table.published_on)}: look for a newer version"
        items = [Item(url_for("people.modulus_tables"), f"Version {table.version}", said)]
    return Task("Bank check tables", items, len(items), "no bank check table to renew")

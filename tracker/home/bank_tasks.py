"""What waits about bank details: changes to ask people about, and tables of checks that are old."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.queries import MOST
from tracker.home.task import Item, Task
from tracker.payments import new_details
from tracker.people import modulus_tables
from tracker.people import queries as people
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


def to_confirm(viewer: Actor, on: date) -> Task:
    """Changed bank details of which nobody asked the person yet; nothing is paid there until then."""
    found = new_details.to_confirm(viewer)
    names = people.names({one.participant_id for one in found})
    items = [
        Item(
            url_for("people.confirm_bank", participant_id=one.participant_id, payee_id=one.id),
            one.recipient or names[one.participant_id],
            f"Changed on {day(one.recorded_at.date())}",
            "You entered them: a colleague asks" if one.recorded_by_id == viewer.user_id else "",
        )
        for one in found[:MOST]
    ]
    more = url_for("people.payees_list")
    return Task("Changed bank details to ask about", items, len(found), "no changed bank details", more)

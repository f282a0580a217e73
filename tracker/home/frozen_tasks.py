"""What a manager decides: what is to be done where a bank says that an account holder has died."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.task import Item, Task
from tracker.payments import freezes
from tracker.permissions import Actor
from tracker.web.filters import day


def to_decide(viewer: Actor, on: date) -> Task:
    """Those on whom nobody decided yet; payments to them wait."""
    items = [
        Item(
            url_for("payments.decide_frozen", freeze_id=one.id),
            one.participant.name,
            f"A bank said on {day(one.frozen_on)} that they have died: say what is to be done",
        )
        for one in freezes.freezes(viewer)
        if one.decided_on is None
    ]
    return Task("Payments that wait for you", items, len(items), "no payment that waits for you")

"""Where a small team may let one person do the work of two."""

from __future__ import annotations

from tracker.accounts import queries as accounts
from tracker.errors import Refused
from tracker.permissions import Actor
from tracker.values import folded


def small_team_reason(actor: Actor, second_person: str | None) -> str | None:
    """Why a small team may let one person do two people's work, where it may and somebody else is named."""
    reason = accounts.organisation().small_team_reason
    if not reason or not second_person:
        return None
    if folded(second_person) == folded(actor.name):
        raise Refused("Enter the name of somebody else, who looked at it with you.", field="second_person")
    return reason

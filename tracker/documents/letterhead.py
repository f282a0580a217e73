"""Whose paper it is: the organisation as it stands at the head of every document, frozen with the rest."""

from __future__ import annotations

from typing import Any

from tracker.accounts import queries as accounts


def payer() -> dict[str, Any]:
    """The organisation's name, the lines of its address, and whom to ask."""
    organisation = accounts.organisation()
    lines = [line.strip() for line in organisation.address.splitlines()]
    return {
        "name": organisation.name,
        "address": [line for line in lines if line],
        "contact": organisation.contact,
    }

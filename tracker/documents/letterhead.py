"""What stands at the head of every document: whose paper it is, for whom, its number and its day."""

from __future__ import annotations

from typing import Any

from tracker.accounts import queries as accounts
from tracker.documents.asked import Asked


def payer() -> dict[str, Any]:
    """The organisation's name, the lines of its address, and whom to ask."""
    organisation = accounts.organisation()
    lines = [line.strip() for line in organisation.address.splitlines()]
    return {
        "name": organisation.name,
        "address": [line for line in lines if line],
        "contact": organisation.contact,
    }


def heading(asked: Asked) -> dict[str, Any]:
    """The head of a paper given on request; its number comes when it is issued."""
    return {
        "number": None,
        "replaces": None,
        "payer": payer(),
        "payee": {"name": asked.participant.name, "ref": asked.participant.ref},
        "issued_on": asked.on.isoformat(),
    }


def signer() -> dict[str, str] | None:
    """Who signs letters, with their job title; None where the settings do not name somebody."""
    organisation = accounts.organisation()
    if not organisation.signer_name:
        return None
    return {"name": organisation.signer_name, "title": organisation.signer_title}

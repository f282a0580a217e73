"""How an event is digested and chained to the one before: what is written must be what is verified."""

from __future__ import annotations

import hashlib
from typing import Any, TypedDict

from tracker.db import canonical_json


class Event(TypedDict):
    """What is digested: the whole event but its place in the chain."""

    at: str
    actor: int | None
    verb: str
    kind: str
    record: int | None
    fields: list[str]
    values: dict[str, Any]


def digest(gathered: Event) -> str:
    """The SHA-256 of an event's canonical JSON."""
    return hashlib.sha256(canonical_json(gathered).encode()).hexdigest()


def link(chain: str, event_digest: str) -> str:
    """The chain after an event: the SHA-256 of the chain before it and the event's digest."""
    return hashlib.sha256(f"{chain}{event_digest}".encode()).hexdigest()

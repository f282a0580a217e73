"""Save an edited record: refuse what was typed over an older version, set what changed, tell the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.services import stale
from tracker.audit.services import record
from tracker.db import db
from tracker.permissions import Actor


def refuse_stale(kept: Any, version: int | None, values: Mapping[str, Any]) -> None:
    """Raise StaleVersion, holding both sets of values, unless `version` is the one that stands."""
    if version != kept.version:
        raise stale(kept, dict(values))


def save_changes(
    actor: Actor, kept: Any, *, version: int | None, values: Mapping[str, Any], verb: str = "changed"
) -> list[str]:
    """Set the fields whose value differs and flush; returns their names. Nothing changed writes nothing."""
    refuse_stale(kept, version, values)
    changed = [name for name, value in values.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, values[name])
    if changed:
        db.session.flush()
        record(actor, verb, kept, fields=changed)
    return changed

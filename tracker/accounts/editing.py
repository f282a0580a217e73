"""Save an edited record: refuse what was typed over an older version, set what changed, tell the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import StaleVersion
from tracker.permissions import Actor


def refuse_stale(kept: Any, version: int | None, values: Mapping[str, Any]) -> None:
    """Raise StaleVersion, holding both sets of values, unless `version` is the one that stands."""
    if version != kept.version:
        raise _stale(kept, values)


def _stale(kept: Any, values: Mapping[str, Any]) -> StaleVersion:
    """The refusal of a save whose form was shown before somebody else's save; it holds both values."""
    differing = [name for name, value in values.items() if getattr(kept, name) != value]
    return StaleVersion(
        "Somebody else saved this while you were typing. Nothing of yours was saved yet: "
        "compare the two below, correct yours if need be, and save again.",
        theirs={name: str(getattr(kept, name) or "") for name in differing},
        yours={name: str(values[name] or "") for name in differing},
    )


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

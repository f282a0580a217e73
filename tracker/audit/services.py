"""Write events: gathered as the services run, chained at the end of the transaction.

So the head of the chain is the last row locked: the fixed order is claim, run, counter, audit head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tracker import clock
from tracker.audit.chain import Event, digest, link
from tracker.audit.models import AuditEvent, AuditHead
from tracker.db import db
from tracker.permissions import Actor

_PENDING = "tracker_audit_pending"

# Values may be kept for these fields alone: states, dates, amounts and codes that name no person.
VALUES_KEPT = frozenset(
    {
        "state",
        "outcome",
        "pence",
        "lines",
        "on",
        "paid_on",
        "pay_on",
        "number",
        "format",
        "sha256",
        "rows",
        "role",
        "permission",
        "until",
        "page",
        "limits",
        "limits_before",
        "project_id",
        "rulebook",
        "stage",
        "reason_code",
    }
)


def record(
    actor: Actor,
    verb: str,
    subject: Any,
    *,
    fields: Iterable[str] = (),
    values: Mapping[str, Any] | None = None,
) -> None:
    """Note that `actor` did `verb` to `subject` (a model instance, or a word where there is no record).

    `fields` are names of changed fields; `values` only of the fields in VALUES_KEPT. Raises ValueError for
    any other, since free text, names and bank details must never enter the chain.
    """
    kept = dict(values or {})
    if forbidden := set(kept) - VALUES_KEPT:
        raise ValueError(f"audit events hold no values of {', '.join(sorted(forbidden))}")
    kind = subject if isinstance(subject, str) else subject.__tablename__
    gathered = Event(
        at=clock.now().isoformat(),
        actor=actor.user_id,
        verb=verb,
        kind=kind,
        record=None,
        fields=sorted(fields),
        values=kept,
    )
    db.session().info.setdefault(_PENDING, []).append((gathered, subject))


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    if session.in_nested_transaction():
        return
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    head = session.scalars(select(AuditHead).with_for_update()).one_or_none()
    if head is None:
        head = AuditHead(id=1, position=0, chain="")
        session.add(head)
    for gathered, subject in pending:
        gathered["record"] = None if isinstance(subject, str) else getattr(subject, "id", None)
        event_digest = digest(gathered)
        head.position += 1
        head.chain = link(head.chain, event_digest)
        session.add(_row(gathered, head, event_digest))
    session.flush()


def _row(gathered: Event, head: AuditHead, event_digest: str) -> AuditEvent:
    return AuditEvent(
        position=head.position,
        at=datetime.fromisoformat(gathered["at"]),
        actor_id=gathered["actor"],
        verb=gathered["verb"],
        kind=gathered["kind"],
        record_id=gathered["record"],
        fields=gathered["fields"],
        values=gathered["values"],
        digest=event_digest,
        chain=head.chain,
    )


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)

"""Read and verify the chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing

from sqlalchemy import and_, or_, select

from tracker.audit.chain import Event, digest, link
from tracker.audit.models import AuditEvent, AuditHead
from tracker.db import db


def actors(kind: str, record_ids: Collection[int], *, but: Collection[str] = ()) -> frozenset[int]:
    """Who ever did anything to these records, acts with the verbs in `but` left aside.

    A record's own column holds only who did it last; the chain forgets nobody.
    """
    return frozenset().union(*actors_by_record(kind, record_ids, but=but).values())


def actors_by_record(
    kind: str, record_ids: Collection[int], *, but: Collection[str] = ()
) -> Mapping[int, frozenset[int]]:
    """The same, record by record; one that nobody did anything to is left out."""
    if not record_ids:
        return {}
    rows = db.session.execute(
        select(AuditEvent.record_id, AuditEvent.actor_id)
        .where(
            AuditEvent.kind == kind,
            AuditEvent.record_id.in_(list(record_ids)),
            AuditEvent.actor_id.is_not(None),
            AuditEvent.verb.not_in(list(but)),
        )
        .distinct()
    )
    found: dict[int, frozenset[int]] = {}
    for record_id, actor_id in rows:
        if record_id is not None and actor_id is not None:
            found[record_id] = found.get(record_id, frozenset()) | {actor_id}
    return found


def last_to(verb: str, kind: str, record_ids: Collection[int]) -> Mapping[int, int | None]:
    """Who last did one thing to each of these records; None where nobody signed in did it."""
    rows = db.session.execute(
        select(AuditEvent.record_id, AuditEvent.actor_id)
        .where(AuditEvent.kind == kind, AuditEvent.record_id.in_(list(record_ids)), AuditEvent.verb == verb)
        .order_by(AuditEvent.position)
    )
    return {record_id: actor_id for record_id, actor_id in rows if record_id is not None}


def acts(records: Mapping[str, Collection[int]], verbs: Collection[str]) -> Sequence[AuditEvent]:
    """What was done to these records, given by kind, with these verbs: the first act first."""
    theirs = [
        and_(AuditEvent.kind == kind, AuditEvent.record_id.in_(list(ids))) for kind, ids in records.items()
    ]
    asked = select(AuditEvent).where(or_(*theirs), AuditEvent.verb.in_(sorted(verbs)))
    return db.session.scalars(asked.order_by(AuditEvent.position)).all()


def broken_at() -> int | None:
    """The position of the first event whose content or place was tampered with; None for a whole chain."""
    chain, position = "", 0
    # The server holds the cursor open until it is closed, also where the reading ends early.
    with closing(
        db.session.scalars(select(AuditEvent).order_by(AuditEvent.position).execution_options(yield_per=500))
    ) as events:
        for event in events:
            position += 1
            chain = link(chain, digest(_content(event)))
            if event.position != position or event.chain != chain:
                return position
    head = db.session.get(AuditHead, 1)
    if head is not None and (head.position, head.chain) != (position, chain):
        return position + 1
    return None


def _content(event: AuditEvent) -> Event:
    """What was digested of an event when it was written."""
    return Event(
        at=event.at.isoformat(),
        actor=event.actor_id,
        verb=event.verb,
        kind=event.kind,
        record=event.record_id,
        fields=event.fields,
        values=event.values,
    )


def chain() -> str:
    """The link of the last event: whoever sees it again knows that nothing was written meanwhile."""
    return db.session.scalar(select(AuditHead.chain)) or ""

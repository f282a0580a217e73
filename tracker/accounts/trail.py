"""Read the record of who did what, page by page, in words.

What people told in confidence is on the record as acts alone: that somebody did something, never for whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import false, func, select

from tracker.accounts import limits, queries
from tracker.audit.models import AuditEvent
from tracker.db import Base, db
from tracker.money import Money
from tracker.web.filters import day, plain
from tracker.web.pagination import PAGE_SIZE, Page, cursor_id, page_of

# The tables whose records are known by a reference, and its column. Read by name: accounts stand below them.
_REFERENCE = {
    "claim": "ref",
    "day_sheet": "ref",
    "document": "number",
    "involvement_session": "ref",
    "participant": "ref",
    "pay_run": "ref",
    "payment": "receipt_number",
    "project": "ref",
    "user": "name",
}
# Acts on a person that would tell something of them that they told in confidence.
_IN_CONFIDENCE = frozenset({"opened-circumstances", "recorded-circumstances", "tried-what-if"})
_KIND_NAMES = {"involvement_session": "session", "user": "staff", "participant": "person"}
# Records that have no reference of their own are named by those they join: the columns that hold them.
_JOINED = {
    "attendance": {"involvement_session_id": "involvement_session", "participant_id": "participant"},
    "project_person": {"project_id": "project", "participant_id": "participant"},
    "planned_cost": {"involvement_session_id": "involvement_session"},
    "feedback": {"involvement_session_id": "involvement_session"},
    "claim_line": {"claim_id": "claim"},
    "day_sheet_line": {"day_sheet_id": "day_sheet"},
    "payee_version": {"participant_id": "participant"},
    "advice_offered": {"participant_id": "participant"},
    "offer": {"attendance_id": "attendance"},
}
# Acts whose code does not read as what was done.
_ACTS = {"gave-place": "Invited", "set-knows": "Noted that they know", "checked": "Checked a payment"}
_DATES = frozenset({"on", "paid_on", "pay_on", "until"})


@dataclass(frozen=True)
class Entry:
    """One act: who did it, when, what they did to what, and what the record keeps of it."""

    position: int
    at: datetime
    who: str
    act: str
    subject: str
    told: str


def kind_name(kind: str) -> str:
    """What a kind of record is called."""
    return str(plain(_KIND_NAMES.get(kind, kind)))


def kinds() -> list[tuple[str, str]]:
    """The kinds of record that anything was done to, and what they are called, by name."""
    found = db.session.scalars(select(AuditEvent.kind).distinct())
    return sorted(((kind, kind_name(kind)) for kind in found), key=lambda pair: pair[1])


def entries(
    *, after: str | None, who: int | None = None, kind: str | None = None, reference: str | None = None
) -> Page[Entry]:
    """What was done, the newest first: by one member of staff, to one kind of record or to one record."""
    asked = select(AuditEvent).order_by(AuditEvent.position.desc()).limit(PAGE_SIZE + 1)
    if (last := cursor_id(after or "")) is not None:
        asked = asked.where(AuditEvent.position < last)
    if who is not None:
        asked = asked.where(AuditEvent.actor_id == who)
    if kind:
        asked = asked.where(AuditEvent.kind == kind)
    if reference:
        found = _called(reference)
        asked = asked.where(AuditEvent.record_id.in_(found) if found else false())
        asked = asked.where(AuditEvent.verb.not_in(_IN_CONFIDENCE))
    events = db.session.scalars(asked).all()
    return page_of(_in_words(events), lambda entry: (str(entry.position),))


def _called(reference: str) -> list[int]:
    """The ids of the records that are known by this reference."""
    found: list[int] = []
    for kind, column in _REFERENCE.items():
        table = Base.metadata.tables[kind]
        if kind != "user":
            called = func.upper(table.c[column]) == reference.upper()
            found += db.session.scalars(select(table.c.id).where(called))
    return found


def _in_words(events: Sequence[AuditEvent]) -> list[Entry]:
    names = queries.names({event.actor_id for event in events if event.actor_id is not None})
    known = _references((event.kind, event.record_id) for event in events)
    projects = _references(("project", event.values.get("project_id")) for event in events)
    return [
        Entry(
            position=event.position,
            at=event.at,
            who=names.get(event.actor_id, "") if event.actor_id is not None else "The system",
            act=_ACTS.get(event.verb) or str(plain(event.verb)),
            subject=_subject(event, known),
            told="; ".join(_told(event, projects)),
        )
        for event in events
    ]


def _subject(event: AuditEvent, known: Mapping[tuple[str, int], str]) -> str:
    name = kind_name(event.kind)
    if event.record_id is None or event.verb in _IN_CONFIDENCE:
        return name
    return f"{name} {known.get((event.kind, event.record_id), '')}".strip()


def _told(event: AuditEvent, projects: Mapping[tuple[str, int], str]) -> list[str]:
    told = [_value(name, value, projects) for name, value in event.values.items()]
    fields = ", ".join(str(plain(name.removesuffix("_pence"))).lower() for name in event.fields)
    return [f"Changed: {fields}", *told] if fields else told


def _value(name: str, value: Any, projects: Mapping[tuple[str, int], str]) -> str:
    if name == "project_id":
        return f"For project {projects.get(('project', value), '')}"
    if name == "pence":
        return Money(value).pounds()
    if name in _DATES:
        return f"{plain(name)} {day(date.fromisoformat(value))}"
    if name in {"limits", "limits_before"}:
        told = ", ".join(
            f"{plain(one.removesuffix('_pence'))} {limits.told(one, v)}" for one, v in value.items()
        )
        return f"{'Now' if name == 'limits' else 'Before'}: {told}"
    if name in {"sha256", "rulebook"}:
        return f"{'Rules' if name == 'rulebook' else 'File'} {value.removeprefix('sha256:')[:12]}"
    return f"{plain(name)}: {str(plain(str(value))).lower() if name != 'number' else value}"


def _references(records: Iterable[tuple[str, int | None]]) -> Mapping[tuple[str, int], str]:
    """How each of these records is called: by its reference, or by those of the records it joins."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for kind, record_id in records:
        if record_id is not None and kind in {*_REFERENCE, *_JOINED}:
            wanted[kind].add(record_id)
    found: dict[tuple[str, int], str] = {}
    for kind, ids in wanted.items():
        columns = [_REFERENCE[kind]] if kind in _REFERENCE else list(_JOINED[kind])
        table = Base.metadata.tables[kind]
        asked = select(table.c.id, *(table.c[column] for column in columns)).where(table.c.id.in_(ids))
        rows = [tuple(row) for row in db.session.execute(asked)]
        if kind in _REFERENCE:
            found |= {(kind, record_id): called or "" for record_id, called in rows}
        else:
            found |= _joined(kind, rows)
    return found


def _joined(kind: str, rows: Sequence[tuple[Any, ...]]) -> Mapping[tuple[str, int], str]:
    """Records by the references of those they join; each row is an id, then the ids of the others."""
    others = list(_JOINED[kind].values())
    known = _references(pair for row in rows for pair in zip(others, row[1:], strict=True))
    return {
        (kind, row[0]): ", ".join(
            name for pair in zip(others, row[1:], strict=True) if (name := known.get(pair))
        )
        for row in rows
    }

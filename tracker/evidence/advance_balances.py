"""What people had of advances when a period began, what moved in it, and what they had when it ended.

Out of the ledger, by project. The closing balance is summed on its own, as in `balances.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments.advance_models import Advance
from tracker.payments.models import Claim
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.tables import Row

HEADINGS = ("Day", "Advance", "Person", "Project", "What", "Amount", "Cost code", "Claim", "Reason")
# Kinds of entry that raise or lower what people have of advances.
_SIGNS: Mapping[EntryKind, int] = {
    EntryKind.ADVANCE_GIVEN: 1,
    EntryKind.ADVANCE_APPLIED: -1,
    EntryKind.ADVANCE_RETURNED: -1,
    EntryKind.ADVANCE_WRITTEN_OFF: -1,
}
WORDS: Mapping[EntryKind, str] = {
    EntryKind.ADVANCE_GIVEN: "Given",
    EntryKind.ADVANCE_APPLIED: "Used for a claim",
    EntryKind.ADVANCE_RETURNED: "Given back",
    EntryKind.ADVANCE_WRITTEN_OFF: "Written off",
}
Sums = Mapping[int, Mapping[EntryKind, Money]]


@dataclass(frozen=True)
class AdvanceBalance:
    """One project. Movements bear the sign with which they change what people have."""

    project: Project
    opening: Money
    given: Money
    used: Money
    returned: Money
    written_off: Money
    closing: Money

    @property
    def agrees(self) -> bool:
        """Whether opening balance plus movements is the closing balance."""
        moved = total((self.given, self.used, self.returned, self.written_off))
        return self.opening + moved == self.closing


AMOUNTS = ("opening", "given", "used", "returned", "written_off", "closing")


def balances(viewer: Actor, start: date, end: date) -> Sequence[AdvanceBalance]:
    """The advances of the viewer's projects in which anything was had or moved, by project."""
    on = LedgerEntry.on_date
    before, within_days, until = (
        _sums(viewer, *wanted) for wanted in ((on < start,), (on >= start, on <= end), (on <= end,))
    )
    projects = db.session.scalars(select(Project).where(Project.id.in_(list(until))).order_by(Project.name))
    rows = [_balance(project, before, within_days, until) for project in projects]
    return [row for row in rows if any(getattr(row, amount) for amount in AMOUNTS)]


def _balance(project: Project, before: Sums, moved: Sums, until: Sums) -> AdvanceBalance:
    def signed(sums: Sums, kind: EntryKind) -> Money:
        pence = sums.get(project.id, {}).get(kind, ZERO)
        return pence if _SIGNS[kind] > 0 else -pence

    return AdvanceBalance(
        project=project,
        opening=total(signed(before, kind) for kind in _SIGNS),
        given=signed(moved, EntryKind.ADVANCE_GIVEN),
        used=signed(moved, EntryKind.ADVANCE_APPLIED),
        returned=signed(moved, EntryKind.ADVANCE_RETURNED),
        written_off=signed(moved, EntryKind.ADVANCE_WRITTEN_OFF),
        closing=total(signed(until, kind) for kind in _SIGNS),
    )


def _in_scope(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    scope = within(LedgerEntry.project_id, viewer.projects(Permission.EXAMINE))
    return (LedgerEntry.kind.in_(list(_SIGNS)), scope)


def _sums(viewer: Actor, *wanted: ColumnElement[bool]) -> Sums:
    rows = db.session.execute(
        select(LedgerEntry.project_id, LedgerEntry.kind, func.sum(LedgerEntry.pence))
        .where(*wanted, *_in_scope(viewer))
        .group_by(LedgerEntry.project_id, LedgerEntry.kind)
    )
    found: defaultdict[int, dict[EntryKind, Money]] = defaultdict(dict)
    for project_id, kind, pence in rows:
        found[project_id or 0][kind] = pence
    return found


def movements(viewer: Actor, start: date, end: date) -> Iterator[Row]:
    """Every movement of an advance in these days under `HEADINGS`, its amount with its sign."""
    rows = db.session.execute(
        select(LedgerEntry, Advance, Project.ref, Claim.ref)
        .join(Advance, Advance.id == LedgerEntry.advance_id)
        .join(Project, Project.id == LedgerEntry.project_id)
        .outerjoin(Claim, Claim.id == LedgerEntry.claim_id)
        .where(LedgerEntry.on_date >= start, LedgerEntry.on_date <= end, *_in_scope(viewer))
        .options(joinedload(Advance.participant))
        .order_by(LedgerEntry.on_date, LedgerEntry.recorded_at, LedgerEntry.id)
    )
    for entry, advance, project_ref, claim_ref in rows:
        pence = entry.pence if _SIGNS[entry.kind] > 0 else -entry.pence
        what = WORDS[entry.kind] + (", taken back" if entry.reverses_id else "")
        about = (entry.on_date, advance.ref, advance.participant.ref, project_ref, what, pence)
        yield (*about, entry.cost_code, claim_ref, entry.reason)

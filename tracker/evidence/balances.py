"""What was owed when a period began, what moved in it, and what was owed when it ended, out of the ledger.

Opening balance plus movements is the closing balance; the closing balance is summed on its own, from the
first entry to the last day, so that a page that does not agree with itself says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, func, select

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.tables import Row

HEADINGS = (
    "From",
    "To",
    "Project",
    "Name",
    "Cost code",
    "Owed at the start",
    "Approved",
    "Approvals taken back",
    "Paid",
    "Came back",
    "Advances used",
    "Written off",
    "Owed at the end",
)
# Kinds of entry that are owed or take away from it; what was paid before this system was never owed here.
_SIGNS: Mapping[EntryKind, int] = {
    EntryKind.SANCTIONED: 1,
    EntryKind.PAID: -1,
    EntryKind.ADVANCE_APPLIED: -1,
    EntryKind.WRITTEN_OFF: -1,
}
Place = tuple[int, str]
Sums = Mapping[Place, Mapping[EntryKind, Money]]


@dataclass(frozen=True)
class Balance:
    """One project under one cost code. Movements bear the sign with which they change what is owed."""

    project: Project
    # Empty where neither the entry nor its project has one.
    cost_code: str
    opening: Money
    approved: Money
    taken_back: Money
    paid: Money
    came_back: Money
    advances: Money
    written_off: Money
    closing: Money

    @property
    def movements(self) -> Money:
        """Everything that moved, added up."""
        return total(
            (self.approved, self.taken_back, self.paid, self.came_back, self.advances, self.written_off)
        )

    @property
    def agrees(self) -> bool:
        """Whether opening balance plus movements is the closing balance."""
        return self.opening + self.movements == self.closing


# The columns of a balance that can be added up.
AMOUNTS = (
    "opening",
    "approved",
    "taken_back",
    "paid",
    "came_back",
    "advances",
    "written_off",
    "closing",
)


@dataclass(frozen=True)
class Balances:
    """The balances of a period, both days included, and their sums."""

    start: date
    end: date
    rows: Sequence[Balance] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether every row does."""
        return all(row.agrees for row in self.rows)

    def total(self, amount: str) -> Money:
        """The sum of one of `AMOUNTS`."""
        return total(getattr(row, amount) for row in self.rows)

    @property
    def table(self) -> Iterator[Row]:
        """The rows of the file, under `HEADINGS`."""
        for row in self.rows:
            amounts = (getattr(row, amount) for amount in AMOUNTS)
            yield (self.start, self.end, row.project.ref, row.project.name, row.cost_code, *amounts)


def balances(viewer: Actor, start: date, end: date) -> Balances:
    """The balances of the viewer's projects that had something owed or moved in the period."""
    on, reversal = LedgerEntry.on_date, LedgerEntry.reverses_id.is_not(None)
    before = _sums(viewer, on < start)
    new = _sums(viewer, on >= start, on <= end, ~reversal)
    back = _sums(viewer, on >= start, on <= end, reversal)
    until = _sums(viewer, on <= end)
    projects = _projects({project_id for project_id, _ in until})
    rows = [_balance(projects[place[0]], place[1], before, new, back, until) for place in until]
    moved = [row for row in rows if any(getattr(row, amount) for amount in AMOUNTS)]
    in_order = sorted(moved, key=lambda row: (row.project.name, row.project.id, row.cost_code))
    return Balances(start, end, in_order)


def _balance(project: Project, cost_code: str, before: Sums, new: Sums, back: Sums, until: Sums) -> Balance:
    place = (project.id, cost_code)

    def moved(sums: Sums, kind: EntryKind) -> Money:
        pence = sums.get(place, {}).get(kind, ZERO)
        return pence if _SIGNS[kind] > 0 else -pence

    def owed(sums: Sums) -> Money:
        return total(moved(sums, kind) for kind in _SIGNS)

    return Balance(
        project=project,
        cost_code=cost_code,
        opening=owed(before),
        approved=moved(new, EntryKind.SANCTIONED),
        taken_back=moved(back, EntryKind.SANCTIONED),
        paid=moved(new, EntryKind.PAID),
        came_back=moved(back, EntryKind.PAID),
        advances=moved(new, EntryKind.ADVANCE_APPLIED) + moved(back, EntryKind.ADVANCE_APPLIED),
        written_off=moved(new, EntryKind.WRITTEN_OFF) + moved(back, EntryKind.WRITTEN_OFF),
        closing=owed(until),
    )


def _sums(viewer: Actor, *wanted: ColumnElement[bool]) -> Sums:
    """The ledger's sums by project, cost code and kind, in the projects that the viewer examines."""
    by = (Project.id, LedgerEntry.cost_code, Project.cost_code, LedgerEntry.kind)
    rows = db.session.execute(
        select(*by, func.sum(LedgerEntry.pence))
        .join(Project, Project.id == LedgerEntry.project_id)
        .where(
            *wanted,
            LedgerEntry.kind.in_(list(_SIGNS)),
            within(LedgerEntry.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .group_by(*by)
    )
    found: defaultdict[Place, defaultdict[EntryKind, Money]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for project_id, own_code, project_code, kind, pence in rows:
        found[project_id, own_code or project_code or ""][kind] += pence
    return found


def _projects(ids: set[int]) -> Mapping[int, Project]:
    found = db.session.scalars(select(Project).where(Project.id.in_(sorted(ids))))
    return {project.id: project for project in found}

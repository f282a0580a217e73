"""What was paid, by funder, project, cost code and month, by the day the money left.

An advance counts once it is used for a claim, on the day of its approval, or written off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker.db import db, within
from tracker.money import ZERO, Money, total
from tracker.payments.ledger import SPENT
from tracker.payments.models import LineKind
from tracker.payments.run_models import LedgerEntry
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.tables import Row

HEADINGS = ("Month", "Funder", "Project", "Name", "Cost code", "Fees", "Expenses", "Total")


@dataclass
class Spend:
    """One month of one project under one cost code. What came back is taken off in the month it came."""

    month: date
    project: Project
    cost_code: str
    fees: Money = ZERO
    expenses: Money = ZERO

    @property
    def total(self) -> Money:
        """Fees and expenses together."""
        return self.fees + self.expenses

    @property
    def row(self) -> Row:
        """The same under `HEADINGS`."""
        project = self.project
        about = (f"{self.month:%Y-%m}", project.funder, project.ref, project.name, self.cost_code)
        return (*about, self.fees, self.expenses, self.total)


@dataclass(frozen=True)
class Spent:
    """What was paid in a period, both days included."""

    start: date
    end: date
    rows: Sequence[Spend]

    @property
    def total(self) -> Money:
        """Of all rows."""
        return total(row.total for row in self.rows)

    @property
    def table(self) -> Iterator[Row]:
        """The rows of the file."""
        return (row.row for row in self.rows)


def spent(viewer: Actor, start: date, end: date) -> Spent:
    """What was paid through this system in the viewer's projects, by funder first."""
    by = (LedgerEntry.project_id, LedgerEntry.cost_code, LedgerEntry.on_date, LedgerEntry.line_kind)
    sums = db.session.execute(
        select(*by, func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.kind.in_(SPENT),
            LedgerEntry.project_id.is_not(None),
            LedgerEntry.on_date >= start,
            LedgerEntry.on_date <= end,
            within(LedgerEntry.project_id, viewer.projects(Permission.EXAMINE)),
        )
        .group_by(*by)
    ).all()
    wanted = select(Project).where(Project.id.in_({row.project_id for row in sums}))
    projects = {project.id: project for project in db.session.scalars(wanted)}
    found: dict[tuple[date, int, str], Spend] = {}
    for project_id, own_code, day, kind, pence in sums:
        project = projects[project_id or 0]
        month, code = day.replace(day=1), own_code or project.cost_code or ""
        one = found.setdefault((month, project.id, code), Spend(month, project, code))
        if kind is LineKind.EXPENSE:
            one.expenses += pence
        else:
            one.fees += pence
    return Spent(start, end, sorted(found.values(), key=_place))


def by_funder(found: Spent) -> dict[str, Money]:
    """The sum of each funder, by name; the empty name is of projects without one."""
    sums: defaultdict[str, Money] = defaultdict(lambda: ZERO)
    for row in found.rows:
        sums[row.project.funder or ""] += row.total
    return dict(sorted(sums.items()))


def _place(one: Spend) -> tuple[str, str, str, date]:
    return (one.project.funder or "", one.project.name, one.cost_code, one.month)

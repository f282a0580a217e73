"""Set budgets and read those that stand: the newest version of each, unless it was taken away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from tracker.audit.services import record
from tracker.db import db, within
from tracker.errors import Invalid, NotFound
from tracker.money import Money
from tracker.permissions import Actor, Permission
from tracker.projects.budget_models import Budget
from tracker.projects.models import Project

_LONGEST_CODE = 40


def set_budget(
    *,
    actor: Actor,
    project: Project,
    starts_on: date,
    ends_on: date,
    pence: Money,
    cost_code: str = "",
) -> Budget:
    """Set what a project, or one of its cost codes, may spend on work from one day to another.

    Raises Invalid, naming the field, for days out of order and where a budget of these days stands already.
    """
    if ends_on < starts_on:
        raise Invalid("Enter a last day that is not before the first.", field="ends_on")
    code = " ".join(cost_code.split())[:_LONGEST_CODE]
    for other in standing(project_ids=[project.id], lock=True):
        if other.cost_code == code and other.starts_on <= ends_on and other.ends_on >= starts_on:
            raise Invalid(
                "There is a budget for some of these days already. Change that one, or choose other days.",
                field="starts_on",
            )
    made = Budget(project_id=project.id, cost_code=code, starts_on=starts_on, ends_on=ends_on, pence=pence)
    return _keep(actor, made)


def change_budget(*, actor: Actor, budget: Budget, pence: Money | None, reason: str) -> Budget:
    """Change a budget that stands, or take it away with None; why is kept. Raises Invalid without it."""
    if not reason:
        raise Invalid("Say why the budget changes, in a few words.", field="reason")
    return _keep(
        actor,
        Budget(
            project_id=budget.project_id,
            cost_code=budget.cost_code,
            starts_on=budget.starts_on,
            ends_on=budget.ends_on,
            pence=pence,
            reason=reason,
        ),
    )


def _keep(actor: Actor, made: Budget) -> Budget:
    last = db.session.scalar(
        select(func.max(Budget.number)).where(
            Budget.project_id == made.project_id,
            Budget.cost_code == made.cost_code,
            Budget.starts_on == made.starts_on,
            Budget.ends_on == made.ends_on,
        )
    )
    made.number, made.set_by_id = (last or 0) + 1, actor.user_id
    db.session.add(made)
    db.session.flush()
    values = {"number": made.number, "project_id": made.project_id}
    pence = {} if made.pence is None else {"pence": made.pence.pence}
    record(actor, "took-budget-away" if made.pence is None else "set-budget", made, values=values | pence)
    return made


def standing(*, project_ids: Collection[int] | None = None, lock: bool = False) -> Sequence[Budget]:
    """The budgets that stand, of these projects or of all, by project, days and code.

    With `lock` nobody else approves against them before the commit.
    """
    newer = aliased(Budget)
    later = (
        select(newer.id)
        .where(
            newer.project_id == Budget.project_id,
            newer.cost_code == Budget.cost_code,
            newer.starts_on == Budget.starts_on,
            newer.ends_on == Budget.ends_on,
            newer.number > Budget.number,
        )
        .exists()
    )
    asked = select(Budget).where(within(Budget.project_id, project_ids), Budget.pence.is_not(None), ~later)
    if lock:
        return db.session.scalars(asked.order_by(Budget.id).with_for_update()).all()
    in_order = asked.join(Budget.project).options(joinedload(Budget.project))
    return db.session.scalars(
        in_order.order_by(Project.name, Project.id, Budget.starts_on.desc(), Budget.cost_code)
    ).all()


def budget(viewer: Actor, budget_id: int) -> Budget:
    """A budget that stands, of a project where the viewer may set budgets. Raises NotFound."""
    found = db.session.get(Budget, budget_id)
    if found is None or not viewer.may(Permission.SET_BUDGETS, found.project_id):
        raise NotFound("There is no such budget.")
    newest = next((one for one in standing(project_ids=[found.project_id]) if one.id == budget_id), None)
    if newest is None:
        raise NotFound("This budget was changed: open the page of its project again.")
    return newest

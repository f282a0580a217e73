"""A statement of all that was paid to a person within some days, by the date paid, the date worked beside it.

Fee and expenses stand apart, each with its sum. Payments that came back and gifts to a charity are listed and
not counted, as neither reached the person; payments made before this system, and costs that money given ahead
covered whole, are counted and marked. One of a single project leaves out whatever another project paid, and
says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.documents import covered, letterhead, paid
from tracker.documents.asked import Asked, Subject, of_projects
from tracker.people.models import Participant
from tracker.periods import Period, tax_year
from tracker.permissions import Actor, Permission

KIND = "statement"
LABEL = "Statement of payments"
MEANING = "Everything paid between two dates, by the date paid, with fee and expenses apart."
PART = "statement"
BODY = "documents/pdf/statement.html"
SEEN_WITH = Permission.SEE_RECEIPTS
USUAL_DAYS = tax_year
NOTHING_YET = "A statement is of payments in a project, and this person is in none of your projects."


def subjects(viewer: Actor, participant: Participant) -> Sequence[Subject]:
    """Everything, for those who may give papers in every project; and each project by itself."""
    theirs = of_projects(viewer, participant, SEEN_WITH)
    if viewer.projects(Permission.ISSUE_DOCUMENTS) is not None:
        return theirs
    return [Subject(code="all", label="All projects", project_id=None), *theirs]


def content(asked: Asked) -> dict[str, Any]:
    """What the statement says. Days after today hold no payments, so it ends today at the latest."""
    period = asked.period or tax_year(asked.on)
    period = Period(period.start, max(period.start, min(period.end, asked.on)))
    project_id = asked.subject.project_id
    reach = (asked.participant.id, project_id, period)
    made = [*paid.paid(*reach), *paid.paid_before(*reach), *covered.covered(*reach)]
    made.sort(key=lambda one: str(one["paid_on"]))
    counted = [payment for payment in made if not payment["charity"]]
    fee, expenses = _sum(counted, "fee"), _sum(counted, "expenses")
    return letterhead.heading(asked) | {
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()},
        "project": asked.subject.label if project_id is not None else None,
        "payments": counted,
        "given": [payment for payment in made if payment["charity"]],
        "came_back": paid.came_back(*reach),
        "fee_total": fee,
        "expense_total": expenses,
        "total": fee + expenses,
    }


def _sum(payments: Iterable[dict[str, Any]], part: str) -> int:
    return sum(payment[part] for payment in payments)

"""How people were paid, and what they took of their fees, for reports that leave the building."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from tracker.db import db, within
from tracker.money import ZERO
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.projects.one_person import stands_for
from tracker.reports.asked import Asked
from tracker.reports.fees import Fees, Took, fees
from tracker.reports.paper import Part, Table
from tracker.reports.public_parts import about
from tracker.reports.queries import Choice
from tracker.reports.shares import HIDDEN
from tracker.web.filters import percent_of, plain


def how_paid(asked: Asked) -> Part:
    """How many people were paid in which way. Whoever was paid in two is counted in both."""
    heading = "How people were paid"
    found = people_by_method(asked.choice)
    if not found:
        return Part(heading=heading, sentences=["Nothing was paid in these twelve months."])
    rows = [(plain(method), about(people)) for method, people in found.most_common()]
    return Part(
        heading=heading,
        table=Table("People by how they were paid", ("Way of paying", "People"), rows),
        notes=[
            "Everybody who was paid is counted, helpers among them; somebody paid in two ways, in both.",
        ],
    )


def people_by_method(choice: Choice) -> Counter[str]:
    """People to whom money went in a choice of projects and days, by how; what came back is taken off."""
    who = stands_for(LedgerEntry.participant_id)
    sums = db.session.execute(
        select(LedgerEntry.method, who.label("person"), func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.kind == EntryKind.PAID,
            LedgerEntry.project_id.is_not(None),
            LedgerEntry.method.is_not(None),
            within(LedgerEntry.project_id, choice.projects),
            choice.in_dates(LedgerEntry.on_date),
        )
        .group_by(LedgerEntry.method, "person")
    )
    return Counter(str(method) for method, _, pence in sums if pence > ZERO)


def fees_taken(asked: Asked) -> Part:
    """What was taken of the fees that were offered, by project; no row where few people answered."""
    heading = "Did people take their fees?"
    rows = [_row(one) for one in fees(asked.choice) if one.enough]
    if not rows:
        return Part(heading=heading, sentences=["Too few people answered an offer to say."])
    headings = ("Project", "Fees answered", *(kind.value for kind in Took))
    return Part(
        heading=heading,
        table=Table("What was taken of fees, by project", headings, rows),
        notes=[
            "What few people did is hidden, and as much else as it takes. It is each person’s own choice."
        ],
    )


def _row(one: Fees) -> tuple[str, ...]:
    hidden = one.hidden()
    shares = (
        HIDDEN
        if kind in hidden
        else percent_of(one.number([kind]), one.answered)
        if one.taken[kind]
        else "none"
        for kind in Took
    )
    return one.project, about(one.answered), *shares

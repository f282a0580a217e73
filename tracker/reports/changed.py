"""What came of sessions: what people said and what was done, as it was written down; and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from textwrap import shorten

from sqlalchemy import func, select

from tracker.db import db, within
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.money import ZERO, Money, total
from tracker.payments.run_models import EntryKind, LedgerEntry
from tracker.projects.one_person import stands_for
from tracker.reports.queries import Choice
from tracker.sessions.models import Feedback, InvolvementSession

# Longer than this is cut: one page holds several.
_LONGEST = 220
# In pence: sums are rounded to ten pounds at least.
_LEAST_UNIT = 1_000
# One entry may be written for so many sessions and more.
_AT_ONCE = 20


@dataclass(frozen=True)
class Change:
    """What people said, and what was done; `done` is False where it is still to be done."""

    said: str
    did: str
    done: bool


def changes(choice: Choice, most: int) -> list[Change]:
    """What came of the last sessions of a choice, what is done first; what several share stands once."""
    rows = db.session.execute(
        select(Feedback.you_said, Feedback.we_did, Feedback.due_on)
        .join(InvolvementSession, InvolvementSession.id == Feedback.involvement_session_id)
        .where(choice.holds())
        .order_by(
            Feedback.due_on.is_not(None), InvolvementSession.held_on.desc(), Feedback.recorded_on, Feedback.id
        )
        .limit(most * _AT_ONCE)
    )
    found = {Change(_short(said), _short(did), due_on is None): None for said, did, due_on in rows}
    return list(found)[:most]


def _short(text: str) -> str:
    return shorten(text, _LONGEST, placeholder=" …")


def cost(choice: Choice) -> Money | None:
    """What was paid in a choice of projects and days, by the day the money left, rounded.

    None where fewer than five people were paid, or one of them half of it or more: the sum would then say
    what somebody was paid.
    """
    person = stands_for(LedgerEntry.participant_id)
    sums = db.session.execute(
        select(person.label("person"), func.sum(LedgerEntry.pence))
        .where(
            LedgerEntry.kind == EntryKind.PAID,
            LedgerEntry.project_id.is_not(None),
            within(LedgerEntry.project_id, choice.projects),
            choice.in_dates(LedgerEntry.on_date),
        )
        .group_by("person")
    )
    return roughly([pence for _, pence in sums if pence > ZERO])


def roughly(paid: Sequence[Money]) -> Money | None:
    """The sum of what people were paid, so rough that two of them side by side do not say what one was paid.

    Papers of two quarters may differ by one person alone. So the unit is ten pounds, twenty, fifty and so on,
    whichever is first half as large as the most that anybody was paid.
    """
    whole = total(paid)
    if len(paid) < LEAST_SHOWN or max(paid) * 2 >= whole:
        return None
    units = (figure * _LEAST_UNIT * 10**power for power in count() for figure in (1, 2, 5))
    unit = next(one for one in units if 2 * one >= max(paid).pence)
    return Money((whole.pence + unit // 2) // unit * unit)

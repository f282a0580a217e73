"""A letter for the Jobcentre, or whoever else asks: what involvement is, what a person did, what it paid.

It says what is on record and nothing else. That people were consulted as users or carers of services, or are
free to withdraw, stands in it only of sessions whose recorded answer is yes; the first only of the role in
which the person came, since of trainers, chairs and the like the law asks more (section 4 of the project's
research on benefits). Unknown is left out. It names no benefit of theirs and gives no
advice, and few may open it, since that somebody wanted one may tell a reader something.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tracker.accounts import queries as accounts
from tracker.documents import letterhead, paid, taken_part
from tracker.documents.asked import Asked, Subject, of_projects
from tracker.errors import Refused
from tracker.people.models import Participant
from tracker.periods import Period
from tracker.permissions import Actor, Permission

KIND = "jobcentre-letter"
LABEL = "Jobcentre letter"
MEANING = (
    "For the Jobcentre or anybody else who asks: what was done, when, the fee and the expenses. Anybody may "
    "have one without saying why. It does not say what they get."
)
PART = "jobcentre_letter"
BODY = "documents/pdf/jobcentre_letter.html"
SEEN_WITH = Permission.MAKE_OFFERS
NOTHING_YET = "This letter is about a project, and this person is in none of your projects."

_QUARTER = timedelta(days=91)


def USUAL_DAYS(on: date) -> Period:  # noqa: N802 - each kind says so under one name
    """What was done in the last three months and what is planned for the next three."""
    return Period(on - _QUARTER, on + _QUARTER)


def subjects(viewer: Actor, participant: Participant) -> Sequence[Subject]:
    """The projects that the person is or was in."""
    return of_projects(viewer, participant, SEEN_WITH)


def content(asked: Asked) -> dict[str, Any]:
    """What the letter says. Raises Refused while nobody is named to sign it, or nothing is on record."""
    period = asked.period or USUAL_DAYS(asked.on)
    project_id = asked.subject.project_id
    if project_id is None:
        raise ValueError("this letter is about one project")
    places = taken_part.places(asked.participant.id, project_id, period, asked.on)
    payments = [
        payment
        for payment in paid.paid_for_work(asked.participant.id, project_id, period)
        if not payment["charity"]
    ]
    offers = taken_part.offers(asked.participant.id, project_id, period)
    if not places and not payments and not offers:
        raise Refused("Nothing is on record for this person between these dates. Choose other dates.")
    return letterhead.heading(asked) | {
        **_organisation(),
        "project": asked.subject.label,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()},
        "took_part": [place.said for place in places if not place.planned],
        "planned": [place.said for place in places if place.planned],
        "consulted": taken_part.where(places, "consulted"),
        "free_to_withdraw": taken_part.where(places, "free_to_withdraw"),
        "payments": payments,
        "offers": offers,
        "fee_total": sum(payment["fee"] for payment in payments),
        "expense_total": sum(payment["expenses"] for payment in payments),
    }


def _organisation() -> dict[str, Any]:
    """What the organisation's settings add: its purpose, its word for the activity, who signs."""
    organisation = accounts.organisation()
    needed = {
        "the organisation’s address": organisation.address.strip(),
        "what the organisation is for": organisation.purpose,
        "who signs letters": organisation.signer_name,
        "the job title of whoever signs": organisation.signer_title,
    }
    missing = [what for what, filled_in in needed.items() if not filled_in]
    if missing:
        raise Refused(
            f"Ask an administrator to fill in under Settings: {', '.join(missing)}. Whoever reads this "
            "letter must see who stands behind it."
        )
    return {
        "purpose": organisation.purpose,
        "activity": organisation.activity_noun,
        "signer": letterhead.signer(),
    }

"""Whom to talk to before anybody is invited: each person against what the session pays.

The same check as at the offer, made for the page alone. It is not kept: the one that is comes with the offer.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.money import ZERO, Money, total
from tracker.payments import check_subjects, checks, queries
from tracker.payments.check_subjects import PlannedFee
from tracker.payments.offers import promised_day, usual_method
from tracker.people.models import Participant
from tracker.permissions import Permission
from tracker.sessions.beforehand import Beforehand
from tracker.sessions.costs import FOR_EACH_PERSON, planned
from tracker.sessions.models import InvolvementSession, PlannedCost
from tracker.web.access import actor
from tracker.web.filters import rendered


def before_inviting(involvement: InvolvementSession, participants: Sequence[Participant]) -> Beforehand:
    """For whoever makes offers: a note on each person to talk to first, and where offers are made."""
    if not actor().may(Permission.MAKE_OFFERS, involvement.project_id):
        return Beforehand()
    plans, offered = planned_fee(involvement), offered_fee(involvement)
    fee = offered if plans is None else plans
    talks = talks_before_inviting(involvement, participants, fee)
    contacts = accounts.benefit_contacts(involvement.project_id) if talks else ()
    note = rendered("payments/talk_note.html", contacts=contacts)
    offers = None if involvement.unpaid else url_for("payments.offers", session_id=involvement.id)
    return Beforehand(
        notes=dict.fromkeys(talks, note),
        about=rendered(
            "payments/before_inviting.html", involvement=involvement, planned=plans, offered=offered
        ),
        next_page=offers,
    )


def planned_fee(involvement: InvolvementSession) -> Money | None:
    """What most people are planned to be paid, preparation included; None where no fee is planned."""
    costs = planned(involvement.id)
    amounts = [_for_most([cost for cost in costs if cost.kind == kind]) for kind in FOR_EACH_PERSON]
    known = [amount for amount in amounts if amount is not None]
    return total(known) if known else None


def offered_fee(involvement: InvolvementSession) -> Money | None:
    """What most people were offered for this session, of equals the larger; None where nobody was yet."""
    amounts = [offer.pence for offer in queries.offers_of_session(involvement.id).values()]
    return max(amounts, key=lambda amount: (amounts.count(amount), amount), default=None)


def _for_most(costs: Sequence[PlannedCost]) -> Money | None:
    """Of several amounts the one for the most people; of equals the larger."""
    most = max(costs, key=lambda cost: (cost.people or 1, cost.pence), default=None)
    return most.pence if most else None


def talks_before_inviting(
    involvement: InvolvementSession, participants: Sequence[Participant], fee: Money | None
) -> frozenset[int]:
    """The ids of those to talk to first, if each were paid this fee, or nothing, for the whole session."""
    minutes = involvement.minutes
    if minutes is not None:
        minutes += involvement.preparation_minutes
    pay_by = promised_day(involvement.held_on)
    ways = {route: usual_method(route) for route in {person.payment_route for person in participants}}
    subjects = [
        check_subjects.of_plan(
            person,
            [
                PlannedFee(
                    involvement,
                    ZERO if involvement.unpaid or fee is None else fee,
                    ways[person.payment_route],
                    minutes,
                    pay_by,
                )
            ],
        )
        for person in participants
    ]
    return checks.talks_foreseen(on=clock.today(), subjects=subjects)

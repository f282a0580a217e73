"""The offer of a fee as a person holds it in their hand: what, when, where, how long, how much, their choice.

What is paid if things turn out otherwise comes from `payments.terms`, from which the claim is drafted too,
so that no letter promises anything else than what is paid. It promises nothing about benefits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from tracker.accounts import queries as accounts
from tracker.documents import letterhead, offers_made
from tracker.documents.asked import Asked, Subject
from tracker.payments.chosen import in_answer
from tracker.payments.models import Answer, Method
from tracker.payments.terms import terms
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission

KIND = "offer-letter"
LABEL = "Offer letter"
MEANING = "What the person is offered for a session: fee, costs covered, when it is paid, and their choice."
PART = "offer_letter"
BODY = "documents/pdf/offer_letter.html"
SEEN_WITH = Permission.SEE_RECEIPTS
NOTHING_YET = "No offer has been made to this person yet. Make one from a session, then print it here."


def subjects(viewer: Actor, participant: Participant) -> Sequence[Subject]:
    """The offers that were made to the person, the newest session first.

    One that the person took otherwise than in full has its confirmation instead.
    """
    return [
        offers_made.subject(offer, offer.pence.pounds())
        for offer in offers_made.standing(viewer, participant.id)
        if (choice := in_answer(offer)) is None or choice.answer == Answer.FULL
    ]


def content(asked: Asked) -> dict[str, Any]:
    """What the letter says."""
    offer = offers_made.of(asked)
    involvement, organisation = offer.attendance.involvement, accounts.organisation()
    contacts = accounts.benefit_contacts(involvement.project_id)
    return letterhead.heading(asked) | {
        "signer": letterhead.signer(),
        "project": involvement.project.name,
        "covers": offer.covers,
        "title": involvement.title,
        "held_on": involvement.held_on.isoformat(),
        "start": _clock(involvement.start),
        "end": _clock(involvement.end),
        "mode": involvement.mode.value,
        "venue": involvement.venue,
        "minutes": offer.minutes,
        "preparation_minutes": involvement.preparation_minutes or None,
        "fee": offer.pence.pence,
        "rate": offer.rate_label,
        "terms": [{"key": term.key, "pence": term.pence.pence} for term in terms(offer)],
        "expenses_covered": offer.expenses_covered or None,
        "method": offer.method.value,
        "pay_by": offer.pay_by.isoformat(),
        "bank_statement_name": organisation.bank_statement_name if offer.method is Method.BANK else "",
        "talk_to": [contact.name for contact in contacts],
    }


def _clock(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"

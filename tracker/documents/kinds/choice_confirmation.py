"""A confirmation that a person chose to take less of a fee, none of it, or to give it to a charity.

It says whose choice it was, on which day, what had been offered and what is paid; and that the choice came
before any payment, where it did: taking money and giving it back is another thing in law (the project's
research on benefits, section 8). No reason is asked for, so none is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.documents import letterhead, offers_made
from tracker.documents.asked import Asked, Subject
from tracker.payments.models import Answer
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission

KIND = "choice-confirmation"
LABEL = "Confirmation of a choice"
MEANING = "That the person chose, before payment, to take less of a fee, none, or to give it to a charity."
PART = "choice_confirmation"
BODY = "documents/pdf/choice_confirmation.html"
SEEN_WITH = Permission.SEE_RECEIPTS
NOTHING_YET = (
    "This person has not chosen to take less of a fee, none, or to give it to a charity. Once such a "
    "choice is recorded on an offer or a claim, it can be confirmed here."
)

_CHOSE = {
    Answer.LESS: "took less",
    Answer.NONE: "took no fee",
    Answer.TO_CHARITY: "gave it to a charity",
}


def subjects(viewer: Actor, participant: Participant) -> Sequence[Subject]:
    """The offers of which the person did not take the whole fee, the newest session first."""
    offers = offers_made.standing(viewer, participant.id)
    chosen = offers_made.choices_of(offers)
    return [
        offers_made.subject(offer, _CHOSE[choice.answer])
        for offer in offers
        if (choice := chosen[offer.id]) is not None and choice.answer in _CHOSE
    ]


def content(asked: Asked) -> dict[str, Any]:
    """What the confirmation says."""
    offer = offers_made.of(asked)
    choice = offers_made.choices_of([offer])[offer.id]
    if choice is None or choice.chosen_on is None:
        raise ValueError("a choice is confirmed once it is made")
    involvement, paid_on = offer.attendance.involvement, offers_made.paid_on(offer)
    return letterhead.heading(asked) | {
        "signer": letterhead.signer(),
        "answer": choice.answer.value,
        "title": involvement.title,
        "held_on": involvement.held_on.isoformat(),
        "project": involvement.project.name,
        "offered": choice.offered.pence,
        "offered_on": offer.offered_on.isoformat() if offer.offered_on else None,
        "taken": choice.taken.pence,
        "charity": choice.charity,
        "chosen_on": choice.chosen_on.isoformat(),
        "before_payment": paid_on is None or choice.chosen_on <= paid_on,
        "paid_on": paid_on.isoformat() if paid_on else None,
        "pay_by": offer.pay_by.isoformat(),
    }

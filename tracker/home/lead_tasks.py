"""What waits for a project lead, in the order of the work."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.accounts import queries as accounts
from tracker.home import queries
from tracker.home.queries import MOST
from tracker.home.task import Item, Task, claim_item
from tracker.payments import approvals, standing, talk_queries
from tracker.payments import queries as payments
from tracker.payments.models import ClaimState, Offer
from tracker.permissions import Actor, Permission
from tracker.sessions import queries as sessions
from tracker.sessions.models import InvolvementSession
from tracker.web.filters import day

# So many of the claims promised first are looked at one by one for what stops them; their page shows all.
_LOOKED_AT = 50


def questions(viewer: Actor, on: date) -> Task:
    """What approvers asked."""
    found = queries.questions(viewer)
    items = [claim_item(claim, claim.query or "") for claim in found.rows]
    return Task("Questions to answer", items, found.total, "no questions")


def people_to_talk_to(viewer: Actor, on: date) -> Task:
    """Offers that wait for a talk with the benefit contact; the sentence is all that a lead learns."""
    offers = queries.offers_to_make(viewer, on, most=_LOOKED_AT).rows
    talks = talk_queries.talks_wanted(offer_ids=[offer.id for offer in offers])
    wanted = [offer for offer in offers if offer.id in talks]
    items = [
        _offer_item(offer, offer.attendance.participant.name, _talk_first(offer)) for offer in wanted[:MOST]
    ]
    return Task("People to talk to first", items, len(wanted), "nobody to talk to first")


def _talk_first(offer: Offer) -> str:
    """The only sentence that anybody but the benefit contact reads about a check."""
    contacts = accounts.benefit_contacts(offer.attendance.involvement.project_id)
    names = " or ".join(contact.name for contact in contacts)
    return f"Talk to {names or 'the benefit contact (your administrator names one)'} before you offer"


def registers(viewer: Actor, on: date) -> Task:
    """Sessions that are over and whose register is not complete."""
    rows = sessions.without_register(viewer, on)
    items = [_session_item(one, url_for("sessions.show", session_id=one.id)) for one in rows[:MOST]]
    return Task("Registers to take", items, len(rows), "no registers to take", url_for("sessions.index"))


def _session_item(one: InvolvementSession, href: str) -> Item:
    return Item(href, one.title, f"{day(one.held_on)}, {one.project.name}")


def offers_to_make(viewer: Actor, on: date) -> Task:
    """Offers prepared and not made; those that want a talk first stand above."""
    found = queries.offers_to_make(viewer, on, most=_LOOKED_AT)
    talks = talk_queries.talks_wanted(offer_ids=[offer.id for offer in found.rows])
    ready = [offer for offer in found.rows if offer.id not in talks]
    items = [
        _offer_item(offer, f"{offer.attendance.participant.name}: {offer.pence.pounds()}")
        for offer in ready[:MOST]
    ]
    total = found.total - (len(found.rows) - len(ready))
    return Task("Offers to make", items, total, "no offers to make")


def _offer_item(offer: Offer, text: str, first: str = "") -> Item:
    involvement = offer.attendance.involvement
    href = url_for("payments.offer" if offer.offered_on is None else "payments.answer", offer_id=offer.id)
    return Item(href, text, f"{involvement.title}, {day(involvement.held_on)}", first)


def answers(viewer: Actor, on: date) -> Task:
    """Offers that wait for the person's answer."""
    rows = payments.unanswered_offers(viewer, limit=MOST + 1)
    items = [_offer_item(offer, offer.attendance.participant.name) for offer in rows[:MOST]]
    return Task("Offers without an answer", items, len(rows), "no answers to record")


def fees(viewer: Actor, on: date) -> Task:
    """Sessions whose agreed fees stand on no claim yet."""
    found = queries.fees_to_draft(viewer)
    items = [_session_item(one, url_for("payments.offers", session_id=one.id)) for one in found.rows]
    return Task("Fees to draft from the register", items, found.total, "no fees to draft")


def drafts(viewer: Actor, on: date) -> Task:
    """Claims that nobody sent in."""
    found = queries.drafts(viewer)
    more = url_for("payments.claims", state=ClaimState.DRAFT.value)
    items = [claim_item(claim) for claim in found.rows]
    return Task("Claims to submit", items, found.total, "no drafts", more)


def stopped(viewer: Actor, on: date) -> Task:
    """Claims that go no further until somebody does something, and what; questions are listed apart."""
    page = standing.unpaid(viewer, Permission.LOG_CLAIMS, size=_LOOKED_AT)
    stops = [one for one in page.rows if one.stopped and not approvals.open_query(one.claim)]
    items = [claim_item(one.claim, one.sentence) for one in stops[:MOST]]
    done = "no claims that cannot move"
    return Task("Claims that cannot move", items, len(stops), done, url_for("payments.waiting"))

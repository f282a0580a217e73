"""What waits for the person who signed in, task by task, in the order of the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.accounts import queries as accounts
from tracker.home import queries
from tracker.home.queries import MOST, Found
from tracker.money import total
from tracker.payments import queries as payments
from tracker.payments import run_queries, runs, talk_queries
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import PayRun, RunState
from tracker.people import queries as people
from tracker.permissions import Actor, Permission
from tracker.sessions import queries as sessions
from tracker.web.filters import counted, day

# Of the approved claims, so many are looked at one by one for what blocks them; the page of runs shows all.
_LOOKED_AT = 50
_NO_BANK = "There are no bank details yet: finance enters them first"


@dataclass(frozen=True)
class Item:
    """One thing to do: where it is done, what it is about, and what to know first."""

    href: str
    text: str
    detail: str = ""
    first: str = ""


@dataclass(frozen=True)
class Task:
    """A kind of thing to do. `done` is how a quiet day is told: "no registers to take"."""

    title: str
    items: Sequence[Item]
    total: int
    done: str
    more: str | None = None


def waiting(viewer: Actor, on: date) -> list[Task]:
    """Every task that the viewer's permissions give them, also those with nothing in them."""
    return [
        build(viewer, on) for permission, builders in _TASKS if viewer.may(permission) for build in builders
    ]


# --- the lead -----------------------------------------------------------------------------------------------


def _questions(viewer: Actor, on: date) -> Task:
    found = queries.questions(viewer)
    return Task("Questions to answer", _claim_items(found, ask=True), found.total, "no questions")


def _registers(viewer: Actor, on: date) -> Task:
    rows = sessions.without_register(viewer, on)
    items = [
        Item(
            url_for("sessions.show", session_id=one.id), one.title, f"{day(one.held_on)}, {one.project.name}"
        )
        for one in rows[:MOST]
    ]
    return Task("Registers to take", items, len(rows), "no registers to take", url_for("sessions.index"))


def _offers_to_make(viewer: Actor, on: date) -> Task:
    found = queries.offers_to_make(viewer, on)
    talks = talk_queries.talks_wanted(offer_ids=[offer.id for offer in found.rows])
    items = []
    for offer in found.rows:
        involvement = offer.attendance.involvement
        items.append(
            Item(
                url_for("payments.offer", offer_id=offer.id),
                f"{offer.attendance.participant.name}: {offer.pence.pounds()}",
                f"{involvement.title}, {day(involvement.held_on)}",
                _talk_first(involvement.project_id) if offer.id in talks else "",
            )
        )
    return Task("Offers to make", items, found.total, "no offers to make")


def _talk_first(project_id: int) -> str:
    """The only sentence that anybody but the benefit contact reads about a check."""
    names = " or ".join(contact.name for contact in accounts.benefit_contacts(project_id))
    return f"Talk to {names or 'the benefit contact (your administrator names one)'} before you offer"


def _answers(viewer: Actor, on: date) -> Task:
    rows = payments.unanswered_offers(viewer, limit=MOST + 1)
    items = []
    for offer in rows[:MOST]:
        involvement = offer.attendance.involvement
        items.append(
            Item(
                url_for("payments.answer", offer_id=offer.id),
                offer.attendance.participant.name,
                f"{involvement.title}, {day(involvement.held_on)}",
            )
        )
    return Task("Offers without an answer", items, len(rows), "no answers to record")


def _fees(viewer: Actor, on: date) -> Task:
    found = queries.fees_to_draft(viewer)
    items = [
        Item(url_for("payments.offers", session_id=one.id), one.title, day(one.held_on)) for one in found.rows
    ]
    return Task("Fees to draft from the register", items, found.total, "no fees to draft")


def _drafts(viewer: Actor, on: date) -> Task:
    found = queries.drafts(viewer)
    more = url_for("payments.claims", state=ClaimState.DRAFT.value)
    return Task("Claims to submit", _claim_items(found), found.total, "no drafts", more)


# --- approver, finance, benefit contact -------------------------------------------------------------------


def _to_approve(viewer: Actor, on: date) -> Task:
    found = queries.to_approve(viewer)
    entered = people.with_payee([claim.participant_id for claim in found.rows])
    items = [
        _claim_item(claim, "" if claim.method != Method.BANK or claim.participant_id in entered else _NO_BANK)
        for claim in found.rows
    ]
    more = url_for("payments.claims", state=ClaimState.SUBMITTED.value)
    return Task("Claims to approve", items, found.total, "no claims to approve", more)


def _release(viewer: Actor, on: date) -> Task:
    found = queries.runs(viewer, Permission.RELEASE_RUNS, RunState.PREPARED)
    totals = run_queries.run_totals([run.id for run in found.rows])
    items = [
        _run_item(
            run,
            totals[run.id],
            "Prepared by you: a colleague must release it" if run.preparer_id == viewer.user_id else "",
        )
        for run in found.rows
    ]
    more = url_for("payments.runs")
    return Task("Pay runs to release", items, found.total, "no runs to release", more)


def _mark_paid(viewer: Actor, on: date) -> Task:
    found = queries.runs(viewer, Permission.PREPARE_RUNS, RunState.RELEASED)
    totals = run_queries.run_totals([run.id for run in found.rows])
    items = [_run_item(run, totals[run.id], "") for run in found.rows]
    more = url_for("payments.runs")
    return Task("Pay runs to pay and mark as paid", items, found.total, "no runs to pay", more)


def _run_item(run: PayRun, totals: run_queries.RunTotal, first: str) -> Item:
    claims = f"{counted(totals.claims, 'claim')}, {totals.pence.pounds()}"
    return Item(
        url_for("payments.run", run_id=run.id),
        f"Pay run {run.ref}",
        f"{claims}, to pay on {day(run.pay_on)}",
        first,
    )


def _ready(viewer: Actor, on: date) -> Task:
    """Approved claims: those that stop somewhere with what stops them, the rest as one line."""
    found = queries.approved(viewer, _LOOKED_AT)
    blocked = runs.left_out(found.rows)
    stopped = {one.claim.id for one in blocked}
    ready = [claim for claim in found.rows if claim.id not in stopped]
    items = [_claim_item(one.claim, one.reason) for one in blocked[:MOST]]
    if ready:
        pence = total(claim.total for claim in ready).pounds()
        words = "1 claim is ready" if len(ready) == 1 else f"{len(ready)} claims are ready"
        items.insert(0, Item(url_for("payments.runs"), f"{words}: {pence}", "Prepare a pay run"))
    more = url_for("payments.runs")
    return Task("Approved claims", items, found.total, "no approved claims waiting", more)


def _bank_details(viewer: Actor, on: date) -> Task:
    found = queries.without_bank_details(viewer)
    items = [
        Item(
            url_for("people.bank", participant_id=claim.participant_id),
            claim.participant.name,
            f"Claim {claim.ref} cannot be approved until bank details are entered",
        )
        for claim in found.rows
    ]
    more = url_for("people.payees_list")
    return Task("Bank details to enter", items, found.total, "no bank details missing", more)


def _talks(viewer: Actor, on: date) -> Task:
    checks = talk_queries.talks(viewer)
    names = people.names({check.participant_id for check in checks})
    by_name = sorted(names.values())
    items = [Item(url_for("payments.talk"), name) for name in by_name[:MOST]]
    return Task("People to talk with", items, len(by_name), "nobody to talk with", url_for("payments.talk"))


def _claim_items(found: Found, *, ask: bool = False) -> list[Item]:
    return [_claim_item(claim, claim.query or "" if ask else "") for claim in found.rows]


def _claim_item(claim: Claim, first: str) -> Item:
    promised = f", promised by {day(claim.pay_by)}" if claim.pay_by else ""
    text = f"{claim.participant.name}: {claim.total.pounds()}"
    return Item(url_for("payments.claim", claim_id=claim.id), text, f"Claim {claim.ref}{promised}", first)


Builder = Callable[[Actor, date], Task]

_TASKS: Sequence[tuple[Permission, Sequence[Builder]]] = (
    (Permission.BENEFIT_CONTACT, (_talks,)),
    (Permission.LOG_CLAIMS, (_questions,)),
    (Permission.LOG_SESSIONS, (_registers,)),
    (Permission.MAKE_OFFERS, (_offers_to_make, _answers)),
    (Permission.LOG_CLAIMS, (_fees, _drafts)),
    (Permission.APPROVE_CLAIMS, (_to_approve,)),
    (Permission.RELEASE_RUNS, (_release,)),
    (Permission.PREPARE_RUNS, (_mark_paid, _ready)),
    (Permission.MANAGE_PAYEES, (_bank_details,)),
)

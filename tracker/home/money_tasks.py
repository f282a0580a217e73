"""What waits for approvers, for finance and for the benefit contact."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home import queries
from tracker.home.queries import MOST
from tracker.home.task import Item, Task, claim_item
from tracker.money import total
from tracker.payments import approval_queue, payment_queries, run_queries, standing, stops, talk_queries
from tracker.payments.end_reasons import REASONS
from tracker.payments.run_models import Payment, PayRun, RunState
from tracker.people import queries as people
from tracker.permissions import Actor, Permission
from tracker.web.filters import counted, day

# So many of the claims promised first are looked at one by one for what stops them; their page shows all.
_LOOKED_AT = 50


def to_approve(viewer: Actor, on: date) -> Task:
    """Submitted claims that this approver can decide now, the first promised first."""
    rows = approval_queue.waiting(viewer, size=_LOOKED_AT).rows
    items = [
        claim_item(one.claim, href=url_for("payments.decide", claim_id=one.claim.id))
        for one in rows
        if one.why_not is None
    ]
    more = url_for("payments.approval_list")
    return Task("Claims to approve", items[:MOST], len(items), "no claims to approve", more)


def not_to_approve(viewer: Actor, on: date) -> Task:
    """Submitted claims that somebody else must decide, or do something about, first."""
    rows = [one for one in approval_queue.waiting(viewer, size=_LOOKED_AT).rows if one.why_not is not None]
    items = [claim_item(one.claim, one.why_not or "") for one in rows[:MOST]]
    more = url_for("payments.approval_list")
    return Task("Not for you to decide now", items, len(rows), "none that somebody else must decide", more)


def runs_to_release(viewer: Actor, on: date) -> Task:
    """Runs that a colleague prepared, or that a colleague must release."""
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
    return Task("Pay runs to release", items, found.total, "no runs to release", url_for("payments.runs"))


def runs_to_pay(viewer: Actor, on: date) -> Task:
    """Released runs that the bank has to pay."""
    found = queries.runs(viewer, Permission.PREPARE_RUNS, RunState.RELEASED)
    totals = run_queries.run_totals([run.id for run in found.rows])
    items = [_run_item(run, totals[run.id], "") for run in found.rows]
    return Task("Pay runs to pay", items, found.total, "no runs to pay", url_for("payments.runs"))


def _run_item(run: PayRun, totals: run_queries.RunTotal, first: str) -> Item:
    claims = f"{counted(totals.claims, 'claim')}, {totals.pence.pounds()}"
    return Item(
        url_for("payments.run", run_id=run.id),
        f"Pay run {run.ref}",
        f"{claims}, to pay on {day(run.pay_on)}",
        first,
    )


def ready_to_pay(viewer: Actor, on: date) -> Task:
    """Approved claims that can go into a run, as one line."""
    found = queries.approved(viewer, _LOOKED_AT)
    ready = [one.claim for one in standing.standing(found.rows) if not one.stopped]
    items = []
    if ready:
        pence = total(claim.to_pay for claim in ready).pounds()
        words = "1 claim is ready" if len(ready) == 1 else f"{len(ready)} claims are ready"
        first_of = "" if found.total <= _LOOKED_AT else f"Of the {_LOOKED_AT} promised first"
        items.append(Item(url_for("payments.runs"), f"{words}: {pence}", "Prepare a pay run", first_of))
    return Task("Ready to be paid", items, len(ready), "no claims ready to be paid")


def stopped(viewer: Actor, on: date) -> Task:
    """What stops each claim on its way, without a word about benefits."""
    page = standing.unpaid(viewer, Permission.PREPARE_RUNS, size=_LOOKED_AT)
    stops = [one for one in page.rows if one.stopped]
    items = [claim_item(one.claim, one.sentence) for one in stops[:MOST]]
    more = url_for("payments.waiting")
    return Task("Claims that cannot move", items, len(stops), "no claims that cannot move", more)


def late(viewer: Actor, on: date) -> Task:
    """Promises missed: the work is done, the day promised is over, and the money is not there."""
    found = queries.late(viewer, Permission.PREPARE_RUNS, on)
    items = [claim_item(one.claim, one.sentence) for one in standing.standing(found.rows)]
    return Task(
        "Past the promised day",
        items,
        found.total,
        "no promises missed",
        url_for("payments.waiting", late="yes"),
    )


def to_pay_again(viewer: Actor, on: date) -> Task:
    """Money that failed or came back and is owed again, with the reason that the bank gave."""
    found = queries.to_pay_again(viewer)
    ended = payment_queries.last_ended([claim.id for claim in found.rows])
    items = [
        claim_item(one.claim, f"{_why_ended(ended.get(one.claim.id))} {_next_step(one)}")
        for one in standing.standing(found.rows)
    ]
    more = url_for("payments.waiting")
    return Task("Did not arrive: to pay again", items, found.total, "no money came back", more)


def _next_step(one: standing.Standing) -> str:
    """Where it stands now; what the bank said is not said twice."""
    at_fault = one.stopped and one.sentence.startswith(stops.CAME_BACK)
    return "Enter other bank details." if at_fault else one.sentence


def _why_ended(payment: Payment | None) -> str:
    if payment is None or payment.end_code is None:
        return ""
    return f"{payment.state.value.title()} on {day(payment.ended_on)}. {REASONS[payment.end_code].words}."


def bank_details(viewer: Actor, on: date) -> Task:
    """People whose claim cannot be approved for want of bank details."""
    found = queries.without_bank_details(viewer)
    items = [
        Item(
            url_for("people.bank", participant_id=claim.participant_id),
            claim.recipient or claim.participant.name,
            f"Claim {claim.ref} cannot be approved until bank details are entered",
        )
        for claim in found.rows
    ]
    more = url_for("people.payees_list")
    return Task("Bank details to enter", items, found.total, "no bank details missing", more)


def talks(viewer: Actor, on: date) -> Task:
    """For the benefit contact: whom a check found something to talk about with."""
    checks = talk_queries.talks(viewer)
    names = people.names({check.participant_id for check in checks})
    by_name = sorted(names.values())
    items = [Item(url_for("payments.talk"), name) for name in by_name[:MOST]]
    return Task("People to talk with", items, len(by_name), "nobody to talk with", url_for("payments.talk"))

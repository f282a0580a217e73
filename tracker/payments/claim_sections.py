"""Parts of a claim's page that are there only for some claims: who holds it, what did not arrive."""

from __future__ import annotations

from markupsafe import Markup

from tracker.accounts import queries as accounts
from tracker.money import Money, total
from tracker.payments import advance_queries, end_reasons, ledger, payment_queries
from tracker.payments.models import Claim
from tracker.payments.states import claim_is_open
from tracker.web.filters import rendered


def held(claim: Claim) -> Markup:
    """Who holds a claim back, since when and why, and the way to let it go; nothing where nobody does."""
    if not claim.held:
        return Markup()
    by = accounts.names({claim.held_by_id or 0}).get(claim.held_by_id or 0, "somebody")
    return rendered("payments/_hold.html", claim=claim, by=by)


def free_ahead(claim: Claim) -> Money:
    """What the person was given ahead in this project and can still be set against a claim that is open."""
    return total(advance_queries.free_for(claim).values() if claim_is_open(claim.state) else ())


def payments(claim: Claim) -> Markup:
    """Every payment made for a claim, where one of them did not arrive; nothing for all other claims."""
    made = payment_queries.of_claim(claim.id)
    if not any(payment.ended_on for payment in made):
        return Markup()
    return rendered(
        "payments/_payments_of_claim.html",
        payments=made,
        end_reasons=end_reasons.REASONS,
        position=ledger.position([claim.id]),
    )

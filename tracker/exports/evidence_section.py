"""The files that were made of a payment's run, for the page of everything behind that payment."""

from __future__ import annotations

from markupsafe import Markup

from tracker.accounts import queries as accounts
from tracker.exports import choosing, queries
from tracker.payments.run_models import Payment
from tracker.permissions import Actor, Permission
from tracker.web.filters import rendered


def files_of_run(viewer: Actor, payment: Payment) -> Markup:
    """Each file with its rows, its sum and its SHA-256; never what is in it. For whoever sees pay runs."""
    if not (viewer.may(Permission.PREPARE_RUNS) or viewer.may(Permission.EXAMINE)):
        return Markup()
    made = queries.files(payment.run_id)
    return rendered(
        "exports/evidence_section.html",
        made=[(one, choosing.label(one.format)) for one in made],
        names=accounts.names({one.made_by_id for one in made if one.made_by_id}),
    )
